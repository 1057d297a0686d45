import Foundation
import RuleFiles
import Testing
import Vocabulary

@testable import Auditing

@Suite("Which rules run")
struct SelectionTests {
  private let rules = [
    rule("TEAM001"), rule("TEAM002", pattern: "g(...)"), rule("OTHER001", pattern: "h(...)", pack: "query-efficiency"),
  ]

  private func found(_ change: (inout AuditPlan) -> Void) async throws -> Set<String> {
    try await Set(audit("f(1)\ng(1)\nh(1)\n", rules[0], rules[1], rules[2], change: change).findings.map(\.rule))
  }

  @Test(
    "rules are selected by id, beginning, name or pack, in any case",
    arguments: [
      (["TEAM001"], ["TEAM001"]), (["team"], ["TEAM001", "TEAM002"]), (["rule-team002"], ["TEAM002"]),
      (["query-efficiency"], ["OTHER001"]), (["TEAM001", "OTHER"], ["TEAM001", "OTHER001"]),
      ([], ["TEAM001", "TEAM002", "OTHER001"]),
    ] as [([String], Set<String>)])
  func select(words: [String], rules: Set<String>) async throws {
    #expect(try await found { $0.select = words } == rules)
  }

  @Test("what is ignored is taken from what is selected")
  func ignore() async throws {
    #expect(try await found { $0.ignore = ["TEAM"] } == ["OTHER001"])
    #expect(
      try await found {
        $0.select = ["TEAM"]
        $0.ignore = ["TEAM002"]
      } == ["TEAM001"])
  }

  @Test("a pack that is left out runs no rule and has no report")
  func packs() async throws {
    let report = try await audit("f(1)\nh(1)\n", rules[0], rules[2]) { $0.packs = [.queryEfficiency] }
    #expect(report.categories.map(\.category) == [.queryEfficiency])
    #expect(report.findings.map(\.rule) == ["OTHER001"])
  }

  @Test("a word that no rule answers to is an error that knows the nearest")
  func unknown() async throws {
    do {
      _ = try await audit("f(1)\n", rules[0]) { $0.select = ["TEAM01"] }
      Issue.record("nothing was thrown")
    } catch AuditError.unknownRule(let word, let nearest) {
      #expect(word == "TEAM01")
      #expect(nearest == "TEAM001")
    }
  }

  @Test("findings below the asked severity are not reported")
  func severity() async throws {
    #expect(try await found { $0.minimumSeverity = .critical } == [])
    #expect(try await found { $0.minimumSeverity = .high }.count == 3)
  }

  @Test("a rule's path globs limit where it looks")
  func paths() async throws {
    let project = try SmallProject(["a/b.py": "f(1)\n", "a/c/d.py": "f(1)\n", "e.py": "f(1)\n"])
    let report = try await project.audit(rule("TEAM001", "paths: {include: [\"a/**\"], exclude: [\"**/c/**\"]}"))
    #expect(report.findings.map(\.path) == ["a/b.py"])
  }
}

@Suite("An audit")
struct AuditTests {
  /// Enough files for several slices.
  private func manyFiles() -> [String: String] {
    var files: [String: String] = [:]
    for number in 0..<100 {
      files["app/part\(number % 7)/file\(number).py"] =
        "def a\(number)(b):\n    f(\(number))\n" + String(repeating: "    g(b)\n", count: number % 3)
    }
    files["app/binary.py"] = "f(1)\n\u{0}"
    files["app/hostile.py"] = "f(1)\nx = '" + String(repeating: "a", count: 40) + "!'\n"
    return files
  }

  private let runaway = """
    id: TEAM003
    title: Runs away
    language: python
    pack: query-efficiency
    severity: low
    effort: S
    regex: "^(a+)+$"
    in: string
    recommendation: Do it well.
    """

  @Test("slices taken up in any order give the same report")
  func shuffledSlices() async throws {
    let project = try SmallProject(manyFiles())
    let plan = project.plan([rule(), rule("TEAM002", pattern: "g(...)"), runaway])
    let inOrder = try await Auditing.audit(plan).told
    for seed in 1...5 as ClosedRange<UInt64> {
      var orders: [[Int]] = []
      let report = try await Auditing.audit(
        plan,
        order: { count in
          var generator = Dice(seed: seed)
          orders.append(Array(0..<count).shuffled(using: &generator))
          return orders[0]
        })
      #expect(orders[0].count > 3)
      #expect(orders[0] != orders[0].sorted())
      #expect(report.told == inOrder)
    }
  }

  @Test("the same files give the same report for any number of jobs")
  func jobs() async throws {
    let project = try SmallProject(manyFiles())
    var reports: Set<String> = []
    for jobs in [1, 2, 3, 8, 50] {
      let report = try await project.audit(rule(), rule("TEAM002", pattern: "g(...)"), runaway) { $0.jobs = jobs }
      #expect(report.files == 101)
      #expect(report.findings.count > 150)
      reports.insert(report.told)
    }
    #expect(reports.count == 1)
  }

  @Test("a rule that runs out of time is a problem with its rule and file, and takes nothing else down")
  func runawayRule() async throws {
    let project = try SmallProject(manyFiles())
    let report = try await project.audit(rule(), runaway)
    #expect(report.problems.map(\.path) == ["app/hostile.py"])
    #expect(report.problems.map(\.rule) == ["TEAM003"])
    #expect(report.problems.map(\.stage) == [.match])
    #expect(report.findings.contains { $0.path == "app/hostile.py" && $0.rule == "TEAM001" })
    #expect(report.findings.count == 101)
    #expect(report.skipped == [SkippedFiles(reason: "binary", count: 1)])
  }

