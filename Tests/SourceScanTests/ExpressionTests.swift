import Testing
import Vocabulary

@testable import SourceScan

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
      ("a.b(c)[d].e = f", "a . b ( c ) [ d ] . e"), ("await a.b() or c)", "await a . b ( ) or c"),
      ("-a ** ~b; c", "- a ** ~ b"),
      ("a is not b as c", "a is not b"), ("a not in b for c in d", "a not in b"),
      ("'a' f'b{c}' 'd', e", "'a' f' b { c } ' 'd'"),
      ("(yield a) + 1:", "( yield a ) + 1"), ("x := a, b", "x := a"), ("a if b", "a"),
      ("None is True)", "None is True"),
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
