package import Vocabulary

/// Kinds of scopes, one bit each.
package struct ScopeSet: OptionSet, Sendable, Hashable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  package init(_ kind: ScopeKind) {
    let index = ScopeKind.allCases.firstIndex(of: kind)!
    self.init(rawValue: 1 << UInt32(index))
  }

  package static let module = ScopeSet(.module)
  package static let `class` = ScopeSet(.class)
  package static let function = ScopeSet(.function)
  package static let asyncFunction = ScopeSet(.asyncFunction)
  package static let generator = ScopeSet(.generator)
  package static let lambda = ScopeSet(.lambda)
  package static let loop = ScopeSet(.loop)
  package static let anyLoop = ScopeSet(.anyLoop)
  package static let forLoop = ScopeSet(.forLoop)
  package static let whileLoop = ScopeSet(.whileLoop)
  package static let comprehension = ScopeSet(.comprehension)
  package static let constantLoop = ScopeSet(.constantLoop)
  package static let retryLoop = ScopeSet(.retryLoop)
  package static let batchLoop = ScopeSet(.batchLoop)
  package static let consumerLoop = ScopeSet(.consumerLoop)
  package static let `try` = ScopeSet(.try)
  package static let except = ScopeSet(.except)
  package static let finally = ScopeSet(.finally)
  package static let with = ScopeSet(.with)
  package static let `if` = ScopeSet(.if)
  package static let `else` = ScopeSet(.else)
  package static let `switch` = ScopeSet(.switch)
  package static let transaction = ScopeSet(.transaction)
  package static let savepoint = ScopeSet(.savepoint)
  package static let decorator = ScopeSet(.decorator)

  /// Scopes with walls: what stands inside is not inside anything around them.
  static let walls: ScopeSet = [.module, .class, .function, .lambda]
  /// Scopes whose body may run or not.
  package static let conditional: ScopeSet = [.if, .else, .except, .anyLoop, .switch]
}
