import Foundation
import Testing

@Suite("Rules of a team")
struct TeamRuleTests {
  static let invoice = """
    def total(lines):
        return round(sum(line.amount for line in lines), 2)

    """

  @Test("the schema of rule files is printed as JSON")
  func schema() async throws {
    try await inWorkspace([:]) { place in
      let printed = try await place.assay("rules", "schema")
      #expect(printed.status == 0)
      let schema = try JSONSerialization.jsonObject(with: Data(printed.output.utf8)) as? [String: Any]
      let definitions = schema?["definitions"] as? [String: Any]
      let rule = definitions?["rule"] as? [String: Any]
      #expect((rule?["properties"] as? [String: Any])?["severity"] != nil)
    }
  }

  @Test("a minimal rule is listed, explained and run like a shipped one")
  func minimalRule() async throws {
    try await inWorkspace(["app/invoice.py": Self.invoice, "team/rounded-money.yml": roundingRule]) { place in
      let listing = try await place.assay("rules", "--rules", "team", "--format", "json")
      let rules = try #require(try JSONSerialization.jsonObject(with: Data(listing.output.utf8)) as? [[String: Any]])
      for rule in rules {
        let keys = ["id", "name", "title", "pack", "language", "severity", "effort"]
        #expect(Set(rule.keys).isSuperset(of: keys))
      }
      #expect(rules.count > 40)
      let own = try #require(rules.first { $0["id"] as? String == "TEAM001" })
      #expect(own["name"] as? String == "rounded-money")
      #expect(own["pack"] as? String == "runtime-performance")
      #expect(own["language"] as? String == "python")

      let page = try await place.assay("explain", "rounded-money", "--rules", "team")
      #expect(page.status == 0)
      #expect(page.output.hasPrefix("TEAM001 rounded-money\nMoney rounded as a float\n"))
      #expect(page.output.contains("What to do\n  Use `Decimal.quantize`.\n"))

      let run = try await place.assay("app", "--rules", "team")
      #expect(run.status == 1)
      #expect(run.output.contains("invoice.py:2:12: high TEAM001 rounded-money\n  Money rounded as a float\n"))
      #expect(run.output.contains("= help: Use `Decimal.quantize`."))
    }
  }

  @Test("a framework file teaches a repository class to the shipped rules")
  func framework() async throws {
    try await inWorkspace([
      "app/customers.py": """
      from acme.store import Store


      def mark(store: Store, keys):
          for key in keys:
              row = store.load("customer", key)
              store.put(row)
      """,
      "team/acme-store.yaml": """
      framework: acme-store
      title: The data-access layer of Acme
      language: python
      detect: {packages: [acme-store], imports: [acme.store]}
      roles:
        store: {as: $S, types: [Store]}
      operations:
        fetch-by-id: ["$S.load($MODEL, $KEY)"]
        update: ["$S.put($ROW)"]
      """,
    ]) { place in
      #expect(try await place.assay("app").status == 0)
      let run = try await place.assay("app", "--rules", "team", "--format", "json")
      #expect(try ParsedReport(run.output).places == ["customers.py:6 QE004", "customers.py:7 QE003"])
      let known = try await place.assay("rules", "--rules", "team", "--framework", "acme-store")
      #expect(known.output.contains("QE003") && known.output.contains("QE004"))
    }
  }

  @Test("all faults of all rule files are told at once, each with its place, and nothing is audited")
  func faults() async throws {
    try await inWorkspace([
      "app/service.py": sleepingOnTheLoop,
      "team/a.yaml": roundingRule.replacing("title:", with: "titel:").replacing(
        "severity: high", with: "severity: hgh"),
      "team/b.yml": roundingRule.replacing("TEAM001", with: "TEAM002").replacing("round($AMOUNT, 2)", with: "round(")
        + "---\n"
        + roundingRule.replacing("TEAM001", with: "TEAM003").replacing("pattern: round($AMOUNT, 2)", with: "regex: ((")
        + "id: TEAM004\n",
      "team/sub/c.yaml": roundingRule.replacing("TEAM001", with: "TEAM005").replacing(
        "pattern: round($AMOUNT, 2)", with: "regex: (("),
      "team/good.yaml": roundingRule.replacing("TEAM001", with: "TEAM006"),
    ]) { place in
      let run = try await place.assay("app", "--rules", "team")
      #expect(run.status == 2)
      #expect(run.output.isEmpty)
      for place in [
        "team/a.yaml:1:1: a rule needs the key `title`",
        "team/a.yaml:2:1: a rule has no key `titel` (did you mean `title`?)",
        "team/a.yaml:4:11: unknown severity `hgh` (did you mean `high`?)",
        "team/b.yml:6:10: `(` is never closed in the pattern",
        "team/b.yml:14:8: `((` is no regular expression", "team/b.yml:16:1: `id` is given twice",
        "team/sub/c.yaml:6:8: `((` is no regular expression",
      ] {
        #expect(run.complaint.contains(place), "\(place)")
      }
      #expect(try await place.assay("rules", "--rules", "team").complaint == run.complaint)
    }
  }

  @Test("a regular expression that would never end is stopped, told as a problem, and ends with 2")
  func runaway() async throws {
    let rule = roundingRule.replacing("pattern: round($AMOUNT, 2)", with: "regex: \"^(a+)+$\"\nin: raw")
    try await inWorkspace([
      "app/hostile.py": String(repeating: "a", count: 60) + "!\n", "app/service.py": sleepingOnTheLoop,
      "team/runaway.yaml": rule,
    ]) { place in
      let run = try await place.assay("app", "--rules", "team", "--format", "json", "--exit-zero")
      #expect(run.status == 2)
      let report = try ParsedReport(run.output)
      let problem = try #require(report.objects("problems").first)
      #expect(report.objects("problems").count == 1)
      #expect(Set(problem.keys).isSuperset(of: ["stage", "path", "rule", "message", "hint"]))
      #expect(problem["path"] as? String == "hostile.py")
      #expect(problem["rule"] as? String == "TEAM001")
      // The rest of the audit went on.
      #expect(report.places == ["service.py:5 RT004"])
    }
  }

