/// The configuration file that a run heeded, so that nobody takes what it leaves out for clean.
package struct AppliedConfiguration: Sendable, Equatable {
  /// Relative to the audited root, with `..` where it lies above it; as it was named otherwise.
  package var path: String
  /// The keys that it has, as it orders them.
  package var keys: [String]

  package init(path: String, keys: [String]) {
    self.path = path
    self.keys = keys
  }
}