  @Test("a file that is gone when its turn comes is a problem, and the others are audited")
  func gone() async throws {
    let project = try SmallProject(manyFiles())
    var plan = project.plan([rule()])
    plan.jobs = 1
    // Files are audited in the order of their paths, so after the first slice the last file is still to come.
    let victim = project.root + "/app/part6/file97.py"
    #expect(FileManager.default.fileExists(atPath: victim))
    let report = try await Auditing.audit(plan) { _ in try? FileManager.default.removeItem(atPath: victim) }
    #expect(report.problems.map(\.path) == ["app/part6/file97.py"])
    #expect(report.problems.map(\.stage) == [.survey])
    #expect(report.findings.count == 100)
    #expect(report.files == 100)
  }

  @Test("broken source does not keep the rest of it from being audited")
  func broken() async throws {
    let report = try await audit("x = (1,\ndef g(:\n    f(1)\nclass\nfor in:\n  f(2)\n'''\n", rule())
    #expect(report.places == [3, 6])
    #expect(report.problems.isEmpty)
  }

  @Test("progress counts up to all files")
  func progress() async throws {
    let project = try SmallProject(manyFiles())
    let seen = Counter()
    var plan = project.plan([rule()])
    plan.jobs = 1
    _ = try await Auditing.audit(plan) { seen.add($0) }
    #expect(seen.steps.map(\.filesDone) == [16, 32, 48, 64, 80, 96, 102])
    #expect(seen.steps.allSatisfy { $0.filesTotal == 102 })
  }

  @Test("a report has positions, snippet, message and the counts of what was read")
  func finding() async throws {
    let report = try await audit("x = 'ä🧪'; f(1,\n  2)\n", rule("TEAM001", "message: \"this is $CALL\""))
    let finding = try #require(report.findings.first)
    #expect(finding.start == Position(line: 1, column: 12))
    #expect(finding.end == Position(line: 2, column: 5))
    #expect(finding.snippet == Snippet(firstLine: 1, lines: ["x = 'ä🧪'; f(1,", "  2)"]))
    #expect(finding.issue == "this is f")
    #expect(report.files == 1)
    #expect(report.lines == 2)
    #expect(report.score == 9.7)
  }

  @Test("a rule for a language that is not audited is told as not checked")
  func notChecked() async throws {
    let go = rule("GO001").replacing("language: python", with: "language: go")
    let report = try await audit("f(1)\n", rule(), go)
    #expect(report.notChecked == [NotChecked(rule: "GO001", reason: "go is not audited yet")])
    #expect(report.problems.isEmpty)
  }

  @Test("rules with faults stop the audit before anything is read")
  func faults() async throws {
    for text in [rule().replacing("severity: high", with: "severity: huge"), rule(pattern: "f(")] {
      do {
        _ = try await audit("f(1)\n", text)
        Issue.record("nothing was thrown")
      } catch AuditError.ruleFaults(let faults) {
        #expect(faults.count == 1)
        #expect(faults[0].origin.file == "team/some-0.yaml")
      }
    }
  }

  @Test("nothing to audit is an error that says how much was left out")
  func nothing() async throws {
    let project = try SmallProject(["a.go": "package a\n", "b.txt": "x\n"])
    do {
      _ = try await project.audit(rule())
      Issue.record("nothing was thrown")
    } catch AuditError.nothingToAudit(_, let skipped) {
      #expect(skipped.map(\.count) == [1])
    }
  }

  @Test("a glob that is none and a path that is not there are errors")
  func badRequest() async throws {
    await #expect(throws: AuditError.self) { try await audit("f(1)\n", rule()) { $0.exclude = ["a[b"] } }
    await #expect(throws: AuditError.self) { try await audit("f(1)\n", rule()) { $0.paths = ["/nowhere/at/all"] } }
  }

  @Test("statistics are kept only when they are asked for")
  func statistics() async throws {
    #expect(try await audit("f(1)\n", rule()).statistics.rules.isEmpty)
    let statistics = try await audit("f(1)\n", rule()) { $0.collectsStatistics = true }.statistics
    #expect(statistics.rules.map(\.name) == ["TEAM001"])
    #expect(statistics.rules.map(\.matches) == [1])
    #expect(statistics.bytes == 5)
  }
}

@Suite("Frameworks that are recognised by a name")
struct GuessTests {
  private let framework = """
    framework: acme
    title: Acme
    language: python
    detect: {packages: [acme], imports: [acme]}
    roles:
      store: {as: $S, names: [store]}
    operations:
      query: ["$S.find(...)"]
    """
  private let query = rule().replacing("pattern: f(...)", with: "match: {operation: query}")

  @Test("a guess is advisory in a project that never imports the framework, and weak in one that does")
  func guesses() async throws {
    let alone = try await SmallProject(["a.py": "store.find(1)\n"]).audit(query, framework)
    #expect(alone.findings.isEmpty)
    #expect(alone.advisoryCount == 1)
    #expect(alone.score == 10)
    let used = try await SmallProject(["a.py": "store.find(1)\n", "b.py": "import acme\n"]).audit(query, framework)
    #expect(used.findings.map(\.confidence) == [.medium])
  }
}

/// The steps of an audit's progress.
private final class Counter: @unchecked Sendable {
  private let lock = NSLock()
  private var all: [AuditProgress] = []

  func add(_ step: AuditProgress) { lock.withLock { all.append(step) } }

  var steps: [AuditProgress] { lock.withLock { all } }
}

/// A seeded generator, so that a shuffle is the same in every run (SplitMix64).
private struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}
