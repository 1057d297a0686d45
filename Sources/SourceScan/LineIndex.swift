/// Where the lines of a text begin; made only for files that have something to report.
package struct LineIndex: Sendable {
  private let starts: [Int]
  private let text: SourceText

  package init(_ text: SourceText) {
    self.text = text
    var starts = [0]
    // Lines are mostly longer; some room for more costs less than to count them first.
    starts.reserveCapacity(text.count / 24 + 16)
    text.eachLineEnd { starts.append($0 + 1) }
    self.starts = starts
  }

  /// The line of a byte offset, from 0.
  package func line(at offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// Line and column of a byte offset as editors count: from 1, columns in UTF-16 units. A byte order mark counts no
  /// column.
  package func position(at offset: Int) -> (line: Int, column: Int) {
    let line = line(at: offset)
    var column = 1
    var index = starts[line]
    if line == 0, text.count >= 3, text.bytes[0] == 0xEF, text.bytes[1] == 0xBB, text.bytes[2] == 0xBF { index = 3 }
    while index < min(offset, text.count) {
      let byte = text.bytes[index]
      // Continuation bytes count nothing; a character beyond the basic plane counts two.
      if byte & 0xC0 != 0x80 { column += byte >= 0xF0 ? 2 : 1 }
      index += 1
    }
    return (line + 1, column)
  }

  /// The bytes of a line (from 0), without its line end.
  package func bytes(ofLine line: Int) -> Range<Int> {
    let start = starts[line]
    var end = line + 1 < starts.count ? starts[line + 1] - 1 : text.count
    if end > start, text.bytes[end - 1] == 0x0D { end -= 1 }
    return start..<max(start, end)
  }

  package var count: Int { starts.count }
}
