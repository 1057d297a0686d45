import Testing
import Vocabulary

@testable import RuleFiles

@Suite("Knowledge files")
struct KnowledgeTests {
  private let file = """
    knowledge: acme
    title: Acme DB
    technologies: [acme, acme-orm]
    practices:
      - id: KB-AC1
        text: Keep `sessions` short.
        page: Sessions
        url: "https://docs.example.org/s"
        from: "2.0"
        before: "3"
      - id: KB-AC2
        text: Close it.
        page: Closing
        url: "https://docs.example.org/c"
        holds-for: everybody

    """

  @Test("a file says which practices hold for which versions of which technologies")
  func reading() throws {
    let library = load(file)
    #expect(library.faults.isEmpty && library.rules.isEmpty)
    let practices = library.practices(of: "acme-orm", version: "2.4.1rc2")
    #expect(practices.map(\.id.value) == ["KB-AC1", "KB-AC2"])
    #expect(
      practices.map(\.source) == [
        Source(title: "Sessions", url: "https://docs.example.org/s", holdsFor: "Acme DB 2.0 up to 3"),
        Source(title: "Closing", url: "https://docs.example.org/c", holdsFor: "everybody"),
      ])
    for (version, count) in [("1.9", 1), ("2", 2), ("3.0.0", 1), ("2.99", 2), ("unknown", 2)] {
      #expect(library.practices(of: "acme", version: version).count == count, "\(version)")
    }
    #expect(library.practices(of: "acme", version: nil).count == 2)
    #expect(library.practices(of: "other", version: nil).isEmpty)
  }

  @Test("each fault is told with its place")
  func broken() {
    #expect(
      faults(
        """
        knowledge: acme
        technologies: [Acme]
        practices:
          - id: kb1
            txt: x
            page: P
            url: ftp://x
            from: "two"
          - {id: KB-1, text: x, page: P, url: "https://x.org", from: "3", before: "2"}
        """) == [
          "1:1: a knowledge file needs the key `title`",
          "2:16: `Acme` is no name of a technology (small letters and digits, with `-` between the words)",
          "4:5: a practice needs the key `text`",
          "4:9: `kb1` is no id of a practice (capital letters, digits and `-`, ending in a digit, such as KB-DB1)",
          "5:5: a practice has no key `txt` (did you mean `text`?)",
          "7:10: `ftp://x` is no web address (it starts with http:// or https:// and has no spaces)",
          "8:11: `two` is no version (numbers with dots between them, such as \"2.0\")",
          "9:75: no version is both from `3` and before `2` (`before` is the first version that it does not hold for)",
        ])
  }

  @Test("an id is given once, whatever the file")
  func duplicates() {
    let library = loadRuleLibrary([
      RuleFileBytes(path: "a.yaml", bytes: Array(file.utf8), isShipped: false),
      RuleFileBytes(
        path: "b.yaml", bytes: Array(file.replacing("knowledge: acme", with: "knowledge: other").utf8), isShipped: false
      ),
    ])
    #expect(library.faults.map(\.message).allSatisfy { $0.hasPrefix("the practice `KB-AC") })
    #expect(library.faults.count == 2)
  }

  @Test(
    "versions are compared as numbers",
    arguments: [
      ("2.0", "2.0.1", true), ("2.9", "2.10", true), ("2", "2.0", false), ("10", "9.6", false), ("v1.22", "1.23", true),
      ("16-alpine", "17", true), ("1.4.33", "1.4.4", false),
    ])
  func versions(_ left: String, _ right: String, _ isEarlier: Bool) throws {
    #expect(try (#require(Version(left)) < #require(Version(right))) == isEarlier)
    #expect(Version("latest") == nil && Version("") == nil && Version(".") == nil)
  }
}
