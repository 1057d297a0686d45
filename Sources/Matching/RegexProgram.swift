import Foundation

/// A regular expression of a rule, with a bound on its time. `NSRegularExpression` calls back while a match runs away,
/// and the callback can end it.
struct RegexProgram: Sendable {
  enum Answer { case found, absent, exhausted }

  /// Seconds a rule may spend on one file.
  static let budget = 0.2

  private let expression: NSRegularExpression?
  /// Where it does not occur, the expression need not be tried.
  let literal: RequiredLiteral?

  init(_ source: String) {
    expression = try? NSRegularExpression(pattern: source)
    literal = RequiredLiteral(source)
  }

  /// Why the text is no regular expression; `nil` when it is one.
  static func fault(_ source: String) -> String? {
    do {
      _ = try NSRegularExpression(pattern: source)
      return nil
    } catch {
      return "the parts do not fit together"
    }
  }

  func firstMatch(in text: String, budget: Double) -> Answer {
    if let literal, !literal.occurs(in: text) { return .absent }
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
