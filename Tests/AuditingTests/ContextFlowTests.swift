import RuleFiles
import Testing
import Vocabulary

@testable import Auditing

private let contexts = """
  contexts:
    handler:
      reaches: any-callee
      decorators: ["*.get"]
    start:
      reaches: only-callee
      functions: [main]
    job:
      functions: ["*_job"]
    command:
      reaches: only-callee
      from: [tool]
      not-from: [example]
      beside: [job]
    tool:
      functions: ["run_*"]
    example:
      functions: [run_example]
  """

/// A rule that follows calls.
private let follower = """
  id: TEAM002
  title: Something else
  language: python
  severity: low
  effort: S
  recommendation: Do it well.
  match: {reaches: {operation: sleep}, inside: loop}
  """

private let helpers = """
  def shared():
      f(1)

  def setting_up():
      f(2)

  def never_called():
      f(3)

  def deep():
      f(4)
  """

private let callers = """
  from shop.helpers import deep, setting_up, shared

  @app.get("/")
  def show():
      shared()
      between()

  def between():
      deep()

  def main():
      shared()
      setting_up()

  def nightly_job():
      deep()
  """

@Suite("Contexts reach functions by their callers")
struct ContextFlowTests {
  /// The same, whether another rule follows calls or none does.
  private func findings(_ lines: String) async throws -> [String] {
    let project = try SmallProject(["shop/helpers.py": helpers, "shop/web.py": callers])
    let alone = try await project.audit(rule("TEAM001", lines), contexts).findings
    let beside = try await project.audit(rule("TEAM001", lines), contexts, follower).findings
    #expect(alone.map(\.severity) == beside.map(\.severity) && alone.map(\.start) == beside.map(\.start))
    return alone.map { "\($0.start.line) \($0.severity.word)" }.sorted()
  }

  @Test("what a handler calls is on the path of a request, however far it is")
  func anyCallee() async throws {
    #expect(try await findings("upgrade: {handler: critical}") == ["11 critical", "2 critical", "5 high", "8 high"])
  }

  @Test("what only the start calls belongs to it; what others call, too, does not")
  func onlyCallee() async throws {
    #expect(try await findings("downgrade: {start: off}") == ["11 high", "2 high", "8 high"])
  }

  @Test("a context that does not say so reaches nobody")
  func none() async throws {
    #expect(try await findings("downgrade: {job: off}") == ["11 high", "2 high", "5 high", "8 high"])
  }

  @Test("functions of other contexts reach for it, but for those that reach nobody, and some may call the same")
  func otherCallers() async throws {
    let project = try SmallProject([
      "shop/tools.py": """
      def run_import():
          load()
          shared()
          f(4)

      def run_example():
          shown()

      def nightly_job():
          load()

      def show():
          shared()

      def load():
          deeper()
          f(16)

      def deeper():
          f(19)

      def shared():
          f(22)

      def shown():
          f(25)
      """
    ])
    let found = try await project.audit(rule("TEAM001", "downgrade: {command: low}"), contexts).findings
    #expect(
      found.map { "\($0.start.line) \($0.severity.word)" }.sorted() == [
        "17 low", "20 low", "23 high", "26 high", "4 high",
      ])
  }

  @Test("a rule may be for some contexts only")
  func onlyIn() async throws {
    #expect(try await findings("only-in: [handler]") == ["11 high", "2 high"])
    #expect(try await findings("only-in: [start]") == ["5 high"])
  }

  @Test("one context more than there may be is a fault that says where")
  func tooMany() async throws {
    func contexts(_ count: Int) -> String {
      (["contexts:"] + (0..<count).map { "  kind-\($0): {functions: [name_\($0)]}" }).joined(separator: "\n")
    }
    let project = try SmallProject(["app.py": "f(1)\n"])
    #expect(try await project.audit(rule(), contexts(ContextSet.limit)).findings.count == 1)
    do {
      _ = try await project.audit(rule(), contexts(ContextSet.limit + 1))
      Issue.record("nothing was said")
    } catch AuditError.ruleFaults(let faults) {
      #expect(
        faults.map(\.description) == ["team/some-1.yaml:66:3: there may be 64 contexts in all rule files together"])
    }
  }

  @Test("a context that nobody knows is a fault of the rule")
  func unknown() async throws {
    await #expect(throws: AuditError.self) { _ = try await findings("only-in: [handlers]") }
  }
}
