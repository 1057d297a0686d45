/// Some contexts, by their index, one bit each.
struct ContextSet: Sendable, Equatable {
  private(set) var bits: UInt64 = 0

  init() {}

  init(_ indices: [Int]) { for index in indices where index < 64 { bits |= 1 << UInt64(index) } }

  func contains(_ index: Int) -> Bool { index < 64 && bits & (1 << UInt64(index)) != 0 }

  mutating func insert(_ index: Int) { if index < 64 { bits |= 1 << UInt64(index) } }

  mutating func formUnion(_ other: ContextSet) { bits |= other.bits }

  func union(_ other: ContextSet) -> ContextSet {
    var both = self
    both.formUnion(other)
    return both
  }
}
