import Foundation
import Testing
import Vocabulary

@testable import Reporting

@Suite("Rules told to a reader")
struct RuleCardTextTests {
  private let rule = ListedRule(
    card: RuleCard(
      id: "QE003", name: "n-update-delete-loop", title: "One UPDATE per loop turn", category: .queryEfficiency,
      languages: [.python, .go], severity: .high, effort: .medium, confidence: .high, why: "Each turn costs.",
      recommendation: "Send one statement.",
      sources: [Source(title: "DML", url: "https://docs.example.org", holdsFor: "SQLAlchemy 2.0")],
      staysQuiet: ["Retry loops."],
      examples: [
        ShownExample(
          language: .python, framework: "sqlalchemy", bad: "for a in b:\n\t↓db.run(a)\n", good: "db.run(b)\n",
          missed: ["helper(a)\n"])
      ], file: "rules/query-efficiency/n-update-delete-loop.yaml"), frameworks: ["django", "sqlalchemy"])

  @Test("the listing groups the rules by pack, a line each")
  func listing() {
    #expect(
      RuleListing([rule]).text() == """
        Query Efficiency (query-efficiency, 1 rule)
          QE003  high      M  n-update-delete-loop  One UPDATE per loop turn

        1 rule. `assay explain ID` tells all about one.

        """)
  }

  @Test("the listing for programs is an array with all that identifies a rule")
  func listingJSON() throws {
    let data = Data(RuleListing([rule]).json().utf8)
    let rules = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    let only = try #require(rules.first)
    let words = ["id", "name", "title", "pack", "language", "severity", "effort", "confidence", "file"]
    #expect(
      words.map { only[$0] as? String } == [
        "QE003", "n-update-delete-loop", "One UPDATE per loop turn", "query-efficiency", "python,go", "HIGH", "M",
        "high",
        "rules/query-efficiency/n-update-delete-loop.yaml",
      ])
    #expect(only["languages"] as? [String] == ["python", "go"])
    #expect(only["frameworks"] as? [String] == ["django", "sqlalchemy"])
  }

  @Test("an explanation has every part the rule has")
  func explanation() {
    #expect(
      RuleExplanation(rule, contexts: ["migration: off"]).text() == """
        QE003 n-update-delete-loop
        One UPDATE per loop turn

        Pack        Query Efficiency (query-efficiency)
        Severity    high
        Effort      M, 1–4 h
        Confidence  high
        Language    python, go
        Libraries   django, sqlalchemy
        File        rules/query-efficiency/n-update-delete-loop.yaml

        Why
          Each turn costs.

        What to do
          Send one statement.

        Example (python, sqlalchemy)
          - for a in b:
          -     db.run(a)

          + db.run(b)

        What it does not report
          - Retry loops.

        Known misses
          | helper(a)

        In other kinds of code
          - migration: off

        Sources
          - DML (SQLAlchemy 2.0): https://docs.example.org

        """)
  }

  @Test("what a rule asks of a project is listed and explained")
  func condition() throws {
    var rule = rule
    rule.card.when = ["SQLAlchemy 2.0 or later", "expire_on_commit false"]
    let listing = RuleListing([rule])
    let line = "  One UPDATE per loop turn (for SQLAlchemy 2.0 or later; expire_on_commit false)\n"
    #expect(listing.text().contains(line))
    let rules = try JSONSerialization.jsonObject(with: Data(listing.json().utf8)) as? [[String: Any]]
    #expect(rules?.first?["when"] as? [String] == rule.card.when)
    let page = RuleExplanation(rule, contexts: []).text()
    #expect(page.contains("\nProjects    SQLAlchemy 2.0 or later; expire_on_commit false\nFile "))
  }

  @Test("a rule with nothing but the required keys is explained without empty parts")
  func smallRule() {
    var small = rule
    small.frameworks = []
    small.card.why = nil
    small.card.sources = []
    small.card.staysQuiet = []
    small.card.examples = []
    let text = RuleExplanation(small, contexts: []).text()
    #expect(text.hasSuffix("What to do\n  Send one statement.\n"))
    for heading in ["Why", "Example", "Known", "Sources", "Libraries", "does not"] { #expect(!text.contains(heading)) }
  }

  @Test("statistics line up in columns and count what was left out")
  func statistics() {
    let timed = report(
      [], skipped: [SkippedFiles(reason: "binary", count: 4)],
      statistics: Statistics(
        phases: [Statistics.Line(name: "scan", seconds: 0.25, matches: 1234)], bytes: 2_500_000))
    #expect(
      StatisticsTable(timed).text() == """
        Phase                         time     matches
        scan                      250.0 ms       1,234

        3 files, 1,500 lines, 2.5 MB
        left out: 4 files, binary

        """)
  }
}
