/// Questions to eight bytes at once, the first of them lowest. The high bit of each byte that answers is set; of those
/// above the lowest one some may be set wrongly, so that only the first counts.
enum ByteChunk {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  /// The bytes that are `wanted`.
  @inline(__always)
  static func marks(_ chunk: UInt64, _ wanted: UInt8) -> UInt64 {
    let zeros = chunk ^ ones &* UInt64(wanted)
    return (zeros &- ones) & ~zeros & highs
  }

  /// Whatever is not `expected`: of the first such byte some bit is set.
  @inline(__always)
  static func differs(_ chunk: UInt64, from expected: UInt8) -> UInt64 { chunk ^ ones &* UInt64(expected) }
}
