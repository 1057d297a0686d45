import RuleFiles
import Testing
import Vocabulary

@Suite struct RuleTests {
  static let whole = """
    id: QE003
    title: One UPDATE per loop turn
    language: [python, go]
    severity: high
    effort: M
    confidence: medium
    match:
      operation: [update, delete]
      inside: loop
      uses: $LOOP_VARIABLE
    downgrade: {migration: off, bootstrap: low, admin: 1}
    upgrade: {stream: critical, admin: 2}
    message: "`$CALL` in the loop on line $LOOP"
    why: |
      Each turn costs a round trip.
      And a plan.
    recommendation: Collect the keys.
    sources:
      - {title: Bulk updates, url: "https://example.org/bulk#x", holds-for: 2.0}
      - {title: More, url: http://example.org}
    stays-quiet:
      - Batches are fine.
    equivalents: [ASYNC210, some-linter/rule]
    paths: {include: "src/**", exclude: [a.py, b.py]}
    examples:
      - language: python
        framework: sqlalchemy
        path: app/jobs.py
        bad: |
          for job in jobs:
              ↓session.execute(↓update(job))
        good:
          - first()
          - second()
        missed: ["perhaps(↓x)"]
      - {language: go, good: x(), missed: []}
    when:
      orm: [{sqlalchemy: ">=2.0, <3"}]
      async: true
      pool-size: "<5"
      isolation-level: [serializable]
      triggers: {on: jobs, event: update, notifies: true}
      models: {of: Job, columns: ">15"}
      proven: true
    practices: [KB-SA1]
    only-newest-migrations: true
    ---
    technologies: {sqlalchemy: {title: SQLAlchemy, kind: orm, words: [sqlalchemy]}}
    ---
    knowledge: sqlalchemy
    title: SQLAlchemy
    technologies: [sqlalchemy]
    practices: [{id: KB-SA1, text: Do., page: Bulk updates, url: "https://example.org/bulk#x"}]
    ---
    contexts:
      migration: {paths: "m/**"}
      bootstrap: {functions: main}
      admin: {paths: admin/**}
      stream: {parameters: websocket}
    """

