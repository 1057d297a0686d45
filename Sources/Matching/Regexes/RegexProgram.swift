import Foundation
import Synchronization

/// A regular expression of a rule, with a bound on its time. `NSRegularExpression` calls back while a match runs away,
/// and the callback can end it. A class, because it is asked often and never changes.
final class RegexProgram: Sendable {
  enum Answer { case found, absent, exhausted }

  /// Seconds a rule may spend on one file.
  static let budget = 0.2

  private let source: String
  /// Made when first asked for: most texts are ASCII, and `plain` answers.
  private let made = Mutex<NSRegularExpression??>(nil)
  /// No repetition of something that itself repeats, and few repetitions at all: on a short text such an expression is
  /// done before anyone could look at a clock, and asking it to report its progress would cost more than the match.
  private let isTame: Bool
  /// UTF-8 bytes.
  private static let shortText = 256
  /// Where it does not occur, the expression need not be tried.
  let literal: RequiredLiteral?
  /// The same for ASCII text, where it can be said in bytes.
  let plain: ByteProgram?

  init(_ source: String) {
    self.source = source
    literal = RequiredLiteral(source)
    plain = ByteProgram(source)
    isTame = RegexProgram.isTame(source)
  }

  private var expression: NSRegularExpression? {
    made.withLock { made in
      if let made { return made }
      let expression = try? NSRegularExpression(pattern: source)
      made = .some(expression)
      return expression
    }
  }

  /// Why the text is no regular expression; `nil` when it is one.
  var fault: String? { expression == nil ? "the parts do not fit together" : nil }

  private static func isTame(_ source: String) -> Bool {
    var repetitions = 0
    /// Per open group: whether something in it repeats.
    var groups = [false]
    var closed = false
    var bytes = Array(source.utf8)[...]
    while let byte = bytes.popFirst() {
      var endsGroup = false
      switch byte {
      case UInt8(ascii: "\\"):
        if let next = bytes.popFirst(), next >= UInt8(ascii: "1"), next <= UInt8(ascii: "9") { return false }
      case UInt8(ascii: "["):
        if bytes.first == UInt8(ascii: "^") { bytes.removeFirst() }
        if bytes.first == UInt8(ascii: "]") { bytes.removeFirst() }
        while let inner = bytes.popFirst(), inner != UInt8(ascii: "]") {
          if inner == UInt8(ascii: "\\") { _ = bytes.popFirst() }
        }
      case UInt8(ascii: "("): groups.append(false)
      case UInt8(ascii: ")"):
        endsGroup = true
        if groups.count > 1 { closed = groups.removeLast() }
        groups[groups.count - 1] = groups[groups.count - 1] || closed
      case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "{"):
        if closed { return false }
        repetitions += 1
        groups[groups.count - 1] = true
      default: break
      }
      if !endsGroup { closed = false }
    }
    return repetitions <= 6
  }

  func firstMatch(in text: String, budget: Double) -> Answer {
    if let literal, !literal.occurs(in: text) { return .absent }
    if isTame, text.utf8.count <= RegexProgram.shortText, let expression {
      let range = NSRange(location: 0, length: text.utf16.count)
      return expression.rangeOfFirstMatch(in: text, range: range).location == NSNotFound ? .absent : .found
    }
    let result = matches(in: text, budget: budget, limit: 1)
    if !result.ranges.isEmpty { return .found }
    return result.isComplete ? .absent : .exhausted
  }

  /// The UTF-16 ranges of the first matches, at most `limit`, and whether the time sufficed.
  func matches(in text: String, budget: Double, limit: Int) -> (ranges: [NSRange], isComplete: Bool) {
    guard let expression else { return ([], true) }
    let start = DispatchTime.now().uptimeNanoseconds
    let end = start + UInt64(budget * 1_000_000_000)
    var found: [NSRange] = []
    var isExhausted = false
    var calls = 0
    unsafe expression.enumerateMatches(
      in: text, options: .reportProgress, range: NSRange(location: 0, length: text.utf16.count)
    ) { result, _, stop in
      if let result {
        found.append(result.range)
        if found.count >= limit { unsafe stop.pointee = true }
      }
      // Looking at the clock costs more than most matches.
      calls += 1
      if calls & 7 == 0, DispatchTime.now().uptimeNanoseconds > end {
        isExhausted = true
        unsafe stop.pointee = true
      }
    }
    return (found, !isExhausted)
  }
}
