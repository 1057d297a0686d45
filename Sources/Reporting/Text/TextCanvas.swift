import Vocabulary

/// Text under construction for a terminal, coloured or not.
struct TextCanvas {
  /// What a piece of text is, in the only place that says which colour that is.
  enum Style: Equatable {
    case plain, strong, faint, gutter, label, good, fair, poor
    case severity(Severity)

    /// The parameters of the ANSI sequence "select graphic rendition".
    fileprivate var codes: String? {
      switch self {
      case .plain: nil
      case .strong: "1"
      case .faint: "2"
      case .gutter: "34"
      case .label: "1;36"
      case .good: "32"
      case .fair: "33"
      case .poor: "31"
      case .severity(.critical): "1;35"
      case .severity(.high): "1;31"
      case .severity(.medium): "1;33"
      case .severity(.low): "1;34"
      }
    }
  }

  let color: Bool
  private var bytes: [UInt8] = []

  init(color: Bool) { self.color = color }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func put(_ piece: String, _ style: Style = .plain) { put(utf8: piece.utf8, style) }

  private mutating func put(utf8 piece: some Collection<UInt8>, _ style: Style) {
    guard color, let codes = style.codes, !piece.isEmpty else {
      bytes.append(contentsOf: piece)
      return
    }
    bytes.append(contentsOf: "\u{1B}[".utf8)
    bytes.append(contentsOf: codes.utf8)
    bytes.append(contentsOf: "m".utf8)
    bytes.append(contentsOf: piece)
    bytes.append(contentsOf: "\u{1B}[0m".utf8)
  }

  mutating func endLine() { bytes.append(0x0A) }

  mutating func spaces(_ count: Int) { bytes.append(contentsOf: repeatElement(0x20, count: max(count, 0))) }

  mutating func repeating(_ piece: String, _ count: Int, _ style: Style = .plain) {
    guard count > 0 else { return }
    put(String(repeating: piece, count: count), style)
  }

  /// Words of `prose` in lines of at most `width` cells. The first begins where the canvas stands, `indent` cells into
  /// its line; the others are indented to the same place. A word longer than a line stays whole.
  mutating func wrap(_ prose: String, indent: Int, width: Int, _ style: Style = .plain) {
    let room = max(width - indent, 20)
    let words = Array(printable(prose).utf8)
    var line = 0..<0
    var used = 0
    var start = 0
    while start < words.count {
      let end = words[start...].firstIndex(of: 0x20) ?? words.count
      let size = cellWidth(ofUTF8: words[start..<end])
      if used == 0 {
        (line, used) = (start..<end, size)
      } else if used + 1 + size <= room {
        (line, used) = (line.lowerBound..<end, used + 1 + size)
      } else {
        put(utf8: words[line], style)
        endLine()
        spaces(indent)
        (line, used) = (start..<end, size)
      }
      start = end + 1
    }
    put(utf8: words[line], style)
    endLine()
  }
}
