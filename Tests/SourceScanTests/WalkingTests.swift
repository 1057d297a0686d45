import Testing
import Vocabulary

@testable import SourceScan

@Suite("Walking over tokens")
struct WalkingTests {
  private let file = scanned("f(a, g(b, c), [d, e])[0].h\n")

  @Test("a bracketed group is one step, forwards and backwards")
  func steps() throws {
    #expect(file.stream.after(0) == 1)
    #expect(file.stream.after(1) == (try file.token("[", 1)))
    #expect(file.stream.before(try file.token("[", 1)) == 1)
    #expect(file.stream.before(0) == nil)
  }

  @Test("separators count only outside of brackets, and empty parts are left out")
  func split() throws {
    let close = file.stream.tokens[1].payload
    #expect(file.stream.split(2..<close, at: .comma).map(file.written) == ["a", "g ( b , c )", "[ d , e ]"])
    let trailing = scanned("(a, , b,)")
    #expect(trailing.stream.split(1..<6, at: .comma).map(trailing.written) == ["a", "b"])
    #expect(trailing.stream.split(1..<1, at: .comma).isEmpty)
  }

  @Test("the first of a symbol is looked for outside of brackets")
  func firstOutside() throws {
    let file = scanned("f(x in y) in z")
    #expect(file.stream.firstOutside(of: 0..<8, .in) == 6)
    #expect(file.stream.firstOutside(of: 0..<8, .comma) == nil)
  }

  @Test("the innermost open bracket is that of the statement")
  func openBracket() throws {
    #expect(file.stream.openBracket(around: try file.token("c")) == (try file.token("(", 1)))
    #expect(file.stream.openBracket(around: try file.token("h")) == nil)
    let lines = scanned("f(a\ndef g(): b\n")
    #expect(lines.stream.openBracket(around: try lines.token("b")) == nil)
    let text = scanned("f'{a}'")
    #expect(text.stream.openBracket(around: try text.token("a")) == (try text.token("{")))
  }

  @Test("tokens are alike when they are written alike")
  func sameText() throws {
    let file = scanned("ab ab ac 'ab' 12 12")
    #expect(file.stream.sameText(0, 1, file.text.bytes))
    #expect(!file.stream.sameText(0, 2, file.text.bytes))
    #expect(!file.stream.sameText(0, 3, file.text.bytes))
    #expect(file.stream.sameText(4, 5, file.text.bytes))
    #expect(file.stream.isText(0, "ab", file.text.bytes))
    #expect(!file.stream.isText(0, "abc", file.text.bytes))
    #expect(!file.stream.isText(99, "ab", file.text.bytes))
  }
}

@Suite("Where expressions end")
struct ExpressionTests {
  private func expression(_ code: String, level: UInt8 = TokenStream.Level.any) -> String? {
    let file = scanned(code)
    let limit = UInt32(file.stream.tokens.count)
    return file.stream.expressionEnd(0, limit: limit, level: level).map { file.written(0..<$0) }
  }

  @Test(
    "the longest expression that begins here",
    arguments: [
      ("a + b, c", "a + b"), ("a if b else c, d", "a if b else c"), ("lambda x, y: x + y, d", "lambda x , y : x + y"),
      ("lambda: lambda: a, b", "lambda : lambda : a"), ("not a in b and c: d", "not a in b and c"),
      ("a.b(c)[d].e = f", "a . b ( c ) [ d ] . e"), ("await a.b() or c)", "await a . b ( ) or c"), ("-a ** ~b; c", "- a ** ~ b"),
      ("a is not b as c", "a is not b"), ("a not in b for c in d", "a not in b"), ("'a' f'b{c}' 'd', e", "'a' f' b { c } ' 'd'"),
      ("(yield a) + 1:", "( yield a ) + 1"), ("x := a, b", "x := a"), ("a if b", "a"), ("None is True)", "None is True"),
      ("... , a", "..."), ("{**a} | {b: c} ]", "{ ** a } | { b : c }"),
    ])
  func longest(code: String, end: String) {
    #expect(expression(code) == end)
  }