  @Test("a rule with every key is read as written")
  func wholeRule() throws {
    let library = load(RuleTests.whole, path: "rules/query-efficiency/n-update-delete-loop.yaml")
    #expect(library.faults == [])
    let rule = try #require(library.rules.first)
    let card = rule.card
    #expect(card.id == "QE003")
    #expect(card.name == "n-update-delete-loop")
    #expect(card.title == "One UPDATE per loop turn")
    #expect(card.category == .queryEfficiency)
    #expect(card.languages == [.python, .go])
    #expect(card.severity == .high && card.effort == .medium && card.confidence == .medium)
    #expect(card.why == "Each turn costs a round trip.\nAnd a plan.")
    #expect(card.recommendation == "Collect the keys.")
    #expect(
      card.sources == [
        Source(title: "Bulk updates", url: "https://example.org/bulk#x", holdsFor: "2.0"),
        Source(title: "More", url: "http://example.org"),
      ])
    #expect(card.staysQuiet == ["Batches are fine."])
    #expect(
      card.when == [
        "SQLAlchemy 2.0 up to 3", "asynchronous database code", "isolation_level SERIALIZABLE", "pool_size < 5",
        "a trigger for UPDATE on jobs that notifies", "a model Job with > 15 columns", "all of that proven",
      ])
    #expect(rule.practices.map(\.value) == ["KB-SA1"])
    #expect(rule.onlyNewestMigrations)
    #expect(card.file == "rules/query-efficiency/n-update-delete-loop.yaml")
    #expect(rule.equivalents == ["ASYNC210", "some-linter/rule"])
    #expect(rule.message?.value == "`$CALL` in the loop on line $LOOP")
    #expect(rule.message?.origin == Origin(file: card.file, line: 13, column: 10))
    #expect(rule.include.map(\.value) == ["src/**"])
    #expect(rule.exclude.map(\.value) == ["a.py", "b.py"])
    #expect(rule.origin == Origin(file: card.file, line: 1, column: 1))
    #expect(rule.adjustments.map(\.context.value) == ["migration", "bootstrap", "admin", "stream", "admin"])
    #expect(rule.adjustments.map(\.effect) == [.off, .atMost(.low), .steps(-1), .atLeast(.critical), .steps(2)])
  }

  @Test("examples keep their text, and the card shows the first of each without marks")
  func examples() throws {
    let rule = try #require(load(RuleTests.whole).rules.first)
    let example = try #require(rule.examples.first)
    #expect(example.language == .python)
    #expect(example.framework == "sqlalchemy" && example.path == "app/jobs.py")
    #expect(example.bad.map(\.value) == ["for job in jobs:\n    ↓session.execute(↓update(job))\n"])
    #expect(example.bad[0].origin.line == 29 && example.bad[0].origin.column == 10)
    #expect(example.good.map(\.value) == ["first()", "second()"])
    #expect(
      rule.card.examples == [
        ShownExample(
          language: .python, framework: "sqlalchemy", bad: "for job in jobs:\n    session.execute(update(job))\n",
          good: "first()", missed: ["perhaps(x)"]),
        ShownExample(language: .go, framework: nil, bad: nil, good: "x()", missed: []),
      ])
  }

  @Test("the least rule has a pattern or a regular expression beside its own keys")
  func shortForms() throws {
    let pattern = try #require(load(head + "pattern: time.sleep(...)").rules.first)
    #expect(pattern.match.patterns == ["time.sleep(...)"])
    #expect(pattern.card.confidence == .high)
    #expect(pattern.card.category == .runtimePerformance)
    #expect(pattern.message == nil)
    let regex = try #require(load(head + "regex: SELECT\\s\nin: sql").rules.first)
    let origin = Origin(file: "team/some-rule.yaml", line: 7, column: 8)
    #expect(regex.match.source == .regex(Located("SELECT\\s", at: origin), .sql))
    #expect(try #require(load(head + "regex: x").rules.first).match.source == .regex(Located("x", at: origin), .code))
  }

  @Test("an example of a rule with one language is in that language")
  func exampleLanguage() throws {
    let rule = try #require(load(head + "pattern: x\nexamples: [{good: y}]").rules.first)
    #expect(rule.examples[0].language == .python)
  }

  @Test(
    "the pack is the rule's own word, else the nearest folder's, else runtime performance",
    arguments: [
      ("rules/transaction-correctness/x.yaml", "", Category.transactionCorrectness),
      ("query-efficiency/transaction-correctness/deep/x.yaml", "", .transactionCorrectness),
      ("rules/query-efficiency/x.yaml", "pack: transaction-correctness\n", .transactionCorrectness),
      ("query-efficiency.yaml", "", .runtimePerformance),
      ("x.yaml", "", .runtimePerformance),
    ])
  func pack(path: String, line: String, expected: Category) throws {
    #expect(try #require(load(head + line + "pattern: x", path: path).rules.first).card.category == expected)
  }

  @Test(
    "the name is the rule's own, else the file's stem in kebab case",
    arguments: [
      ("a/Some_Rule v2.yaml", "", "some-rule-v2"), ("a/b.yml", "", "b"), ("a/b.yaml", "name: own-name\n", "own-name"),
      ("a/ß.yaml", "", "team001"),
    ])
  func name(path: String, line: String, expected: String) throws {
    #expect(try #require(load(head + line + "pattern: x", path: path).rules.first).card.name == expected)
  }

  @Test("several rules in one file are named after their titles unless they have names")
  func namesInOneFile() {
    let second = head.replacing("TEAM001", with: "TEAM002").replacing("Sleeping", with: "One UPDATE, then two!")
    let third = head.replacing("TEAM001", with: "TEAM003") + "name: third\n"
    let library = load([head, second, third].map { $0 + "pattern: x\n" }.joined(separator: "---\n"))
    #expect(library.faults == [])
    #expect(library.rules.map(\.card.id) == ["TEAM001", "TEAM002", "TEAM003"])
    #expect(library.rules.map(\.card.name) == ["sleeping", "one-update-then-two", "third"])
    #expect(library.rules.map(\.origin.line) == [1, 9, 17])
  }

  @Test("words and numbers stay the text they were written as")
  func wordsStayTexts() throws {
    let rule = try #require(
      load(head + "pattern: [no, 'off', 1.10, ~, null, true, 0x1F, \"!=\"]").rules.first)
    #expect(rule.match.patterns == ["no", "off", "1.10", "~", "null", "true", "0x1F", "!="])
  }
}
