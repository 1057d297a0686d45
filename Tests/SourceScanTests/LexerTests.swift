import Testing
import Vocabulary

@testable import SourceScan

@Suite("Tokens of Python")
struct LexerTests {
  @Test(
    "operators are as long as they can be",
    arguments: [
      ("a**=b**c*d", ["a", "**=", "b", "**", "c", "*", "d"]),
      ("a//=b//c/d", ["a", "//=", "b", "//", "c", "/", "d"]),
      ("a>>=b<<c>=d<e", ["a", ">>=", "b", "<<", "c", ">=", "d", "<", "e"]),
      ("a!=b==c", ["a", "!=", "b", "==", "c"]),
      ("(a:=b)->c", ["(", "a", ":=", "b", ")", "->", "c"]),
      ("x[...,1:2]", ["x", "[", "...", ",", "1", ":", "2", "]"]),
      ("a@=b@c", ["a", "@=", "b", "@", "c"]),
      ("a|=b^c&~d", ["a", "|=", "b", "^", "c", "&", "~", "d"]),
    ])
  func operators(code: String, words: [String]) {
    #expect(scanned(code).words == words)
  }

  @Test(
    "a number ends where Python ends it",
    arguments: [
      ("0xFF_ff+0b1010+0o17", ["0xFF_ff", "+", "0b1010", "+", "0o17"]),
      ("1_000.5e-3j", ["1_000.5e-3j"]), (".5+5.", [".5", "+", "5."]), ("1..real", ["1.", ".", "real"]),
      ("1e5.real", ["1e5", ".", "real"]), (".5.real", [".5", ".", "real"]),
      ("1if x else 2", ["1", "if", "x", "else", "2"]),
      ("1else", ["1", "else"]), ("x[1:.5]", ["x", "[", "1", ":", ".5", "]"]), ("1E+10", ["1E+10"]),
    ])
  func numbers(code: String, words: [String]) {
    #expect(scanned(code).words == words)
  }

  @Test("names may hold any letter, and keywords are not names")
  func names() {
    let file = scanned("größe = 变量 if naïve else match")
    #expect(file.words == ["größe", "=", "变量", "if", "naïve", "else", "match"])
    #expect(file.kinds == [.name, .punctuation, .name, .keyword, .name, .keyword, .name])
  }

  @Test("a name's payload is its hash: the same for the same name, another for another")
  func hashes() {
    let tokens = scanned("total = total + totals").stream.tokens
    #expect(tokens[0].payload == tokens[2].payload)
    #expect(tokens[0].payload != tokens[4].payload)
  }

  @Test("comments are no tokens, and a `#` in a string is no comment")
  func comments() {
    let file = scanned("x = '#no'  # yes\n# alone\nf\"{y  # in a field\n}\"")
    #expect(file.words.prefix(3) == ["x", "=", "'#no'"])
    let comments = file.stream.comments.map { file.text.string(Int($0.start)..<Int($0.end)) }
    #expect(comments == ["# yes", "# alone", "# in a field"])
  }

  @Test("a byte order mark is no token and counts no column")
  func byteOrderMark() {
    let file = scanned("\u{FEFF}x = 1\n")
    #expect(file.words == ["x", "=", "1"])
    #expect(file.stream.lines[0].indent == 0)
    #expect(file.stream.tokens[0].start == 3)
  }

  @Test("brackets know their mates")
  func mates() throws {
    let file = scanned("f(a[{1: (2)}])")
    let tokens = file.stream.tokens
    for (open, close) in [(1, 12), (3, 11), (4, 10), (7, 9)] {
      #expect(tokens[open].payload == UInt32(close))
      #expect(tokens[close].payload == UInt32(open))
    }
  }

  @Test("a closing bracket of another shape closes the bracket that fits, and what was left open in it has no mate")
  func crossedBrackets() {
    let tokens = scanned("(a[b)").stream.tokens
    #expect(tokens[0].payload == 4)
    #expect(tokens[2].payload == Token.noMate)
    let stray = scanned("a] + (b)").stream.tokens
    #expect(stray[1].payload == Token.noMate)
    #expect(stray[3].payload == 5)
  }

  @Test("a logical line goes on inside brackets, behind a backslash and inside triple quotes")
  func logicalLines() {
    let file = scanned("f(\n  a,\n)\nx = 1 + \\\n  2\ny = '''\na\n'''\nz\n")
    #expect(file.statements == ["f ( a , )", "x = 1 + 2", "y = '''\na\n'''", "z"])
    #expect(file.stream.lines.map(\.indent) == [0, 0, 0, 0])
  }

  @Test(
    "a statement keyword at the start of a line ends what was left open",
    arguments: ["def g(): pass", "return 1", "class A: pass"])
  func recovery(statement: String) {
    let file = scanned("x = (1,\n  f'{a\n\(statement)\n")
    #expect(file.outline.statements.count > 1)
    #expect(file.stream.lines.count == 2)
    #expect(file.stream.tokens.contains { $0.kind == .open && $0.payload == Token.noMate })
  }

  @Test("tabs go to the next multiple of eight, and a form feed begins the line anew")
  func indentation() {
    let file = scanned("if a:\n\tb\n  \tc\n        d\n\u{0C}e\n")
    #expect(file.stream.lines.map(\.indent) == [0, 8, 8, 8, 0])
  }

  @Test("line ends of all kinds end a line", arguments: ["\n", "\r\n", "\r"])
  func lineEnds(end: String) {
    let file = scanned("if a:\(end)  b = \\\(end) 1\(end)c\(end)")
    #expect(file.statements == ["if a :", "b = 1", "c"])
  }

  @Test("a lambda's colon and default are not the line's")
  func lambdaColon() {
    let line = scanned("lambda a=1: a").stream.lines[0]
    #expect(line.colon == LogicalLine.absent)
    #expect(line.assign == LogicalLine.absent)
    let header = scanned("x: int = lambda y: y").stream.lines[0]
    #expect(header.colon == 1)
    #expect(header.assign == 3)
  }

  @Test("the occurrences of anchors are listed, and those of other words are not")
  func occurrences() throws {
    var table = SymbolTable()
    for word in ["sleep", "never"] { _ = table.intern(word) }
    let (sleep, never) = (table.symbol(of: "sleep"), table.symbol(of: "never"))
    table.anchor(sleep)
    table.anchor(never)
    let file = try #require(
      scan(SourceText(path: "a.py", language: .python, text: "sleep(nap, 'sleep')\nx.sleep\n"), table))
    #expect(file.stream.occurrences == [0, 8])
    #expect(file.stream.seen.contains(sleep))
    #expect(!file.stream.seen.contains(never))
  }

  @Test("a file without anchors gets no outline")
  func noAnchors() throws {
    let file = try #require(scan(SourceText(path: "a.py", language: .python, text: "x = 1\n"), SymbolTable()))
    #expect(file.outline.statements.isEmpty)
    #expect(file.stream.tokens.count == 3)
  }

  @Test("dense code needs more tokens than the estimate and gets them")
  func dense() {
    let file = scanned(String(repeating: "(", count: 5000) + String(repeating: ")", count: 5000))
    #expect(file.stream.tokens.count == 10_000)
    #expect(file.stream.tokens[0].payload == 9_999)
  }
}
