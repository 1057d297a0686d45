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

  @Test("of a function of thousands of calls as many as are looked at are told, and that there are more")
  func countless() async throws {
    let calls = 2_100
    let more = String(repeating: "\n        helper.both(store)", count: calls - 1)
    let report = try await audit(code + more + "\n", framework, follower("TEAM001", "query", "high"))
    #expect(!report.findings.isEmpty && report.findings.count < calls)
    #expect(report.problems.map(\.rule) == ["TEAM001"])
  }
}
