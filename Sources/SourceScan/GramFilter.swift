/// Which runs of four bytes occur at even places of a text, upper and lower case taken as one: says quickly and surely
/// that a longer text does not occur in it. Worth making where many texts are asked about.
package struct GramFilter: Sendable {
  /// By the hash of a run.
  private let bits: [UInt64]
  /// How many of the low bits of a hash do not count: the longer the text, the more bits there are.
  private let shift: UInt32

  package init(_ text: SourceText) {
    // Sixteen for each run, so that hardly any is taken for another: 2¹³ to 2²⁰.
    let width = min(max(64 - (text.count &* 8).leadingZeroBitCount, 13), 20)
    let shift = UInt32(truncatingIfNeeded: 32 - width)
    var bits = [UInt64](repeating: 0, count: 1 << (width - 6))
    unsafe text.bytes.withUnsafeBytes { bytes in
      unsafe bits.withUnsafeMutableBufferPointer { bits in
        // Runs that begin in the content may end in the padding, which holds only zeros.
        for index in stride(from: 0, to: text.count, by: 2) {
          let slot = unsafe GramFilter.slot(bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self), shift)
          unsafe bits[slot >> 6] |= 1 << UInt64(truncatingIfNeeded: slot & 63)
        }
      }
    }
    self.bits = bits
    self.shift = shift
  }

  @inline(__always)
  private static func slot(_ run: UInt32, _ shift: UInt32) -> Int {
    Int(truncatingIfNeeded: ((run | 0x2020_2020) &* 0x9E37_79B1) >> shift)
  }

  /// `false` when the text does certainly not hold `wanted`, in whatever case.
  package func mayContain(_ wanted: [UInt8]) -> Bool {
    // It may stand at an even or at an odd place; of a text of four bytes the latter cannot be told.
    wanted.count <= 4 || mayContain(wanted, from: 0) || mayContain(wanted, from: 1)
  }

  private func mayContain(_ wanted: [UInt8], from first: Int) -> Bool {
    for index in stride(from: first, through: wanted.count - 4, by: 2) {
      var run: UInt32 = 0
      for offset in (0..<4).reversed() { run = run << 8 | UInt32(wanted[index + offset]) }
      let slot = GramFilter.slot(run, shift)
      if bits[slot >> 6] & (1 << UInt64(truncatingIfNeeded: slot & 63)) == 0 { return false }
    }
    return true
  }
}
