/// Roles by number, one bit each. Roles beyond the last bit share it, so that the set may say too much and never too
/// little.
struct RoleSet: Sendable, Equatable {
  private var low: (UInt64, UInt64) = (0, 0)
  private var high: (UInt64, UInt64) = (0, 0)

  init() {}

  init(_ roles: [Int]) { roles.forEach { insert($0) } }

  static var all: RoleSet {
    var set = RoleSet()
    set.low = (.max, .max)
    set.high = (.max, .max)
    return set
  }

  var isEmpty: Bool { low.0 | low.1 | high.0 | high.1 == 0 }

  mutating func insert(_ role: Int) {
    let bit = RoleSet.bit(role)
    switch min(role, 255) >> 6 {
    case 0: low.0 |= bit
    case 1: low.1 |= bit
    case 2: high.0 |= bit
    default: high.1 |= bit
    }
  }

  func contains(_ role: Int) -> Bool {
    let bit = RoleSet.bit(role)
    switch min(role, 255) >> 6 {
    case 0: return low.0 & bit != 0
    case 1: return low.1 & bit != 0
    case 2: return high.0 & bit != 0
    default: return high.1 & bit != 0
    }
  }

  @inline(__always)
  private static func bit(_ role: Int) -> UInt64 { UInt64(1) << UInt64(min(role, 255) & 63) }

  mutating func formUnion(_ other: RoleSet) {
    low.0 |= other.low.0
    low.1 |= other.low.1
    high.0 |= other.high.0
    high.1 |= other.high.1
  }

  func overlaps(_ other: RoleSet) -> Bool {
    low.0 & other.low.0 | low.1 & other.low.1 | high.0 & other.high.0 | high.1 & other.high.1 != 0
  }

  static func == (left: RoleSet, right: RoleSet) -> Bool { left.low == right.low && left.high == right.high }
}
