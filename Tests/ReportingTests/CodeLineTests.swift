import Testing

@testable import Reporting

@Suite("A code line under its marks")
struct CodeLineTests {
  /// The code and, below it, the marks.
  private func frame(_ line: String, _ span: Range<Int>, room: Int = 80) -> String {
    let (code, marked) = CodeLine(line, marking: span).fitted(to: room)
    return code + "\n" + String(repeating: " ", count: marked.lowerBound) + String(repeating: "^", count: marked.count)
  }

  @Test("tabs reach to the next multiple of four")
  func tabs() {
    #expect(frame("\tx\ty = f()", 3..<4) == "    x   y = f()\n        ^")
  }

  @Test("wide characters and emoji take two columns, combining marks none")
  func widths() {
    #expect(frame("名 = f()", 4..<7) == "名 = f()\n     ^^^")
    #expect(frame("\"🚀👩‍👩‍👧\" + f()", 15..<18) == "\"🚀👩‍👩‍👧\" + f()\n         ^^^")
    #expect(frame("e\u{301} = f()", 5..<8) == "e\u{301} = f()\n    ^^^")
    #expect(frame("f(名)", 2..<3) == "f(名)\n  ^^")
  }

  @Test("an empty span and one past the end still get a mark")
  func emptySpans() {
    #expect(frame("abc", 1..<1) == "abc\n ^")
    #expect(frame("abc", 9..<12) == "abc\n   ^")
    #expect(frame("", 0..<3) == "\n^")
  }

  @Test("a long line is cut around its span")
  func cuts() {
    let line = String(repeating: "a", count: 50) + "SPAN" + String(repeating: "b", count: 50)
    #expect(frame(line, 50..<54, room: 22) == "…aaaaaSPANbbbbbbbbbbb…\n      ^^^^")
    #expect(frame(line, 0..<2, room: 12) == "aaaaaaaaaa…\n^^")
    #expect(frame(line, 100..<104, room: 12) == "…bbbbbbbbbb\n       ^^^^")
  }

  @Test("of a span longer than the room its beginning is shown")
  func longSpan() {
    let line = String(repeating: "x", count: 10) + String(repeating: "s", count: 90)
    #expect(frame(line, 10..<100, room: 22) == "…ssssssssssssssssssss…\n ^^^^^^^^^^^^^^^^^^^^")
  }

  @Test("a cut never splits a wide character", arguments: 10...40)
  func wideCuts(room: Int) {
    let line = String(repeating: "名前", count: 30)
    let (code, marked) = CodeLine(line, marking: 20..<24).fitted(to: room)
    #expect(cellWidth(ofUTF8: Array(code.utf8)) <= room)
    #expect(marked.upperBound <= room)
    #expect(code.allSatisfy { "名前…".contains($0) })
  }
}
