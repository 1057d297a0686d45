/// Comparisons of bytes with words, upper and lower case of ASCII taken as one.
package enum ASCII {
  @inline(__always)
  static func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

  @inline(__always)
  static func upper(_ byte: UInt8) -> UInt8 { byte >= 0x61 && byte <= 0x7A ? byte & 0xDF : byte }

  static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  package static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// Whether `word`, which is in lower case, stands at an offset, below `limit`.
  package static func matches(_ bytes: [UInt8], at start: Int, _ word: StaticString, limit: Int) -> Bool {
    let count = word.utf8CodeUnitCount
    guard start >= 0, start + count <= limit else { return false }
    for index in 0..<count where unsafe lower(bytes[start + index]) != word.utf8Start[index] { return false }
    return true
  }
}
