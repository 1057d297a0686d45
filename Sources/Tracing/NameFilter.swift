/// Some names, told from most others by one bit.
struct NameFilter: Sendable {
  private var bits = [UInt64](repeating: 0, count: 1 << 13)

  mutating func insert(_ name: UInt32) { bits[Int(name >> 6) & (bits.count - 1)] |= 1 << UInt64(name & 63) }

  func mayContain(_ name: UInt32) -> Bool {
    bits[Int(name >> 6) & (bits.count - 1)] & (1 << UInt64(name & 63)) != 0
  }
}
