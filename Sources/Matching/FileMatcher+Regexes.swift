import Foundation
import RuleFiles
import SourceScan

/// A search of a regular expression in a part of the file.
struct RegexQuestion: Hashable {
  var regex: Int
  var channel: MatchSpec.RegexChannel
  var range: Range<UInt32>?
  /// The first match is enough.
  var isFirst: Bool
}

/// Sites of regular expressions.
extension FileMatcher {
  /// The sites of a regular expression in a channel of the file, within a range of tokens when one is given.
  func regexSites(
    _ regex: Int, _ channel: MatchSpec.RegexChannel, in range: Range<UInt32>?, isFirst: Bool = false
  ) -> [Site] {
    let question = RegexQuestion(regex: regex, channel: channel, range: range, isFirst: isFirst)
    if let known = regexSiteMemo[question] { return known }
    let sites = findRegexSites(regex, channel, in: range, isFirst: isFirst)
    regexSiteMemo[question] = sites
    return sites
  }

  private func findRegexSites(
    _ regex: Int, _ channel: MatchSpec.RegexChannel, in range: Range<UInt32>?, isFirst: Bool
  ) -> [Site] {
    let program = library.regexes[regex]
    var sites: [Site] = []
    guard mayOccur(regex), mayOccur(program, channel, in: range) else { return sites }
    for piece in pieces(of: channel, in: range) {
      if let literal = program.literal, !literal.occurs(in: file.text.bytes, piece.bytes) { continue }
      if let plain = program.plain {
        let bytes = piece.shown(file)
        if let found = plain.matches(in: bytes.text, bytes.range, limit: isFirst ? 1 : Int.max) {
          let offset = piece.bytes.lowerBound - bytes.range.lowerBound
          for match in found { sites.append(site(bytes: match.lowerBound + offset..<match.upperBound + offset)) }
          if isFirst, !sites.isEmpty { break }
          continue
        }
      }
      // The same short texts (headers of loops, calls) come up in many files.
      let isShort = piece.masked.isEmpty && piece.bytes.count <= RegexMemo.longestText
      let key = isShort ? RegexMemo.key(regex, file.text, piece.bytes) : 0
      if isShort, library.regexMemo.answer(key) == false { continue }
      let text = piece.text(file)
      let start = DispatchTime.now().uptimeNanoseconds
      let (found, isComplete) = program.matches(
        in: text, budget: max(remainingBudget, 0.001), limit: isFirst ? 1 : Int.max)
      remainingBudget -= Double(DispatchTime.now().uptimeNanoseconds - start) / 1_000_000_000
      if !isComplete { exhausted.insert(regex) }
      if isShort, isComplete { library.regexMemo.remember(key, !found.isEmpty) }
      // The expression counts in UTF-16 units, the file in bytes: walked along together, once.
      var bytes = piece.bytes.lowerBound
      var unit = 0
      var masked = piece.masked.sorted { $0.lowerBound < $1.lowerBound }[...]
      func advance(to target: Int) {
        while unit < target, bytes < piece.bytes.upperBound {
          while let first = masked.first, first.upperBound <= bytes { masked.removeFirst() }
          // What is masked has a space for each byte.
          let isMasked = masked.first?.contains(bytes) ?? false
          let width = isMasked ? 1 : file.text.characterWidth(at: bytes)
          unit += width == 4 ? 2 : 1
          bytes += width
        }
      }
      for match in found {
        advance(to: match.location)
        let first = bytes
        // What is matched may reach into what the next match begins at, never behind it.
        advance(to: match.location + match.length)
        sites.append(site(bytes: first..<bytes))
      }
      if isFirst, !sites.isEmpty { break }
    }
    return sites
  }

  /// A part of the file that a channel shows to regular expressions.
  struct Piece {
    var bytes: Range<Int>
    /// Bytes to be shown as spaces.
    var masked: [Range<Int>] = []

    /// The bytes to look at, and where in them.
    func shown(_ file: ScannedFile) -> (text: [UInt8], range: Range<Int>) {
      guard !masked.isEmpty else { return (file.text.bytes, bytes) }
      var copy = Array(file.text.bytes[bytes])
      for mask in masked {
        for index in mask where copy[index - bytes.lowerBound] != 0x0A { copy[index - bytes.lowerBound] = 0x20 }
      }
      return (copy, copy.indices)
    }

    func text(_ file: ScannedFile) -> String {
      let shown = shown(file)
      return String(decoding: shown.text[shown.range], as: UTF8.self)
    }
  }

  /// Whether what an expression promises to contain stands in a range at all, which is found out sooner than what a
  /// channel shows of it.
  private func mayOccur(
    _ program: RegexProgram, _ channel: MatchSpec.RegexChannel, in range: Range<UInt32>?
  ) -> Bool {
    // Comments may stand behind the last token.
    guard let literal = program.literal, let range, channel != .comment, let first = range.first, let last = range.last
    else { return true }
    let tokens = file.stream.tokens
    return literal.occurs(in: file.text.bytes, Int(tokens[Int(first)].start)..<Int(tokens[Int(last)].end))
  }

  private func pieces(of channel: MatchSpec.RegexChannel, in range: Range<UInt32>?) -> [Piece] {
    let tokens = file.stream.tokens
    let indices = range.map { Int($0.lowerBound)..<Int($0.upperBound) } ?? tokens.indices
    let span: Range<Int>
    if let range, range != 0..<tokenCount {
      guard let first = range.first, let last = range.last else { return [] }
      span = Int(tokens[Int(first)].start)..<Int(tokens[Int(last)].end)
    } else {
      span = 0..<file.text.count
    }
    switch channel {
    case .raw: return [Piece(bytes: span)]
    case .code:
      var masked: [Range<Int>] = []
      for comment in file.stream.comments {
        let bytes = Int(comment.start)..<Int(comment.end)
        if span.contains(bytes.lowerBound), bytes.upperBound <= span.upperBound { masked.append(bytes) }
      }
      for index in indices {
        let token = tokens[index]
        if token.kind == .string {
          masked.append(StringContent.of(token, file.text.bytes))
        } else if token.kind == .stringText {
          masked.append(token.range)
        }
      }
      return [Piece(bytes: span, masked: masked)]
    case .string, .sql:
      return indices.compactMap { index in
        let token = tokens[index]
        guard token.kind == .string || token.kind == .stringStart else { return nil }
        guard channel == .string || token.flags.contains(.looksLikeSQL) else { return nil }
        return StringContent.of(UInt32(index), in: file).map { Piece(bytes: $0) }
      }
    case .comment:
      // A comment behind the last token is on its line, and meant.
      var end = span.upperBound
      while end < file.text.count, file.text.bytes[end] != 0x0A { end += 1 }
      return file.stream.comments.compactMap { comment in
        let bytes = Int(comment.start)..<Int(comment.end)
        return span.lowerBound <= bytes.lowerBound && bytes.upperBound <= end ? Piece(bytes: bytes) : nil
      }
    }
  }

  /// A site at a range of bytes; its token is the one there or the next.
  private func site(bytes: Range<Int>) -> Site {
    let tokens = file.stream.tokens
    var index = tokens.partitioningIndex { Int($0.end) > bytes.lowerBound }
    if index == tokens.count { index = max(0, tokens.count - 1) }
    let first = UInt32(truncatingIfNeeded: index)
    return Site(first: first, end: min(first + 1, tokenCount), captures: [], bytes: bytes)
  }
}
