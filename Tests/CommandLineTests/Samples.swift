import Foundation

/// One finding of high severity: RT004 at 5:5.
let sleepingOnTheLoop = """
  import time


  async def refresh():
      time.sleep(1)

  """

/// Nothing to find fault with.
let blameless = """
  import asyncio


  async def refresh():
      await asyncio.sleep(1)

  """

/// The least a team's rule can say.
let roundingRule = """
  id: TEAM001
  title: Money rounded as a float
  language: python
  severity: high
  effort: S
  pattern: round($AMOUNT, 2)
  recommendation: Use `Decimal.quantize`.

  """

/// The JSON report.
struct ParsedReport {
  let whole: [String: Any]

  struct NotAReport: Error {}

  init(_ text: String) throws {
    guard let whole = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else {
      throw NotAReport()
    }
    self.whole = whole
  }

  func objects(_ key: String) -> [[String: Any]] { whole[key] as? [[String: Any]] ?? [] }

  func object(_ key: String) -> [String: Any] { whole[key] as? [String: Any] ?? [:] }

  var findings: [[String: Any]] {
    objects("categories").flatMap { $0["findings"] as? [[String: Any]] ?? [] }
  }

  /// `path:line rule` of every scored finding, sorted.
  var places: [String] {
    findings.map { "\($0["location"] ?? "") \($0["rule"] ?? "")" }.sorted()
  }
}
