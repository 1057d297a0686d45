import Testing

@testable import SourceScan

@Suite("Strings")
struct StringTokenTests {
  @Test(
    "prefixes are part of the string and say what it is",
    arguments: [
      ("'a'", TokenFlags()), ("r'\\'", .raw), ("rb'a'", [.raw, .binary]), ("BR\"a\"", [.raw, .binary]), ("u'a'", []),
      ("'''a'''", .tripleQuoted), ("r\"\"\"a\"\"\"", [.raw, .tripleQuoted]),
    ] as [(String, TokenFlags)])
  func prefixes(code: String, flags: TokenFlags) {
    // What ends a raw string is a question of its backslashes: they keep the quote, raw or not.
    let file = scanned(code == "r'\\'" ? "r'\\''" : code)
    #expect(file.kinds == [.string])
    #expect(file.stream.tokens[0].flags.subtracting(.startsLine) == flags)
  }

  @Test("a name that ends in a prefix's letters is no prefix")
  func noPrefix() {
    #expect(scanned("buf'a'").words == ["buf", "'a'"])
    #expect(scanned("x'a'").words == ["x", "'a'"])
  }

  @Test(
    "an escaped quote or line end does not end a string",
    arguments: ["'a\\'b'", "'a\\\\'", "'a\\\nb'", "'a\\\r\nb'", "'a\\\rb'", "'''a'' \\''''", "\"\"\"a\nb\"\"\""])
  func escapes(code: String) {
    #expect(scanned(code).words == [code])
  }

  @Test("a string that is never ended ends with its line; a triple-quoted one with the file")
  func unterminated() {
    #expect(scanned("x = 'abc\ny = 1").words == ["x", "=", "'abc", "y", "=", "1"])
    #expect(scanned("x = '''abc\ny = 1").words == ["x", "=", "'''abc\ny = 1"])
    #expect(scanned("x = f'a{b\n+ c").stream.tokens.last?.kind == .stringEnd)
  }

  @Test("an interpolated string is its texts and its fields")
  func interpolation() {
    let file = scanned("f'a{b}{{c}}{d!r}'")
    #expect(file.words == ["f'", "a", "{", "b", "}", "{{c}}", "{", "d", "!", "r", "}", "'"])
    #expect(
      file.kinds == [
        .stringStart, .stringText, .open, .name, .close, .stringText, .open, .name, .punctuation, .name, .close,
        .stringEnd,
      ])
    #expect(file.stream.tokens[2].flags.contains(.interpolation))
    #expect(file.stream.tokens[0].payload == 11)
    #expect(file.stream.tokens[11].payload == 0)
  }

  @Test("a field may hold a format specification with fields in it")
  func specifications() {
    #expect(
      scanned("f'{a:>{b:{c}}.2f}!'").words
        == ["f'", "{", "a", ":", ">", "{", "b", ":", "{", "c", "}", "}", ".2f", "}", "!", "'"])
    #expect(scanned("f'{a:%Y-%m}'").words == ["f'", "{", "a", ":", "%Y-%m", "}", "'"])
    #expect(scanned("f'{a:=5}'").words == ["f'", "{", "a", ":", "=5", "}", "'"])
  }

  @Test("a colon in brackets or in a lambda in brackets is no format specification")
  func colons() {
    #expect(scanned("f'{a[1:2]}'").words == ["f'", "{", "a", "[", "1", ":", "2", "]", "}", "'"])
    #expect(
      scanned("f'{(lambda x: x)}'").words == ["f'", "{", "(", "lambda", "x", ":", "x", ")", "}", "'"])
  }

  @Test("strings of the same quotes may be nested in a field")
  func nested() {
    let file = scanned("f\"{d[\"a\"]}{f\"{1}\"}\" + x")
    #expect(
      file.words == [
        "f\"", "{", "d", "[", "\"a\"", "]", "}", "{", "f\"", "{", "1", "}", "\"", "}", "\"", "+", "x",
      ])
  }

  @Test("a backslash does not keep a brace from opening a field, raw or not")
  func backslashBrace() {
    #expect(scanned("rf'\\{a}'").words == ["rf'", "\\", "{", "a", "}", "'"])
    #expect(scanned("f'\\{a}'").words == ["f'", "\\", "{", "a", "}", "'"])
    #expect(scanned("rf'(\\{{[{a}])(\\}}?)' + b").words.suffix(2) == ["+", "b"])
  }

  @Test("a named character is no field")
  func namedCharacter() {
    #expect(scanned("f'\\N{BULLET} {a}'").words == ["f'", "\\N{BULLET} ", "{", "a", "}", "'"])
    #expect(scanned("f'{a:\\N{BULLET}}'").words == ["f'", "{", "a", ":", "\\N{BULLET}", "}", "'"])
  }

  @Test("a field of a triple-quoted string may span lines, and the statement goes on behind it")
  func lines() {
    let file = scanned("x = f'''{\n  a\n}\n''' + b\ny\n")
    #expect(file.stream.lines.count == 2)
    #expect(file.words.suffix(3) == ["+", "b", "y"])
  }

  @Test(
    "a string that begins with an SQL statement's word is marked",
    arguments: [
      ("'SELECT 1'", true), ("f'''\n  update {t} set x'''", true), ("'(select 1)'", true), ("'with a as (b)'", true),
      ("'selected'", false), ("'withdrawn'", false), ("'x SELECT'", false), ("''", false), ("'DELETE_ME'", false),
    ])
  func sql(code: String, isSQL: Bool) {
    #expect(scanned(code + " + 0000000000").stream.tokens[0].flags.contains(.looksLikeSQL) == isSQL)
  }
}
