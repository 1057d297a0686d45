/// A value and where it was written, so that whoever finds fault with it later can point at it.
package struct Located<Value: Sendable>: Sendable {
  package var value: Value
  package var origin: Origin

  package init(_ value: Value, at origin: Origin) {
    self.value = value
    self.origin = origin
  }
}

extension Located: Equatable where Value: Equatable {}

/// A place in a rule file: line and column from 1, as libyaml counts them (columns in Unicode scalars).
package struct Origin: Sendable, Hashable {
  package var file: String
  package var line: Int
  package var column: Int

  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }
}
