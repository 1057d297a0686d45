import RuleFiles
import Testing
import Vocabulary

@Suite struct YAMLTests {
  private let rule = head + "pattern: x\n"

  @Test("a duplicate key is an error that names both places")
  func duplicateKey() {
    #expect(
      faults(rule + "severity: low") == [
        "8:1: `severity` is given twice, first in line 4, column 1 (remove one of them)"
      ])
    let many = (1...40).map { "  - k\($0)" }.joined(separator: "\n").replacing("- ", with: "").replacing(
      "\n", with: ": 1\n")
    let told = faults(rule + "downgrade:\n" + many + ": 1\n  k3: 2\n  k33: 3\n")
    #expect(told.contains("49:3: `k3` is given twice, first in line 11, column 3 (remove one of them)"))
    #expect(told.contains("50:3: `k33` is given twice, first in line 41, column 3 (remove one of them)"))
  }

  @Test("aliases stand for what their anchors hold")
  func aliases() throws {
    let spec = try match(
      """
      any:
        - {pattern: x, where: &w {$X: {role: &r session}}}
        - {pattern: y, where: *w}
        - {pattern: z, where: {$X: {role: [*r, pool]}}}
      """)
    guard case .any(let alternatives)? = spec.source else {
      Issue.record("not read as `any`")
      return
    }
    #expect(alternatives[0].captures == alternatives[1].captures)
    #expect(alternatives[2].captures[0].role.map(\.value) == ["session", "pool"])
  }

  @Test("an anchor holds for its own document only")
  func anchorsEnd() {
    #expect(
      faults(rule + "why: &a b\n---\nid: *a")
        == ["10:5: the alias `*a` has no anchor before it (quote a text that begins with `*`)"])
  }

  @Test("an alias inside of its own anchor is an error")
  func selfReference() {
    #expect(faults("a: &a [b, *a]") == ["1:11: the alias `*a` stands inside of what it stands for"])
  }

  @Test("aliases that stand for a billion values are an error")
  func billionLaughs() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let list = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(list)]\n"
    }
    let told = faults(text)
    #expect(told == ["5:15: the aliases of this file stand for more than 20000 values (say it more plainly)"])
  }

  @Test("aliases in many documents count together")
  func manyBombs() {
    let list = Array(repeating: "*a", count: 50).joined(separator: ", ")
    let document = "a: &a [x, x, x, x, x, x, x, x, x]\nb: [\(list)]\n---\n"
    #expect(faults(String(repeating: document, count: 100)).contains { $0.contains("more than 20000 values") })
  }

  @Test("nesting deeper than 64 levels is an error, written or through aliases")
  func depth() {
    func nested(_ levels: Int) -> String {
      "x: " + String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
    }
    #expect(!faults(nested(63)).contains { $0.contains("nested") })
    #expect(faults(nested(64)) == ["1:67: nested more than 64 levels deep (say it more plainly)"])
    #expect(
      faults("x: " + String(repeating: "[", count: 100_000)) == [
        "1:67: nested more than 64 levels deep (say it more plainly)"
      ])
    #expect(
      faults(String(repeating: "- ", count: 5000) + "x") == [
        "1:129: nested more than 64 levels deep (say it more plainly)"
      ])
    let half = "a: &a " + String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
    #expect(
      faults(half + "\nb: " + String(repeating: "[", count: 30) + "*a" + String(repeating: "]", count: 30))
        == ["2:34: nested more than 64 levels deep (say it more plainly)"])
  }

  @Test("merge keys, tags and keys that are no texts are errors, and the rest of the file is still read")
  func unsupported() {
    let told = faults(rule + "why: !!str b\nbogus: {<<: {a: b}}\n[a, b]: c\n? {a: b}\n: d")
    #expect(
      told.contains("8:6: the tag `tag:yaml.org,2002:str` has no meaning here (quote a text that begins with `!`)"))
    #expect(told.contains("9:9: the merge key `<<` is not supported (write the keys out)"))
    #expect(told.contains("10:1: a key must be a text, but this is a list (quote a text that begins with `[` or `{`)"))
    #expect(
      told.contains("11:3: a key must be a text, but this is a mapping (quote a text that begins with `[` or `{`)"))
    #expect(told.contains { $0.hasPrefix("9:1: a rule has no key `bogus`") })
  }

  @Test("a file over one mebibyte is an error")
  func tooLarge() {
    let comment = [UInt8](repeating: UInt8(ascii: "#"), count: 1 << 20)
    #expect(faults(bytes: comment) == ["1:1: the file holds no rule (a rule starts with `id: …`)"])
    #expect(
      faults(bytes: comment + [10])
        == [
          "1:1: the file has more than 1048576 bytes (split it; every file of the folder is read)"
        ])
  }

  @Test(
    "a file without a document holds no rule",
    arguments: ["", "\n\n", "# only a comment\n", "---\n", "---\n---\n", "\u{FEFF}"])
  func noDocument(text: String) {
    #expect(faults(text) == ["1:1: the file holds no rule (a rule starts with `id: …`)"])
  }

  @Test("empty documents beside a rule are passed over")
  func emptyDocuments() {
    let library = load("---\n" + rule + "---\n---\n# the end\n")
    #expect(library.faults == [] && library.rules.count == 1)
    #expect(library.rules[0].card.name == "some-rule")
  }

  @Test(
    "a document that is no mapping is an error",
    arguments: [
      ("- a\n- b", "1:1: a rule is a mapping, but this is a list (a rule starts with `id: …`)"),
      ("just text", "1:1: a rule is a mapping, but this is a text (a rule starts with `id: …`)"),
      ("{}", "1:1: the file holds no rule (a rule starts with `id: …`)"),
      ("[]", "1:1: a rule is a mapping, but this is a list (a rule starts with `id: …`)"),
    ])
  func notMapping(text: String, expected: String) {
    #expect(faults(text) == [expected])
  }

  @Test("bytes that are not UTF-8 are an error at their place")
  func invalidUTF8() {
    #expect(
      faults(bytes: Array("id: é".utf8) + [0xFF, 0x0A]) == ["1:6: the byte 0xFF is not UTF-8 (save the file as UTF-8)"])
    let second = Array("# é\r\nid: \u{1F600}x".utf8) + [0xC3, 0x28]
    #expect(faults(bytes: second) == ["2:7: the byte 0xC3 is not UTF-8 (save the file as UTF-8)"])
    #expect(
      faults(bytes: Array("id: x".utf8) + [0xE2, 0x86]) == ["1:6: the byte 0xE2 is not UTF-8 (save the file as UTF-8)"])
    #expect(faults(bytes: [0xFF, 0xFE, 0x69, 0x00]) == ["1:1: the file is written in UTF-16 (save the file as UTF-8)"])
    #expect(faults(bytes: [0xFE, 0xFF, 0x00, 0x69]) == ["1:1: the file is written in UTF-16 (save the file as UTF-8)"])
  }

  @Test("NUL and other control characters are errors at their place")
  func controlCharacters() {
    #expect(
      faults("id: x\ntitle: a\0b\n")
        == ["2:9: YAML does not allow the character U+0000 (write it as an escape inside double quotes)"])
    #expect(
      faults("\u{FEFF}id: \u{7}")
        == ["1:5: YAML does not allow the character U+0007 (write it as an escape inside double quotes)"])
    #expect(faults(String(repeating: "# long\n", count: 20_000) + "\u{1}").first?.hasPrefix("20001:1: ") == true)
  }

  @Test(
    "a mistake in the syntax is told at its place with what helps against it",
    arguments: [
      (
        "a: [b",
        "2:1: not valid YAML: did not find expected ',' or ']' while parsing a flow sequence that begins on line 1 (quote texts that contain brackets, braces or commas)"
      ),
      (
        "a: @b",
        "1:4: not valid YAML: found character that cannot start any token while scanning for the next token that begins on line 1 (quote the text; indent with spaces, not tabs)"
      ),
      (
        "a: b: c",
        "1:5: not valid YAML: mapping values are not allowed in this context (quote a text that contains `: `)"
      ),
      (
        "a: >=8",
        "1:5: not valid YAML: did not find expected comment or line break while scanning a block scalar that begins on line 1 (quote a text that begins with `>` or `|`)"
      ),
      (
        "a: *",
        "1:5: not valid YAML: did not find expected alphabetic or numeric character while scanning an alias that begins on line 1 (quote a text that begins with `&` or `*`)"
      ),
      ("a: *_store", "1:4: the alias `*_store` has no anchor before it (quote a text that begins with `*`)"),
      (
        "a: b\n c: d\n  e",
        "2:3: not valid YAML: mapping values are not allowed in this context (quote a text that contains `: `)"
      ),
      (
        "a:\n  - b\n c: d",
        "3:2: not valid YAML: did not find expected key while parsing a block mapping that begins on line 1 (check indentation, quotes and brackets here and above)"
      ),
      (
        "%a\nb: c",
        "1:3: not valid YAML: found unknown directive name while scanning a directive that begins on line 1 (quote a text that begins with `%`)"
      ),
      (
        "a: \"b",
        "1:6: not valid YAML: found unexpected end of stream while scanning a quoted scalar that begins on line 1 (check indentation, quotes and brackets here and above)"
      ),
    ])
  func syntax(text: String, expected: String) {
    #expect(faults(text).first?.hasPrefix(expected) == true, "\(faults(text))")
  }

  @Test("the documents before a mistake in the syntax are read, and their faults told")
  func beforeMistake() {
    let library = load(rule + "who: me\n---\na: [")
    #expect(library.rules.count == 1)
    #expect(library.faults.map(\.origin.line) == [8, 11])
  }

  @Test("line ends of Windows and a byte order mark change neither texts nor places")
  func windows() throws {
    let text = "\u{FEFF}" + (rule + "why: |\n  one\n  two\nwho: me\n").replacing("\n", with: "\r\n")
    let library = load(text)
    #expect(told(library.faults).map { $0.prefix(24) } == ["11:1: a rule has no key "])
    #expect(try #require(library.rules.first).card.why == "one\ntwo")
    #expect(faults("\u{FEFF}Id: x").contains { $0.hasPrefix("1:1: a rule has no key `Id`") })
  }

  @Test("long and unprintable words are shortened in messages")
  func longWords() {
    let key = String(repeating: "k", count: 1000)
    #expect(faults(rule + key + ": 1").first?.contains("`" + String(repeating: "k", count: 60) + "…`") == true)
    #expect(faults(rule + "\"a\\nb\\e\": 1").first?.contains("`a\\nb\\u{1B}`") == true)
  }
}
