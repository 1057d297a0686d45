import SourceScan

/// What a call stands in, and how it is made, in few bytes: there are many calls.
struct CallPlace: Sendable {
  struct Manner: OptionSet, Sendable {
    let rawValue: UInt8
    static let isAwaited = Manner(rawValue: 1)
    /// It is a whole statement: its value is thrown away.
    static let isStatement = Manner(rawValue: 2)
    /// A `with` enters what it gives.
    static let isEntered = Manner(rawValue: 4)
    /// The callee's name is long enough to be nobody else's.
    static let isTelling = Manner(rawValue: 8)
    /// An attribute that is read and not called.
    static let isRead = Manner(rawValue: 16)
    /// It is handed to something that runs it elsewhere, while this function waits.
    static let isHandedOver = Manner(rawValue: 32)
  }

  private var bits: UInt32

  init(_ scopes: ScopeSet, _ manner: Manner) {
    bits = scopes.rawValue >> 1 & CallPlace.scopeBits | UInt32(manner.rawValue) << CallPlace.scopeCount
  }

  /// Room for so many kinds of scopes, all but the first: what stands in no other scope with walls stands in the module.
  private static let scopeCount: UInt32 = 26
  private static let scopeBits: UInt32 = (1 << scopeCount) - 1

  var scopes: ScopeSet {
    let inner = ScopeSet(rawValue: (bits & CallPlace.scopeBits) << 1)
    return inner.overlaps(.walls) ? inner : inner.union(.module)
  }
  var manner: Manner { Manner(rawValue: UInt8(bits >> CallPlace.scopeCount)) }

  var isAwaited: Bool { manner.contains(.isAwaited) }
  var isRead: Bool { manner.contains(.isRead) }
  var isHandedOver: Bool { manner.contains(.isHandedOver) }
}
