package import Vocabulary

/// Kinds of scopes, one bit each.
package struct ScopeSet: OptionSet, Sendable, Hashable {
  package let rawValue: UInt32
  @inlinable package init(rawValue: UInt32) { self.rawValue = rawValue }

  @inlinable package func overlaps(_ other: ScopeSet) -> Bool { rawValue & other.rawValue != 0 }

  package init(_ kind: ScopeKind) {
    let index = ScopeKind.allCases.firstIndex(of: kind)!
    self.init(rawValue: 1 << UInt32(index))
  }

  @inlinable package static var module: ScopeSet { ScopeSet(rawValue: 1 << 0) }
  @inlinable package static var `class`: ScopeSet { ScopeSet(rawValue: 1 << 1) }
  @inlinable package static var function: ScopeSet { ScopeSet(rawValue: 1 << 2) }
  @inlinable package static var asyncFunction: ScopeSet { ScopeSet(rawValue: 1 << 3) }
  @inlinable package static var generator: ScopeSet { ScopeSet(rawValue: 1 << 4) }
  @inlinable package static var lambda: ScopeSet { ScopeSet(rawValue: 1 << 5) }
  @inlinable package static var loop: ScopeSet { ScopeSet(rawValue: 1 << 6) }
  @inlinable package static var anyLoop: ScopeSet { ScopeSet(rawValue: 1 << 7) }
  @inlinable package static var forLoop: ScopeSet { ScopeSet(rawValue: 1 << 8) }
  @inlinable package static var whileLoop: ScopeSet { ScopeSet(rawValue: 1 << 9) }
  @inlinable package static var comprehension: ScopeSet { ScopeSet(rawValue: 1 << 10) }
  @inlinable package static var constantLoop: ScopeSet { ScopeSet(rawValue: 1 << 11) }
  @inlinable package static var retryLoop: ScopeSet { ScopeSet(rawValue: 1 << 12) }
  @inlinable package static var batchLoop: ScopeSet { ScopeSet(rawValue: 1 << 13) }
  @inlinable package static var consumerLoop: ScopeSet { ScopeSet(rawValue: 1 << 14) }
  @inlinable package static var `try`: ScopeSet { ScopeSet(rawValue: 1 << 15) }
  @inlinable package static var except: ScopeSet { ScopeSet(rawValue: 1 << 16) }
  @inlinable package static var finally: ScopeSet { ScopeSet(rawValue: 1 << 17) }
  @inlinable package static var with: ScopeSet { ScopeSet(rawValue: 1 << 18) }
  @inlinable package static var `if`: ScopeSet { ScopeSet(rawValue: 1 << 19) }
  @inlinable package static var `else`: ScopeSet { ScopeSet(rawValue: 1 << 20) }
  @inlinable package static var `switch`: ScopeSet { ScopeSet(rawValue: 1 << 21) }
  @inlinable package static var transaction: ScopeSet { ScopeSet(rawValue: 1 << 22) }
  @inlinable package static var savepoint: ScopeSet { ScopeSet(rawValue: 1 << 23) }
  @inlinable package static var decorator: ScopeSet { ScopeSet(rawValue: 1 << 24) }
  @inlinable package static var serviceLoop: ScopeSet { ScopeSet(rawValue: 1 << 25) }
  @inlinable package static var shortLoop: ScopeSet { ScopeSet(rawValue: 1 << 26) }

  /// Scopes with walls: what stands inside is not inside anything around them.
  @inlinable package static var walls: ScopeSet {
    ScopeSet(rawValue: module.rawValue | `class`.rawValue | functionLike.rawValue)
  }
  @inlinable package static var functionLike: ScopeSet { ScopeSet(rawValue: function.rawValue | lambda.rawValue) }
  @inlinable package static var inExpression: ScopeSet { ScopeSet(rawValue: comprehension.rawValue | lambda.rawValue) }
  /// Scopes whose body may run or not.
  @inlinable package static var conditional: ScopeSet {
    ScopeSet(
      rawValue: `if`.rawValue | `else`.rawValue | except.rawValue | anyLoop.rawValue | `switch`.rawValue)
  }
}
