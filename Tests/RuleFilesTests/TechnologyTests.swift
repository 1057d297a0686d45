import Testing
import Vocabulary

@testable import RuleFiles

@Suite("Files of technologies")
struct TechnologyTests {
  private func load(_ text: String) -> RuleLibrary {
    loadRuleLibrary([RuleFileBytes(path: "t.yaml", bytes: Array(text.utf8), isShipped: false)])
  }

  @Test("a technology says by what it is recognised")
  func technology() throws {
    let library = load(
      """
      technologies:
        acme-db: {title: Acme DB, kind: database, images: acme, auxiliary: true}
        acme-driver:
          title: Acme driver
          kind: [driver, orm]
          implies: acme-db
          mode: async
          packages: {python: [acme, acme-binary], go: example.com/acme}
          imports: acme
          async-imports: [acme.aio]
          async-extras: [asyncio]
          schemes: ["acme+aio"]
          settings: [acme.backend]
          words: [ACME]
          needs-import: true
      """)
    #expect(library.faults.isEmpty)
    #expect(library.technologies.map(\.name.value) == ["acme-db", "acme-driver"])
    #expect(library.technologies[0].isAuxiliary && library.technologies[0].images == ["acme"])
    let driver = library.technologies[1]
    #expect(driver.kinds == [.driver, .orm] && driver.mode == .async && driver.needsImport)
    #expect(driver.packages == [.python: ["acme", "acme-binary"], .go: ["example.com/acme"]])
    #expect(driver.implies.map(\.value) == ["acme-db"])
  }

  @Test(
    "a fault in a technology is told with its place",
    arguments: [
      (
        "technologies: {a: {title: A, kind: databse, words: [a]}}",
        "t.yaml:1:36: unknown kind `databse` (did you mean `database`?)"
      ),
      ("technologies: {a: {kind: orm, words: [a]}}", "t.yaml:1:19: a technology needs the key `title`"),
      ("technologies: {a: {title: A, kind: orm}}", "t.yaml:1:16: nothing says how the technology `a` is recognised"),
      ("technologies: {A B: {title: A, kind: orm, words: [a]}}", "t.yaml:1:16: `A B` is no name of a technology"),
      ("technologies: {a: {title: A, kind: orm, word: [a]}}", "t.yaml:1:41: a technology has no key `word`"),
      ("technologies: {a: {title: A, kind: orm, words: [a], implies: b}}", "t.yaml:1:62: unknown technology `b`"),
      ("technologies: {a: {title: A, kind: orm, packages: {rust: [a]}}}", "t.yaml:1:52: unknown language `rust`"),
    ])
  func faults(_ text: String, _ message: String) {
    let faults = load(text).faults.map(\.description)
    #expect(faults.contains { $0.hasPrefix(message) }, "\(faults)")
  }

  @Test("the same name twice is a fault, also across files")
  func twice() {
    let file = { (path: String) in
      RuleFileBytes(
        path: path, bytes: Array("technologies: {a: {title: A, kind: orm, words: [a]}}".utf8), isShipped: false)
    }
    let library = loadRuleLibrary([file("a.yaml"), file("b.yaml")])
    #expect(library.technologies.count == 1)
    #expect(library.faults.map(\.message) == ["the technology `a` is given twice, first in a.yaml:1:16"])
  }

  @Test("YAML that others wrote is read with its tags, merge keys and double keys")
  func foreignYAML() {
    let text = "a: !Ref x\nb: &b {c: 1}\nd: {<<: *b, e: 2}\nf: {<<: [*b], c: 3}\na: again\n[1]: odd\n"
    let (documents, fault) = readForeignYAML(Array(text.utf8), file: "x")
    #expect(fault == nil)
    #expect(documents[0]["a"]?.text == "x")
    #expect(documents[0]["d"]?["c"]?.text == "1" && documents[0]["d"]?["e"]?.text == "2")
    #expect(documents[0]["f"]?["c"]?.text == "3")
    #expect(readForeignYAML([], file: "x").documents.isEmpty)
    #expect(readForeignYAML(Array("a: [\n".utf8), file: "x").fault != nil)
  }
}
