/// What is certain of the function that a call runs.
package enum Callee: String, Sendable, CaseIterable {
  /// Called, it does nothing before it is awaited.
  case asyncFunction = "async-function"
  /// It runs there and then.
  case function
}
