/// What a byte can begin in Python source.
enum ByteClass: UInt8 {
  case other, space, lineEnd, word, digit, quote, hash, open, close, punctuation, backslash

  /// By byte. Bytes from 0x80 on are parts of names: Python's identifiers may hold any letter of Unicode.
  static let table: [ByteClass] = (0..<256).map { value in
    switch UInt8(value) {
    case 0x20, 0x09, 0x0C: .space
    case 0x0A, 0x0D: .lineEnd
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), 0x80...0xFF:
      .word
    case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
    case UInt8(ascii: "\""), UInt8(ascii: "'"): .quote
    case UInt8(ascii: "#"): .hash
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): .open
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): .close
    case UInt8(ascii: "\\"): .backslash
    case 0x21...0x7E: .punctuation
    default: .other
    }
  }

  /// By byte: whether it can go on in a name.
  static let continuesWord: [Bool] = (0..<256).map { value in
    let kind = table[value]
    return kind == .word || kind == .digit
  }
}
