import RuleFiles
import ShippedRules
import Testing
import Vocabulary

@testable import RuleTesting

private func library(_ text: String) -> RuleLibrary {
  loadRuleLibrary([RuleFileBytes(path: "team/slow-sleep.yaml", bytes: Array(text.utf8), isShipped: false)])
}

/// A rule against `time.sleep(...)` with these lines under `examples:`, of which the first is line 10.
private func rule(_ examples: String) -> String {
  """
  id: TEAM001
  title: Sleeping
  language: python
  severity: high
  effort: S
  pattern: time.sleep(...)
  recommendation: Do not.

  examples:
  \(examples)
  """
}

@Suite("Examples of rules")
struct RuleTestingTests {
  @Test("every example that ships tells the truth, in every disguise")
  func shipped() {
    let files = shippedRuleFiles().map { RuleFileBytes(path: $0.path, bytes: $0.bytes, isShipped: true) }
    let library = loadRuleLibrary(files)
    #expect(library.faults.map(\.description) == [])
    let report = testRules(library)
    #expect(report.failures.map { "\($0.rule) \($0.origin): \($0.message)" } == [])
    #expect(report.examples >= 2 * library.rules.count)
  }

  @Test("every shipped rule that can be read carries a bad and a good example")
  func carried() {
    let files = shippedRuleFiles().map { RuleFileBytes(path: $0.path, bytes: $0.bytes, isShipped: true) }
    let bare = loadRuleLibrary(files).rules.filter { rule in
      !rule.examples.contains { !$0.bad.isEmpty } || !rule.examples.contains { !$0.good.isEmpty }
    }
    #expect(bare.map(\.card.id) == [])
  }

  @Test("right examples pass, and are counted one by one")
  func right() {
    let report = testRules(
      library(
        rule(
          """
            - language: python
              bad:
                - ↓time.sleep(1)
                - |
                  def f():
                      ↓time.sleep(1); ↓time.sleep(2)
              good: sleep(1)
              missed:
                - getattr(time, "sleep")(1)
          """)))
    #expect(report.failures.map(\.message) == [])
    #expect(report.examples == 4)
  }

  @Test(
    "a wrong example fails with its place and what is wrong",
    arguments: [
      ("bad: ↓x = 1", 11, "bad example: nothing is reported at 1:1"),
      ("bad: x = time.sleep(1)", 11, "bad example: something is reported without a mark at 1:5"),
      ("good: time.sleep(1)", 11, "good example: reported at 1:1"),
      ("missed: time.sleep(1)", 11, "missed example: is found now, at 1:1; move it to `bad`"),
      ("good: [x, time.sleep(1)]", 11, "good example: reported at 1:1"),
    ])
  func wrong(line: String, number: Int, message: String) throws {
    let report = testRules(library(rule("  - language: python\n    " + line)))
    let failure = try #require(report.failures.first)
    #expect(report.failures.count == 1)
    #expect(failure.rule == "TEAM001")
    #expect(failure.origin.file == "team/slow-sleep.yaml")
    #expect(failure.origin.line == number)
    #expect(failure.message == message)
  }

  @Test("a place counts lines and columns behind other lines")
  func places() throws {
    let report = testRules(
      library(
        rule(
          """
            - language: python
              bad: |
                x = 1
                def f():
                    y = ↓2; time.sleep(1)
          """)))
    let failure = try #require(report.failures.first)
    #expect(
      failure.message
        == "bad example: nothing is reported at 3:9; something is reported without a mark at 3:12")
  }

  @Test("an example that only some disguise gives away fails and names the disguise")
  func disguised() throws {
    let text = """
      id: TEAM001
      title: Todo
      language: python
      severity: low
      effort: S
      regex: todo
      in: raw
      recommendation: Do it.
      examples:
        - language: python
          bad: ↓todo
      """
    let failure = try #require(testRules(library(text)).failures.first)
    #expect(failure.message.contains("(as comments)"))
    #expect(failure.example.hasPrefix("# "))
  }

  @Test("examples in a language that cannot be read yet are not run")
  func unreadable() {
    let text = """
      id: TEAM001
      title: Sleeping
      language: [python, go]
      severity: low
      effort: S
      pattern: time.sleep(...)
      recommendation: Do not.
      examples:
        - {language: go, good: time.sleep(1)}
      """
    let report = testRules(library(text))
    #expect(report.examples == 0)
    #expect(report.failures.isEmpty)
  }

  @Test("a suppression comment inside an example counts")
  func suppressed() {
    let report = testRules(
      library(rule("  - language: python\n    good: \"time.sleep(1)  # assay: ignore[TEAM001] why\"")))
    #expect(report.failures.map(\.message) == [])
  }

  @Test("an example sees the contexts and globs of the path it pretends to have")
  func paths() {
    let text = """
      id: TEAM001
      title: Sleeping
      language: python
      severity: low
      effort: S
      pattern: time.sleep(...)
      recommendation: Do not.
      paths: {exclude: ["**/scripts/**"]}
      examples:
        - {language: python, path: app/scripts/a.py, good: time.sleep(1)}
        - {language: python, path: app/views/a.py, bad: ↓time.sleep(1)}
        - {language: python, bad: ↓time.sleep(1)}
      """
    let report = testRules(library(text))
    #expect(report.failures.map(\.message) == [])
    #expect(report.examples == 3)
  }
}
