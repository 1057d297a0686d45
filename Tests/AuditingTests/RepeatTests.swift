import RuleFiles
import Testing
import Vocabulary

@testable import Auditing

private let framework = """
  framework: acme
  title: Acme
  language: python
  detect: {packages: [acme]}
  roles:
    store:
      as: $S
      names: [store]
  operations:
    sleep: ["$S.pause()"]
    query: ["$S.load()"]
  """

private func follower(_ id: String, _ operation: String, _ severity: String) -> String {
  """
  id: \(id)
  title: Something bad
  language: python
  pack: query-efficiency
  severity: \(severity)
  effort: S
  recommendation: Do it well.
  match: {reaches: {operation: \(operation)}, inside: loop}
  """
}

private let code = """
  class Helper:
      def both(self, store):
          store.load()
          store.pause()

  def run(store, rows, helper: Helper):
      for row in rows:
          helper.both(store)
  """

@Suite("Several findings about one place")
struct RepeatTests {
  @Test(
    "of several things that one call leads to, the gravest is told, and of equally grave ones the first",
    arguments: [("high", "low", "TEAM001"), ("low", "high", "TEAM002"), ("medium", "medium", "TEAM001")])
  func severalWays(first: String, second: String, told: String) async throws {
    let report = try await audit(
      code, framework, follower("TEAM001", "sleep", first), follower("TEAM002", "query", second))
    #expect(report.findings.map(\.rule) == [told])
  }

  @Test("what a rule about the call itself says goes before what the call leads to")
  func direct() async throws {
    let direct = rule("TEAM003", pattern: "$X.both($Y)", pack: "query-efficiency")
    let report = try await audit(code, framework, follower("TEAM001", "sleep", "critical"), direct)
    #expect(report.findings.map(\.rule) == ["TEAM003"])
  }
}
