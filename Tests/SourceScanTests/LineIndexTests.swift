import Testing
import Vocabulary

@testable import SourceScan

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

  @Test("a carriage return ends a line by itself, and with a line feed behind it only one")
  func carriageReturns() {
    // Long enough for pairs and single ones on both sides of eight bytes.
    let lines = index("a\rbcdefg\r\n\rh\r\r\nij\r")
    #expect(
      (0..<lines.count).map { lines.bytes(ofLine: $0) } == [0..<1, 2..<8, 10..<10, 11..<12, 13..<13, 15..<17, 18..<18])
    #expect(lines.position(at: 16) == (6, 2))
    #expect(LineIndex(SourceText(path: "a.py", language: .python, text: "a\r\nb\rc\r")).line(at: 5) == 2)
  }

  @Test(
    "a last line without a line end counts",
    arguments: [("", 0), ("a", 1), ("a\n", 1), ("a\nb", 2), ("\n\n", 2), ("a\rb\r", 2)])
  func lineCount(text: String, count: Int) {
    #expect(SourceText(path: "a.py", language: .python, text: text).lineCount == count)
  }
}
