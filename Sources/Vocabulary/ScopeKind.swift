/// The scopes a token can stand in. A scope has walls: a nested function, lambda or class body is not inside the loop,
/// function, transaction or `try` around its definition.
package enum ScopeKind: String, Sendable, CaseIterable {
  case module, `class`, function
  case asyncFunction = "async-function"
  case generator
  case lambda
  /// A loop or comprehension whose body runs an unbounded number of times. Constant loops, retry loops, batch loops,
  /// loops that leave in their first turn, and their handlers (`except`, `finally`, debug branches) are not `loop`.
  case loop
  /// Any loop statement, even a suppressed one.
  case anyLoop = "any-loop"
  case forLoop = "for-loop"
  case whileLoop = "while-loop"
  case comprehension
  case constantLoop = "constant-loop"
  case retryLoop = "retry-loop"
  case batchLoop = "batch-loop"
  case consumerLoop = "consumer-loop"
  case `try`, except, finally, with
  case `if`, `else`
  case `switch`
  case transaction
  case savepoint
  case decorator
  /// A service's main loop: work, then wait. A loop inside of it is a loop like any other.
  case serviceLoop = "service-loop"
  /// A loop or comprehension that mostly runs a handful of times, and stands in no other `loop` than such ones.
  case shortLoop = "short-loop"
}
