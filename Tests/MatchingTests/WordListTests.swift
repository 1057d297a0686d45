import RuleFiles
import Testing
import Vocabulary

@testable import Matching

@Suite("Lists of words")
struct WordListTests {
  private static let asked = rule("pattern: load($TABLE)\nwhere: {$TABLE: {not-regex: '^(?:{{small}})$'}}")

  @Test("an expression stands for any word of a list that it names")
  func named() throws {
    let library = try compiled(Self.asked, "words: {small: [country, 'currenc(?:y|ies)']}")
    expect(library, finds: "load(country)\nload(currencies)\n↓load(orders)\n")
  }

  @Test("what several files give under one name is put together")
  func together() throws {
    let library = try compiled(Self.asked, "words: {small: [country]}", "words: {other: [city], small: [tariff]}")
    expect(library, finds: "load(country)\nload(tariff)\n↓load(city)\n")
  }

  @Test("in the strings of patterns, too")
  func inPatterns() throws {
    let library = try compiled(
      rule(pattern: #"run("=~/^select .* from (?:{{small}})\b/")"#), "words: {small: [country, tariff]}")
    expect(library, finds: #"↓run("select * from tariff")\#nrun("select * from orders")\#n"#)
  }

  @Test("braces that name no list are none", arguments: ["a{2}", "[{]{1,2}x"])
  func braces(_ expression: String) throws {
    #expect(try WordLists().expanded(expression) == expression)
  }

  @Test(
    "a fault is told at its place",
    arguments: [
      ("words: {smal: [country]}", ["some-0.yaml:10:31: there is no list of words `small` (known: smal)"]),
      ("words: {small: ['((']}", ["some-1.yaml:1:17: `((` is no regular expression: the parts do not fit together"]),
      ("words: {Small Ones: [a], small: [b]}", ["some-1.yaml:1:9: `Small Ones` is no name of a word list"]),
      ("words: {small: {a: b}}", ["some-1.yaml:1:16: `small` must be a text, but is a mapping"]),
    ])
  func faults(_ words: String, _ expected: [String]) {
    let library = loadRuleLibrary(
      [Self.asked, words].enumerated().map {
        RuleFileBytes(
          path: "some-\($0.offset).yaml", bytes: Array($0.element.utf8), isShipped: false)
      })
    let told = (library.faults + LibraryCompiler.compile(library, for: .python).faults).map(\.description).sorted()
    #expect(told.count == expected.count, "\(told)")
    for (fault, beginning) in zip(told, expected) { #expect(fault.hasPrefix(beginning)) }
  }
}
