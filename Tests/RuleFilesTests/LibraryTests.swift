import RuleFiles
import Testing
import Vocabulary

@Suite struct LibraryTests {
  private let rule = head + "pattern: x\n"

  @Test("shipped rules come first, and the order of the files given does not matter")
  func order() {
    let files = [
      file("a/user.yaml", rule.replacing("TEAM001", with: "A1")),
      file("z/shipped.yaml", rule.replacing("TEAM001", with: "B1"), isShipped: true),
      file("b/user.yaml", rule.replacing("TEAM001", with: "C1")),
      file("b/shipped.yaml", rule.replacing("TEAM001", with: "D1"), isShipped: true),
    ]
    #expect(loadRuleLibrary(files).rules.map(\.card.id) == ["D1", "B1", "A1", "C1"])
    #expect(loadRuleLibrary(files.reversed()).rules.map(\.card.id) == ["D1", "B1", "A1", "C1"])
  }

  @Test("a rule id given twice is a fault that names both places, even where the first rule is faulty")
  func duplicateRule() {
    let library = loadRuleLibrary([
      file("rules/a.yaml", rule.replacing("pattern", with: "patern"), isShipped: true),
      file("team/b.yaml", "\n" + rule),
    ])
    #expect(
      library.faults.map(\.description).last
        == "team/b.yaml:2:5: the rule `TEAM001` is given twice, first in rules/a.yaml:1:5 (rename one of them)")
    #expect(library.rules.isEmpty)
  }

  @Test("a framework or context of a user with a new name is added; one with a name that is taken is a fault")
  func duplicateFramework() {
    let framework = "framework: acme\nlanguage: go\nscopes: {loop: x}\n---\ncontexts: {admin: {paths: a}}\n"
    let library = loadRuleLibrary([
      file("rules/a.yaml", framework, isShipped: true), file("team/a.yaml", framework),
      file("team/b.yaml", framework.replacing("acme", with: "other").replacing("admin", with: "own")),
    ])
    #expect(library.frameworks.map(\.name) == ["acme", "other"])
    #expect(library.contexts.map(\.name.value) == ["admin", "own"])
    #expect(
      library.faults.map(\.description) == [
        "team/a.yaml:1:12: the framework `acme` is given twice, first in rules/a.yaml:1:12 (rename one of them)",
        "team/a.yaml:5:12: the context `admin` is given twice, first in rules/a.yaml:5:12 (rename one of them)",
      ])
  }

  @Test("a context may be defined in a file that is read later; an unknown one is told with the nearest")
  func contexts() {
    let library = loadRuleLibrary([
      file("a.yaml", rule + "downgrade: {bootstrap: 1, bootstrp: 2}"),
      file("b.yaml", "contexts: {bootstrap: {module-level: true}}"),
    ])
    #expect(
      library.faults.map(\.description)
        == ["a.yaml:8:27: unknown context `bootstrp` (did you mean `bootstrap`?)"])
  }

  @Test("a context that is defined elsewhere is known when the caller says so")
  func knownContexts() {
    let files = [file("a.yaml", rule + "downgrade: {admin: off}")]
    let context = { (name: String) in loadRuleLibrary([file("b.yaml", "contexts: {\(name): {module-level: true}}")]) }
    #expect(loadRuleLibrary(files, beside: context("admin")).faults == [])
    #expect(loadRuleLibrary(files, beside: context("other")).faults.count == 1)
  }

  @Test("the faults of all files are told, by path, line and column")
  func faultsOfAllFiles() {
    let library = loadRuleLibrary([
      file("b.yaml", "x: ["), file("a.yaml", rule + "why: []\nwho: me"),
      file("c.yaml", rule.replacing("TEAM001", with: "TEAM002")),
    ])
    #expect(library.faults.map(\.origin.file) == ["a.yaml", "a.yaml", "b.yaml"])
    #expect(library.faults.map(\.origin.line) == [8, 9, 2])
    #expect(library.rules.map(\.origin.file) == ["a.yaml", "c.yaml"])
  }

  @Test("a fault behind several aliases is told once")
  func faultBehindAlias() {
    let text = head + "match: {any: [&a {pattern: x, inside: lop}, *a, *a]}"
    #expect(faults(text) == ["7:39: unknown scope `lop` (did you mean `loop`?)"])
  }

  @Test("no files make an empty library without faults")
  func nothing() {
    let library = loadRuleLibrary([])
    #expect(library.rules.isEmpty && library.faults.isEmpty)
  }
}