  @Test("nothing that begins like no expression is one", arguments: ["= a", ")", "for a in b", "* a", "lambda", "a +"])
  func none(code: String) {
    #expect(expression(code) == nil)
  }

  @Test("operators that bind more loosely end an expression of a level")
  func levels() {
    #expect(expression("a * b + c < d", level: 10) == "a * b")
    #expect(expression("a * b + c < d", level: 9) == "a * b + c")
    #expect(expression("a < b and c", level: TokenStream.Level.comparison) == "a < b")
    #expect(expression("a + b", level: TokenStream.Level.primary) == "a")
    #expect(expression("a if b else c", level: TokenStream.Level.or) == "a")
  }

  @Test("a chain begins at its first name, literal or bracket")
  func chains() throws {
    let file = scanned("x = -a.b(c)[d].e + (f).g + 'h'.i")
    #expect(file.stream.chainStart(try file.token("e")) == (try file.token("a")))
    #expect(file.stream.chainStart(try file.token("[")) == (try file.token("a")))
    #expect(file.stream.chainStart(try file.token("g")) == (try file.token("(", 1)))
    #expect(file.stream.chainStart(try file.token("i")) == (try file.token("'h'")))
    #expect(file.stream.chainStart(try file.token("c")) == (try file.token("c")))
  }

  @Test("a chain does not reach back over the start of its line")
  func chainLines() throws {
    let file = scanned("a\n(b).c\n")
    #expect(file.stream.chainStart(try file.token("c")) == (try file.token("(")))
  }

  @Test("the operand before an operator is as long as its level allows")
  func operands() throws {
    let file = scanned("x = a.b(c) * d % e")
    let percent = try file.token("%")
    #expect(file.stream.operandStart(before: percent, floor: 0, level: 10) == (try file.token("a")))
    #expect(file.stream.operandStart(before: percent, floor: 0, level: 11) == (try file.token("d")))
    #expect(file.stream.operandStart(before: try file.token("d"), floor: 0, level: 1) == nil)
  }

  @Test("ten thousand nested lambdas are read without recursion")
  func deep() {
    let file = scanned(String(repeating: "lambda: ", count: 10_000) + "a")
    let count = UInt32(file.stream.tokens.count)
    #expect(file.stream.expressionEnd(0, limit: count) == count)
  }
}

@Suite("Lines and columns")
struct LineIndexTests {
  private func index(_ text: String) -> LineIndex {
    LineIndex(SourceText(path: "a.py", language: .python, text: text))
  }

  @Test("lines and columns count from 1, columns in UTF-16 units")
  func positions() {
    let lines = index("ab\nä🧪c\n")
    for (offset, line, column) in [(0, 1, 1), (2, 1, 3), (3, 2, 1), (5, 2, 2), (9, 2, 4), (10, 2, 5), (11, 3, 1)] {
      let position = lines.position(at: offset)
      #expect(position.line == line)
      #expect(position.column == column)
    }
  }

  @Test("a byte order mark counts no column")
  func byteOrderMark() {
    #expect(index("\u{FEFF}ab").position(at: 4) == (1, 2))
  }

  @Test("a line's bytes are without its line end")
  func bytes() {
    let lines = index("ab\r\n\nc")
    #expect(lines.count == 3)
    #expect(lines.bytes(ofLine: 0) == 0..<2)
    #expect(lines.bytes(ofLine: 1) == 4..<4)
    #expect(lines.bytes(ofLine: 2) == 5..<6)
  }

  @Test("a last line without a line end counts", arguments: [("", 0), ("a", 1), ("a\n", 1), ("a\nb", 2), ("\n\n", 2)])
  func lineCount(text: String, count: Int) {
    #expect(SourceText(path: "a.py", language: .python, text: text).lineCount == count)
  }
}
