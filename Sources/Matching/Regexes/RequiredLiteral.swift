import Foundation
import SourceScan

/// Texts of which every match of a regular expression contains at least one: where none occurs, the expression need not be
/// tried.
struct RequiredLiteral: Sendable {
  private let texts: [[UInt8]]
  private let ignoresCase: Bool

  /// `nil` when the expression promises no text of two characters or more.
  init?(_ source: String) {
    var reader = Reader(Array(source.utf8))
    guard let texts = reader.alternatives(), reader.isAtEnd, !reader.allowsComments, !texts.isEmpty, texts.count <= 24,
      texts.allSatisfy({ $0.count >= 2 })
    else { return nil }
    ignoresCase = reader.ignoresCase
    self.texts = ignoresCase ? texts.map { $0.map(RequiredLiteral.lower) } : texts
  }

  /// Whether one of the texts may be in a file, by the runs of bytes in it.
  func mayOccur(in grams: GramFilter) -> Bool { texts.contains { grams.mayContain($0) } }

  func occurs(in text: String) -> Bool {
    let copy = Array(text.utf8)
    return occurs(in: copy, copy.indices)
  }

  func occurs(in text: [UInt8], _ range: Range<Int>) -> Bool {
    texts.contains { occurs($0, in: text, range) }
  }

  private func occurs(_ wanted: [UInt8], in text: [UInt8], _ range: Range<Int>) -> Bool {
    guard range.count >= wanted.count else { return false }
    if !ignoresCase {
      return unsafe text.withUnsafeBufferPointer { text in
        var index = range.lowerBound
        while index + wanted.count <= range.upperBound {
          // The C library looks for one byte many times as fast as a loop here.
          guard
            let found = unsafe memchr(
              text.baseAddress! + index, Int32(wanted[0]), range.upperBound - wanted.count + 1 - index)
          else { return false }
          index = unsafe UnsafeRawPointer(text.baseAddress!).distance(to: found)
          var offset = 1
          while offset < wanted.count, unsafe text[index + offset] == wanted[offset] { offset += 1 }
          if offset == wanted.count { return true }
          index += 1
        }
        return false
      }
    }
    let first = wanted[0]
    let other = first >= UInt8(ascii: "a") && first <= UInt8(ascii: "z") ? first - 0x20 : first
    return unsafe text.withUnsafeBufferPointer { text in
      var index = range.lowerBound
      let last = range.upperBound - wanted.count
      while index <= last {
        let byte = unsafe text[index]
        if byte == first || byte == other {
          var offset = 1
          while offset < wanted.count, unsafe RequiredLiteral.lower(text[index + offset]) == wanted[offset] {
            offset += 1
          }
          if offset == wanted.count { return true }
        }
        index += 1
      }
      return false
    }
  }

  private static func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

  /// Reads an expression for what it promises; what it does not understand promises nothing.
  private struct Reader {
    private let source: [UInt8]
    private var index = 0
    private(set) var ignoresCase = false
    /// With `(?x)` white space in the expression means nothing.
    private(set) var allowsComments = false

    init(_ source: [UInt8]) { self.source = source }

    var isAtEnd: Bool { index == source.count }

    private var next: UInt8? { index < source.count ? source[index] : nil }

    /// Alternatives up to a `)` or the end: texts of which each match contains one, `nil` when some promises none.
    mutating func alternatives() -> [[UInt8]]? {
      var all: [[UInt8]]? = []
      while true {
        let texts = sequence()
        if let texts, all != nil { all! += texts } else { all = nil }
        guard next == UInt8(ascii: "|") else { return all }
        index += 1
      }
    }

    /// The best promise of a run of atoms.
    private mutating func sequence() -> [[UInt8]]? {
      var best: [[UInt8]]?
      var run: [UInt8] = []
      func length(_ texts: [[UInt8]]) -> Int { texts.map(\.count).min() ?? 0 }
      func consider(_ texts: [[UInt8]]) {
        if length(texts) >= 2, best == nil || length(texts) > length(best!) { best = texts }
      }
      while let byte = next, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
        index += 1
        var promised: [[UInt8]]?
        switch byte {
        case UInt8(ascii: "("):
          promised = group()
        case UInt8(ascii: "["): skipClass()
        case UInt8(ascii: "\\"):
          if let escaped = next {
            index += 1
            // `\.`, `\(`: the character itself.
            if !(escaped | 0x20 >= 0x61 && escaped | 0x20 <= 0x7A), !(escaped >= 0x30 && escaped <= 0x39) {
              promised = [[escaped]]
            }
          }
        case UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "$"): break
        default: promised = [[byte]]
        }
        let quantifier = skipQuantifier()
        if !quantifier.any, let promised, promised.count == 1, promised[0].count == 1 {
          run += promised[0]
          continue
        }
        if quantifier.any, quantifier.atLeastOnce, let promised, promised.count == 1, promised[0].count == 1 {
          consider([run + promised[0]])
          run = []
          continue
        }
        consider([run])
        run = []
        if let promised, !quantifier.any || quantifier.atLeastOnce { consider(promised) }
      }
      consider([run])
      return best
    }

    private mutating func group() -> [[UInt8]]? {
      var isAssertion = false
      if next == UInt8(ascii: "?") {
        index += 1
        switch next {
        case UInt8(ascii: ":"): index += 1
        case UInt8(ascii: "="), UInt8(ascii: "!"):
          isAssertion = true
          index += 1
        case UInt8(ascii: "<"):
          index += 1
          if next == UInt8(ascii: "=") || next == UInt8(ascii: "!") {
            isAssertion = true
            index += 1
          } else {
            while let byte = next, byte != UInt8(ascii: ">") {
              _ = byte
              index += 1
            }
            index += 1
          }
        default:
          // Flags: `(?i)` for the rest, `(?i:…)` for the group.
          while let byte = next, byte != UInt8(ascii: ")"), byte != UInt8(ascii: ":") {
            if byte == UInt8(ascii: "i") { ignoresCase = true }
            if byte == UInt8(ascii: "x") { allowsComments = true }
            index += 1
          }
          if next == UInt8(ascii: ")") {
            index += 1
            return nil
          }
          index += 1
        }
      }
      let texts = alternatives()
      if next == UInt8(ascii: ")") { index += 1 }
      return isAssertion ? nil : texts
    }

    private mutating func skipClass() {
      if next == UInt8(ascii: "^") { index += 1 }
      if next == UInt8(ascii: "]") { index += 1 }
      while let byte = next, byte != UInt8(ascii: "]") { index += byte == UInt8(ascii: "\\") ? 2 : 1 }
      index = min(index + 1, source.count)
    }

    /// Passes over a quantifier: whether there was one, and whether it asks for one turn at least.
    private mutating func skipQuantifier() -> (any: Bool, atLeastOnce: Bool) {
      guard let byte = next else { return (false, true) }
      var atLeastOnce = false
      switch byte {
      case UInt8(ascii: "+"):
        atLeastOnce = true
        index += 1
      case UInt8(ascii: "*"), UInt8(ascii: "?"): index += 1
      case UInt8(ascii: "{"):
        index += 1
        atLeastOnce = next.map { $0 >= UInt8(ascii: "1") && $0 <= UInt8(ascii: "9") } ?? false
        while let inner = next, inner != UInt8(ascii: "}") {
          _ = inner
          index += 1
        }
        index = min(index + 1, source.count)
      default: return (false, true)
      }
      if next == UInt8(ascii: "?") || next == UInt8(ascii: "+") { index += 1 }
      return (true, atLeastOnce)
    }
  }
}
