import Testing
import Vocabulary

@testable import RuleFiles

@Suite("What rules ask about a capture")
struct FactQuestionTests {
  private func library(_ condition: String) -> RuleLibrary {
    loadRuleLibrary([file("team/a.yaml", head + "match: {pattern: \"f($X, $Y)\", where: {$X: {\(condition)}}}\n")])
  }

  private func condition(_ text: String) throws -> CaptureCondition {
    let library = library(text)
    #expect(library.faults.isEmpty, "\(library.faults)")
    return try #require(library.rules.first?.match.captures.first)
  }

  @Test("models, tables and relations")
  func questions() throws {
    #expect(
      try condition(
        "model: {of: [Job, Run], columns: \">15\", relations: 0, reads: columns, leaves-large: true, saves-itself: false}"
      ).model
        == ModelQuestion(
          names: ["Job", "Run"], columns: Comparison(.more, 15), relations: Comparison(.equal, 0), reads: .columns,
          leavesLarge: true, savesItself: false))
    #expect(
      try condition("table: {on: jobs, event: [insert, update], notifies: true, heard: false}").table
        == TableQuestion(tables: ["jobs"], events: [.insert, .update], notifies: true, heard: false))
    let relation = try #require(try condition("relation: {of: $Y, read: manager, loaded: nowhere}").relation)
    #expect(relation.of.value == "$Y")
    #expect(relation.read == .manager)
    #expect(relation.loaded == .nowhere)
    let column = try #require(try condition("column: {of: $Y, indexed: plainly}").column)
    #expect(column.of.value == "$Y")
    #expect(column.indexed == .plainly)
  }

  @Test(
    "what cannot be asked is told",
    arguments: [
      ("model: {colums: 3}", "`model` has no key `colums` (did you mean `columns`?)"),
      ("model: {reads: rows}", "unknown kind of attribute `rows` (known: columns)"),
      ("table: {event: updated}", "unknown event `updated` (did you mean `update`?)"),
      ("table: {heard: 1}", "`heard` must be true or false, but is `1` (without quotes)"),
      ("relation: {loaded: lazily}", "`relation` needs the key `of`"),
      ("relation: {of: Job}", "`Job` is no capture (`$` and a name of capital letters, digits and `_`, such as $X)"),
      ("column: {of: $Y, indexed: twice}", "unknown way to index a column `twice` (known: plainly)"),
      ("relation: {of: $Y, loaded: eagerly}", "unknown way to load a relation `eagerly` (known: lazily, nowhere)"),
    ])
  func faults(_ text: String, _ told: String) {
    let faults = library(text).faults.map(\.description)
    #expect(faults.count == 1 && faults[0].hasSuffix(told), "\(faults)")
  }
}
