/// Something wrong with a rule file, at a place in it. Loading goes on after one, so that all faults of all files are
/// told in one go; a run with any fault stops before it scans.
package struct RuleFault: Error, Sendable, Hashable, CustomStringConvertible {
  package var origin: Origin
  package var message: String
  /// What to do about it: the nearest known key, the words that are allowed.
  package var hint: String?

  package init(_ message: String, at origin: Origin, hint: String? = nil) {
    self.origin = origin
    self.message = message
    self.hint = hint
  }

  /// `file:line:column: message (hint)`, as compilers say it.
  package var description: String {
    "\(origin.file):\(origin.line):\(origin.column): \(message)" + (hint.map { " (\($0))" } ?? "")
  }
}
