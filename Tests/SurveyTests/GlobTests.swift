import Chance
import Testing

@testable import Survey

@Suite("Globs")
struct GlobTests {
  @Test(
    "a pattern matches as a line of a .gitignore does",
    arguments: [
      ("*.py", "a.py", true), ("*.py", "src/deep/a.py", true), ("*.py", "a.pyi", false), ("*.py", ".py", true),
      ("migrations", "app/migrations/0001.py", true), ("migrations", "app/migrations.py", false),
      ("src/*.py", "src/a.py", true), ("src/*.py", "src/b/a.py", false), ("src/*.py", "lib/src/a.py", false),
      ("/setup.py", "setup.py", true), ("/setup.py", "lib/setup.py", false),
      ("./setup.py", "lib/setup.py", true),
      ("**/tests/**", "tests/a.py", true), ("**/tests/**", "a/b/tests/c/d.py", true),
      ("**/tests/**", "tests.py", false), ("a/**/b.py", "a/b.py", true), ("a/**/b.py", "a/x/y/b.py", true),
      ("a/**/b.py", "ab.py", false), ("a/**", "a", false), ("a/**", "a/b", true), ("**/a.py", "a.py", true),
      ("**", "any/thing", true), ("src/**/**/x.py", "src/x.py", true),
      ("test_?.py", "test_1.py", true), ("test_?.py", "test_10.py", false), ("a?b", "a/b", false),
      ("*", "a/b/c", true), ("a*", "a/b/c", true), ("*b*", "aba", true), ("a*b*c", "aXbYc", true),
      ("a*b*c", "aXbY", false), ("src/a*b", "src/a/b", false),
    ])
  func matching(pattern: String, path: String, expected: Bool) throws {
    #expect(try Glob(pattern).matches(path) == expected)
  }

  @Test("a pattern that matches a folder matches all that lies in it")
  func folders() throws {
    #expect(try Glob("src/legacy").matches("src/legacy/old/job.py"))
    #expect(try !Glob("src/legacy").matches("src/legacy2/job.py"))
    #expect(try Glob("build/").matches("build/a.py"))
    #expect(try !Glob("build/").matches("a/build"), "a file is no folder")
    #expect(try Glob("build/").matches("a/build".utf8.span, isFolder: true))
  }

  @Test(
    "brackets hold sets, ranges, classes and negations",
    arguments: [
      ("[abc].py", "b.py", true), ("[a-c].py", "d.py", false), ("[!a-c].py", "d.py", true),
      ("[^a-c].py", "a.py", false), ("[]].py", "].py", true), ("[]-].py", "-.py", true), ("[a-].py", "-.py", true),
      ("[[:digit:]_].py", "7.py", true), ("[[:digit:]_].py", "_.py", true), ("[[:upper:]].py", "a.py", false),
      ("[\\]].py", "].py", true), ("src/[a-z/]x", "src//x", false), ("[!a]", "é", true), ("[z-a].py", "m.py", false),
    ])
  func brackets(pattern: String, path: String, expected: Bool) throws {
    #expect(try Glob(pattern).matches(path) == expected)
  }

  @Test(
    "braces stand for alternatives",
    arguments: [
      ("*.{js,ts}", "a.ts", true), ("*.{js,ts}", "a.py", false), ("{src,lib}/*.py", "lib/a.py", true),
      ("{src,lib}/*.py", "a.py", false), ("a{,b}.py", "a.py", true), ("{a,b{c,d}}.py", "bd.py", true),
      ("{a,b{c,d}}.py", "b.py", false), ("{src/**,*.py}", "x/a.py", true), ("[{]a.py", "{a.py", true),
      ("\\{a,b\\}.py", "{a,b}.py", true), ("{a\\,b,c}.py", "a,b.py", true),
    ])
  func braces(pattern: String, path: String, expected: Bool) throws {
    #expect(try Glob(pattern).matches(path) == expected)
  }

  @Test("a question mark stands for one character, not for one byte")
  func characters() throws {
    #expect(try Glob("caf?.py").matches("café.py"))
    #expect(try Glob("?.py").matches("🙂.py"))
    #expect(try !Glob("??.py").matches("é.py"))
    #expect(try Glob("*é*.py").matches("aéb.py"))
  }