  @Test("a rule for a language that is not audited yet is listed and told as not checked")
  func otherLanguage() async throws {
    let rule = roundingRule.replacing("language: python", with: "language: go")
    try await inWorkspace(["app/service.py": blameless, "team/rounded-money.yaml": rule]) { place in
      #expect(try await place.assay("rules", "--rules", "team", "--language", "go").output.contains("TEAM001"))
      let run = try await place.assay("app", "--rules", "team", "--format", "json")
      #expect(run.status == 0)
      #expect(try ParsedReport(run.output).objects("not_checked").map { $0["rule"] as? String } == ["TEAM001"])
    }
  }

  @Test("a rule that asks for another stack is listed with what it asks, and told as not checked with the reason")
  func otherStack() async throws {
    let rule =
      roundingRule + """
        when: {orm: {sqlalchemy: ">=2.0"}, expire-on-commit: false}
        examples: [{bad: "total = ↓round(price, 2)"}]

        """
    let files = [
      "app/invoice.py": Self.invoice, "app/requirements.txt": "sqlalchemy==1.4.46\n", "team/rounded-money.yaml": rule,
    ]
    try await inWorkspace(files) { place in
      let listing = try await place.assay("rules", "--rules", "team")
      #expect(listing.output.contains("Money rounded as a float (for SQLAlchemy 2.0 or later; expire_on_commit false)"))
      let explained = try await place.assay("explain", "TEAM001", "--rules", "team")
      #expect(explained.output.contains("\nProjects    SQLAlchemy 2.0 or later; expire_on_commit false\n"))
      #expect(try await place.assay("rules", "test", "team").output == "1 example of 1 rule: all pass\n")

      let run = try await place.assay("app", "--rules", "team", "--format", "json")
      #expect(run.status == 0)
      let left = try ParsedReport(run.output).objects("not_checked")
      #expect(left.map { $0["rule"] as? String } == ["TEAM001"])
      let reason = "for SQLAlchemy 2.0 or later, but the project has SQLAlchemy 1.4.46 (requirements.txt:1)"
      #expect(left.first?["reason"] as? String == reason)
      let text = try await place.assay("app", "--rules", "team")
      #expect(text.output.contains("Not checked: TEAM001 (for SQLAlchemy 2.0 or later, but the project has"))

      try place.write("sqlalchemy==1.4.46\n", to: "app/e\u{1B}[31m`|<b>/requirements.txt")
      let hostile = try await place.assay("app", "--rules", "team", "--exclude", "/requirements.txt")
      #expect(hostile.output.contains("Not checked: TEAM001") && !hostile.output.contains("\u{1B}"))
      let page = try await place.assay(
        "app", "--rules", "team", "--exclude", "/requirements.txt", "--format", "markdown")
      let line = page.output.split(separator: "\n").first { $0.hasPrefix("- `TEAM001`: for SQLAlchemy 2.0 or later") }
      #expect(line?.contains("\\`\\|&lt;b&gt;/requirements.txt:1)") == true)
      try place.write("", to: "app/e\u{1B}[31m`|<b>/requirements.txt")

      try place.write("sqlalchemy==2.0.36\n", to: "app/requirements.txt")
      let other = try await place.assay("app", "--rules", "team", "--format", "json")
      #expect(try ParsedReport(other.output).places == ["invoice.py:2 TEAM001"])
      try place.write(rule.replacing("sqlalchemy", with: "sqlalchmy"), to: "team/rounded-money.yaml")
      let faulty = try await place.assay("app", "--rules", "team")
      #expect(faulty.status == 2)
      let fault = "team/rounded-money.yaml:8:14: unknown technology `sqlalchmy` (did you mean `sqlalchemy`?)"
      #expect(faulty.complaint.contains(fault))
    }
  }

  @Test("`rules test` holds the examples against their rule")
  func ruleTest() async throws {
    let examples = """
      examples:
        - bad: |
            total = ↓round(price, 2)
          good: |
            total = round(price)

      """
    try await inWorkspace([
      "right/rule.yaml": roundingRule + examples,
      "wrong/rule.yaml": roundingRule + examples.replacing("round(price)", with: "round(price, 2)"),
    ]) { place in
      let right = try await place.assay("rules", "test", "right")
      #expect(right.status == 0)
      #expect(right.output == "2 examples of 1 rule: all pass\n")
      let wrong = try await place.assay("rules", "test", "wrong")
      #expect(wrong.status == 1)
      #expect(wrong.output == "2 examples of 1 rule: 1 fail\n")
      #expect(wrong.complaint.contains("wrong/rule.yaml:11:11: TEAM001: good example: reported at 1:9"))
    }
  }

  @Test("the program carries its rules: copied alone to another folder it lists and runs them")
  func copiedAlone() async throws {
    try await inWorkspace(["app/service.py": sleepingOnTheLoop]) { place in
      let copy = place.url("bin/assay")
      try FileManager.default.createDirectory(at: place.url("bin"), withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: Workspace.program(), to: copy)
      let listing = try await place.assay("rules", program: copy)
      #expect(listing.status == 0)
      #expect(listing.output.contains("QE003") && listing.output.contains("TX002") && listing.output.contains("RT037"))
      #expect(try await place.assay("app", program: copy).output.contains("RT004"))
    }
  }
}
