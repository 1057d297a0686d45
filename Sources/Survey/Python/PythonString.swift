import SourceScan

extension PythonSource {
  /// The text of a string literal as Python reads it.
  func literal(_ token: UInt32) -> SQLText {
    let range = stream.tokens[Int(token)].range
    let bytes = file.text.bytes
    var start = range.lowerBound
    while start < range.upperBound, bytes[start] != UInt8(ascii: "\""), bytes[start] != UInt8(ascii: "'") { start += 1 }
    let quotes = stream.tokens[Int(token)].flags.contains(.tripleQuoted) ? 3 : 1
    let quote = start < range.upperBound ? bytes[start] : 0
    start = min(start + quotes, range.upperBound)
    var end = range.upperBound
    var closing = 0
    while closing < quotes, end > start, bytes[end - 1] == quote {
      end -= 1
      closing += 1
    }
    return unescaped(start..<end, isRaw: stream.tokens[Int(token)].flags.contains(.raw))
  }

  /// The bytes of a literal without its backslashes; each keeps the line it was written in.
  func unescaped(_ range: Range<Int>, isRaw: Bool) -> SQLText {
    let bytes = file.text.bytes
    var line = lines.line(at: range.lowerBound) + 1
    guard !isRaw, bytes[range].contains(UInt8(ascii: "\\")) else {
      return SQLText(path: path, Array(bytes[range]), line: line)
    }
    var text = SQLText(path: path, [], line: line)
    var piece: [UInt8] = []
    var index = range.lowerBound
    func flush() {
      text.append(SQLText(path: path, piece, line: line))
      for byte in piece where byte == 0x0A { line += 1 }
      piece = []
    }
    while index < range.upperBound {
      let byte = bytes[index]
      index += 1
      guard byte == UInt8(ascii: "\\"), index < range.upperBound else {
        piece.append(byte)
        continue
      }
      let escape = bytes[index]
      index += 1
      switch escape {
      case UInt8(ascii: "n"):
        // A line end in the text that is none in the source.
        flush()
        text.append(SQLText(path: path, [0x0A], line: line))
      case UInt8(ascii: "t"): piece.append(0x09)
      case UInt8(ascii: "r"): piece.append(0x0D)
      case 0x0A:
        flush()
        line += 1
      case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): piece.append(escape)
      default: piece += [byte, escape]
      }
    }
    flush()
    return text
  }
}
