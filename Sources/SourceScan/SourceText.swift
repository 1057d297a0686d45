package import Vocabulary

/// The bytes of one source file. Behind the `count` bytes of content stand at least `padding` zero bytes, so that the
/// lexers may look ahead without a bounds check.
package struct SourceText: Sendable {
  package static let padding = 64

  /// Relative to the audited root.
  package let path: String
  package let language: Language
  /// Content and padding.
  package let bytes: [UInt8]
  /// Bytes of content.
  package let count: Int

  /// Takes padded bytes as they are.
  package init(path: String, language: Language, paddedBytes: [UInt8], count: Int) {
    precondition(paddedBytes.count >= count + SourceText.padding)
    self.path = path
    self.language = language
    self.bytes = paddedBytes
    self.count = count
  }

  /// Copies and pads.
  package init(path: String, language: Language, text: String) {
    var bytes = Array(text.utf8)
    let count = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: SourceText.padding))
    self.init(path: path, language: language, paddedBytes: bytes, count: count)
  }

  /// The text between two byte offsets; broken UTF-8 is replaced, never refused.
  package func string(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  /// Bytes of the character at an offset, 1 for what is no valid UTF-8.
  package func characterWidth(at offset: Int) -> Int {
    let width =
      switch bytes[offset] {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 1
      }
    for index in 1..<max(width, 2) where width > 1 && bytes[offset + index] & 0xC0 != 0x80 { return 1 }
    return width
  }

  /// A hash of some bytes, the same wherever they stand.
  package func hash(_ range: Range<Int>) -> UInt64 {
    unsafe bytes.withUnsafeBufferPointer { unsafe hashWord($0.baseAddress! + range.lowerBound, range.count) }
  }

  /// Lines as editors count them: a last line without a line end counts.
  package var lineCount: Int {
    var ends = 0
    eachLineEnds { _, marks in ends &+= SourceText.count(marks) }
    return count > 0 && bytes[count - 1] != 0x0A && bytes[count - 1] != 0x0D ? ends + 1 : ends
  }

  /// How many bytes have their high bit set, where no other bits are: the processors that we build for count bits in a
  /// dozen steps.
  @inline(__always)
  private static func count(_ marks: UInt64) -> Int {
    Int(truncatingIfNeeded: ((marks >> 7) &* 0x0101_0101_0101_0101) >> 56)
  }

  /// Calls `body` with the offset of the last byte of each line end.
  func eachLineEnd(_ body: (Int) -> Void) {
    eachLineEnds { offset, marks in
      var marks = marks
      while marks != 0 {
        body(offset &+ marks.trailingZeroBitCount >> 3)
        marks &= marks &- 1
      }
    }
  }

  /// Goes over the content eight bytes at a time: the offset, and the high bits of those of the bytes that are line
  /// ends, or the last of one. A carriage return ends a line by itself, as it does for Python, unless a line feed follows.
  /// The padding has none.
  @inline(__always)
  private func eachLineEnds(_ body: (_ offset: Int, _ marks: UInt64) -> Void) {
    unsafe bytes.withUnsafeBytes { bytes in
      for offset in stride(from: 0, to: count, by: 8) {
        let chunk = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        var marks = SourceText.marks(chunk, 0x0A)
        let returns = SourceText.marks(chunk, 0x0D)
        if returns != 0 {
          let next = unsafe bytes.loadUnaligned(fromByteOffset: offset &+ 1, as: UInt64.self)
          marks |= returns & ~SourceText.marks(next, 0x0A)
        }
        body(offset, marks)
      }
    }
  }

  /// The high bits of those of eight bytes that are this one.
  @inline(__always)
  private static func marks(_ chunk: UInt64, _ byte: UInt64) -> UInt64 {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    let differences = chunk ^ (byte &* 0x0101_0101_0101_0101)
    return ~(((differences & low) &+ low) | differences | low)
  }
}