  @Test("a pattern that cannot mean anything is an error that quotes it")
  func errors() {
    #expect(throws: GlobError.empty(pattern: "")) { try Glob("") }
    #expect(throws: GlobError.empty(pattern: "/")) { try Glob("/") }
    #expect(throws: GlobError.unclosedClass(pattern: "[ab")) { try Glob("[ab") }
    #expect(throws: GlobError.unclosedBrace(pattern: "{a,b")) { try Glob("{a,b") }
    #expect(throws: GlobError.trailingBackslash(pattern: "a\\")) { try Glob("a\\") }
    #expect(throws: GlobError.unknownClass(pattern: "[[:foo:]]", name: "foo")) { try Glob("[[:foo:]]") }
    #expect(throws: GlobError.nonASCIIClass(pattern: "[é]")) { try Glob("[é]") }
    #expect(GlobError.unclosedClass(pattern: "[ab").description.contains("`[ab`"))
  }

  @Test("braces cannot be used to make a pattern without bounds")
  func manyAlternatives() {
    let many = String(repeating: "{a,b}", count: 20)
    #expect(throws: GlobError.tooManyAlternatives(pattern: many, limit: 256)) { try Glob(many) }
    let deep = String(repeating: "{", count: 400) + String(repeating: "}", count: 400)
    #expect(throws: GlobError.tooManyAlternatives(pattern: deep, limit: 256)) { try Glob(deep) }
  }

  @Test("many stars and many folders are decided in a number of steps that does not blow up")
  func noBlowUp() throws {
    let stars = String(repeating: "a*", count: 60) + "b"
    #expect(try !Glob(stars).matches(String(repeating: "a", count: 4000)))
    let folders = String(repeating: "**/a/", count: 40) + "b"
    #expect(try !Glob(folders).matches(String(repeating: "a/", count: 400) + "c"))
  }

  @Test("matching agrees with trying every way, on thousands of small patterns")
  func agreesWithExhaustiveSearch() throws {
    var random = SeededGenerator(seed: 7)
    var matches = 0
    for _ in 0..<20_000 {
      let pattern = String(
        (0..<Int.random(in: 1...7, using: &random)).map { _ in "ab*?/*".randomElement(using: &random)! })
      let path = String((0..<Int.random(in: 1...7, using: &random)).map { _ in "ab/".randomElement(using: &random)! })
      let parts = path.split(separator: "/")
      let components = pattern.split(separator: "/")
      guard components.count > 1, !parts.isEmpty, !pattern.hasPrefix("/"), !pattern.hasSuffix("/") else { continue }
      var reader = PatternReader(
        Array(components.joined(separator: "/").utf8), dialect: .glob, written: pattern)
      let compiled = PathPattern(components: try reader.components(), isNameOnly: false)
      let text = Array(parts.joined(separator: "/").utf8)
      let found = compiled.matches(text.span, 0, text.count, nameStart: 0)
      #expect(found == every(components[...], parts[...]), "\(pattern) on \(path)")
      if found { matches += 1 }
    }
    #expect(matches > 200)
  }

  /// The meaning of a pattern, spelled out without regard to cost.
  private func every(_ pattern: ArraySlice<Substring>, _ parts: ArraySlice<Substring>) -> Bool {
    guard let first = pattern.first else { return parts.isEmpty }
    if first.count > 1, first.allSatisfy({ $0 == "*" }) {
      if pattern.count == 1 { return !parts.isEmpty }
      return every(pattern.dropFirst(), parts) || (!parts.isEmpty && every(pattern, parts.dropFirst()))
    }
    guard let part = parts.first else { return false }
    return everyPart(first, part) && every(pattern.dropFirst(), parts.dropFirst())
  }

  private func everyPart(_ pattern: Substring, _ text: Substring) -> Bool {
    guard let sign = pattern.first else { return text.isEmpty }
    if sign == "*" {
      return everyPart(pattern.dropFirst(), text) || (!text.isEmpty && everyPart(pattern, text.dropFirst()))
    }
    guard let character = text.first else { return false }
    return (sign == "?" || sign == character) && everyPart(pattern.dropFirst(), text.dropFirst())
  }
}
