import Testing
import Vocabulary

@testable import RuleFiles

@Suite("Files of models and of events")
struct ModelFileTests {
  private func load(_ text: String) -> RuleLibrary {
    loadRuleLibrary([RuleFileBytes(path: "a.yaml", bytes: Array(text.utf8), isShipped: true)])
  }

  @Test("a library's models are read as they are written")
  func models() throws {
    let library = load(
      """
      models:
        acme:
          language: python
          words: [acme]
          bases: ["*.Record"]
          options: Meta
          table: [db_table, table]
          implied-table: snake-case
          every-annotation: true
          columns: Column
      """)
    #expect(library.faults.isEmpty)
    let model = try #require(library.models.first)
    #expect(model.name.value == "acme")
    #expect(model.bases == ["*.Record"])
    #expect(model.table == ["db_table", "table"])
    #expect(model.impliedTable == .snakeCase)
    #expect(model.everyAnnotation)
    #expect(model.columns == ["Column"])
  }

  @Test("events name a call, its end, a technology and languages")
  func events() throws {
    let library = load(
      "events:\n  - {call: publish, end: publisher, technology: redis, language: [python, go], words: redis, keyword: channel}\n"
    )
    #expect(library.faults.isEmpty)
    let event = try #require(library.events.first)
    #expect(event.call == "publish")
    #expect(event.end == .publisher)
    #expect(event.languages == [.python, .go])
    #expect(event.keyword == "channel")
  }

  @Test(
    "faults are told with their place",
    arguments: [
      ("models:\n  acme:\n    language: python\n    words: [a]\n    bases: [A]\n    colums: [B]\n", "a.yaml:6:5"),
      ("models:\n  acme:\n    language: cobol\n    words: [a]\n    bases: [A]\n    columns: [B]\n", "a.yaml:3:15"),
      (
        "models:\n  acme:\n    language: python\n    words: [a]\n    bases: [A]\n    columns: [B]\n    implied-table: plural\n",
        "a.yaml:7:20"
      ),
      ("events:\n  - {call: a, end: middle, technology: redis, language: go, words: [a]}\n", "a.yaml:2:20"),
      ("events:\n  - {call: a, end: publisher, technology: redis, words: [a]}\n", "a.yaml:2:5"),
      ("events: {a: b}\n", "a.yaml:1:9"), ("models: [a]\n", "a.yaml:1:9"),
    ])
  func faults(_ text: String, _ place: String) {
    let places = load(text).faults.map { "\($0.origin.file):\($0.origin.line):\($0.origin.column)" }
    #expect(places.contains(place), "\(places)")
  }

  @Test("a library whose models are given twice is a fault")
  func twice() {
    let one = "models:\n  acme:\n    language: python\n    words: [a]\n    bases: [A]\n    columns: [B]\n"
    #expect(load(one + "---\n" + one).faults.count == 1)
  }
}
