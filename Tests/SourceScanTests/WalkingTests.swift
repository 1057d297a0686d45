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
