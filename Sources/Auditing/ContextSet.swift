/// Some contexts, by their index, one bit each.
struct ContextSet: Sendable, Equatable {
  /// Indices are below this.
  static let limit = 64

  private var bits: UInt64 = 0

  init() {}

  func contains(_ index: Int) -> Bool { bits & (1 << UInt64(index)) != 0 }

  mutating func insert(_ index: Int) { bits |= 1 << UInt64(index) }

  func overlaps(_ other: ContextSet) -> Bool { bits & other.bits != 0 }

  mutating func formUnion(_ other: ContextSet) { bits |= other.bits }

  func union(_ other: ContextSet) -> ContextSet {
    var both = self
    both.formUnion(other)
    return both
  }
}
