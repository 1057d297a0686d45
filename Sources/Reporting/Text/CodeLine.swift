/// One source line laid out in terminal cells, with the part that a finding is about.
struct CodeLine {
  private struct Cell {
    /// Where its text ends in `text`.
    var end: Int
    /// Where the cell ends on the line, in columns from 0.
    var column: Int
  }

  private static let tabStop = 4

  /// UTF-8, tabs expanded and control characters made visible.
  private var text: [UInt8] = []
  private var cells: [Cell] = []
  /// Cells, not columns.
  private var span = 0..<0

  /// `units` are the UTF-16 offsets of the marked part, from 0; what lies beyond the line's end is cut off.
  init(_ line: String, marking units: Range<Int>) {
    let bytes = Array(line.utf8)
    text.reserveCapacity(bytes.count)
    cells.reserveCapacity(bytes.count)
    var offset = 0
    var marked = (start: Int?.none, end: Int?.none)

    func noteSpan() {
      if marked.start == nil, offset > units.lowerBound { marked.start = max(cells.count - 1, 0) }
      if marked.end == nil, offset >= units.upperBound { marked.end = cells.count }
    }

    if bytes.allSatisfy({ $0 < 0x80 && $0 != 0x7F && ($0 >= 0x20 || $0 == 0x09) }) {
      for byte in bytes {
        byte == 0x09 ? appendTab() : append(byte)
        offset += 1
        noteSpan()
      }
    } else {
      for character in line {
        character == "\t" ? appendTab() : append(character)
        offset += character.utf16.count
        noteSpan()
      }
    }
    let start = marked.start ?? cells.count
    span = start..<max(marked.end ?? cells.count, start)
  }

  private mutating func append(_ byte: UInt8) {
    text.append(byte)
    cells.append(Cell(end: text.count, column: width + 1))
  }

  private mutating func append(_ character: Character) {
    var shown = Character(" ")
    if character.unicodeScalars.count == 1, let scalar = character.unicodeScalars.first {
      shown = Character(printable(scalar))
      text.append(contentsOf: shown.utf8)
    } else {
      let visible = String(String.UnicodeScalarView(character.unicodeScalars.map(printable)))
      shown = character
      text.append(contentsOf: visible.utf8)
    }
    cells.append(Cell(end: text.count, column: width + cellWidth(of: shown)))
  }

  private mutating func appendTab() {
    let blanks = Self.tabStop - width % Self.tabStop
    text.append(contentsOf: repeatElement(0x20, count: blanks))
    cells.append(Cell(end: text.count, column: width + blanks))
  }

  /// Columns the whole line takes.
  private var width: Int { cells.last?.column ?? 0 }

  /// The column at which a cell begins.
  private func column(of cell: Int) -> Int { cell == 0 ? 0 : cells[cell - 1].column }

  private func shown(_ range: Range<Int>) -> String {
    let start = range.lowerBound == 0 ? 0 : cells[range.lowerBound - 1].end
    let end = range.upperBound == 0 ? 0 : cells[range.upperBound - 1].end
    return String(decoding: text[start..<max(start, end)], as: UTF8.self)
  }

  /// The line and the columns below it to mark, from 0; at most `room` columns wide. A longer line is cut around its
  /// marked part, with `…` at each cut. At least one column is marked, past the end of the line if need be.
  func fitted(to room: Int) -> (code: String, marked: Range<Int>) {
    let window = window(of: max(room, 10))
    let cutLeft = window.lowerBound > 0
    let cutRight = window.upperBound < cells.count
    let code = (cutLeft ? "…" : "") + shown(window) + (cutRight ? "…" : "")
    let shift = column(of: window.lowerBound) - (cutLeft ? 1 : 0)
    let start = column(of: min(span.lowerBound, cells.count)) - shift
    let end = column(of: min(span.upperBound, window.upperBound)) - shift
    return (code, start..<max(end, start + 1))
  }

  /// The cells to show: all, or those around the start of the span that leave two columns for the marks of the cuts.
  private func window(of room: Int) -> Range<Int> {
    if width <= room { return 0..<cells.count }
    let inner = room - 2
    var first = 0
    if column(of: span.upperBound) > inner {
      // A quarter of the line in front of a short span; a long one gets what is left.
      let taken = min(column(of: span.upperBound) - column(of: span.lowerBound), inner)
      let target = min(column(of: span.lowerBound) - min(inner / 4, inner - taken), width - inner)
      first = cells.firstIndex { $0.column > target } ?? cells.count
    }
    let limit = column(of: first) + inner
    let last = cells.lastIndex { $0.column <= limit } ?? first
    return first..<max(last + 1, first)
  }
}
