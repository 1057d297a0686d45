package import Matching
package import SourceScan
import Vocabulary

/// The comments of a file that silence rules.
///
/// `# assay: ignore[QE004] reason` on a finding's lines, or alone on the line before; `# assay: ignore-file[QE004]`
/// anywhere for the whole file. Other linters' `noqa: CODE`, `nosemgrep: code` and `squawk-ignore code` count where the
/// rule names that code as its equivalent.
struct Suppressions {
  private struct Comment {
    var line: Int
    var isAlone: Bool
    var text: String
  }

  private var comments: [Comment] = []
  private var wholeFile: Set<String> = []

  init(_ file: ScannedFile, _ lines: LineIndex) {
    for comment in file.stream.comments {
      let bytes = Int(comment.start)..<Int(comment.end)
      guard Suppressions.isDirective(file.text.bytes[bytes]) else { continue }
      let text = file.text.string(bytes)
      let line = lines.line(at: Int(comment.start))
      let before = file.text.bytes[lines.bytes(ofLine: line).lowerBound..<Int(comment.start)]
      wholeFile.formUnion(Suppressions.codes(in: text, after: "ignore-file["))
      comments.append(
        Comment(line: line, isAlone: before.allSatisfy { $0 == 0x20 || $0 == 0x09 }, text: text))
    }
  }

  private static let directives = ["assay:", "noqa", "nosemgrep", "squawk-ignore"].map { Array($0.utf8) }

  /// Whether a comment may hold a directive: most do not, and need not become text.
  private static func isDirective(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.indices.contains { index in
      directives.contains { $0[0] == bytes[index] && bytes[index...].starts(with: $0) }
    }
  }

  /// Whether a rule is silenced on the lines (from 0) of a finding.
  func silences(_ rule: String, name: String, equivalents: [String], on span: ClosedRange<Int>) -> Bool {
    if wholeFile.contains(rule) || wholeFile.contains(name) { return true }
    return comments.contains { comment in
      guard span.contains(comment.line) || comment.isAlone && comment.line == span.lowerBound - 1 else { return false }
      let own = Suppressions.codes(in: comment.text, after: "ignore[")
      if own.contains(rule) || own.contains(name) { return true }
      if let mark = comment.text.range(of: "squawk-ignore ") ?? comment.text.range(of: "nosemgrep: ") {
        let codes = comment.text[mark.upperBound...].split { $0 == "," || $0.isWhitespace }.map(String.init)
        if equivalents.contains(where: codes.contains) { return true }
      }
      guard span.contains(comment.line), let mark = comment.text.range(of: "noqa:") else { return false }
      let codes = comment.text[mark.upperBound...].split { !$0.isLetter && !$0.isNumber }.map(String.init)
      return equivalents.contains { codes.contains($0) }
    }
  }

  private static func codes(in text: String, after opening: String) -> [String] {
    // With or without a space behind the colon.
    guard let start = text.range(of: "assay: " + opening) ?? text.range(of: "assay:" + opening),
      let end = text[start.upperBound...].firstIndex(of: "]")
    else { return [] }
    return text[start.upperBound..<end].split(separator: ",").map { String($0.filter { !$0.isWhitespace }) }
  }
}

extension String {
  /// The first place of a text in this one.
  fileprivate func range(of text: String) -> Range<String.Index>? { firstRange(of: text) }
}

/// The matches of one file that no comment silences.
package func unsilenced(_ matches: [RuleMatch], in file: ScannedFile, _ library: CompiledLibrary) -> [RuleMatch] {
  guard !matches.isEmpty else { return [] }
  let lines = LineIndex(file.text)
  let suppressions = Suppressions(file, lines)
  return matches.filter { match in
    let rule = library.rules[match.rule]
    let span = lines.line(at: match.start)...max(lines.line(at: match.start), lines.line(at: match.end))
    return !suppressions.silences(rule.card.id, name: rule.card.name, equivalents: rule.equivalents, on: span)
  }
}
