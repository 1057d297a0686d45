package import Vocabulary

/// What the configuration file of a project says. It comes with the audited tree, so it has no key for a program to
/// start, a host to call, a secret, or a place to write to.
package struct ConfigurationSpec: Sendable {
  /// When a run fails.
  package enum FailOn: Sendable, Equatable {
    case never
    case at(Severity)
  }

  /// Folders of rules, relative to the file's own folder and inside it.
  package var rules: [Located<String>] = []
  /// `nil` for all of them.
  package var packs: [Category]?
  /// Ids of rules, their beginnings, or names.
  package var select: [Located<String>] = []
  package var ignore: [Located<String>] = []
  package var severity: Severity?
  /// Globs, relative to the file's own folder.
  package var exclude: [Located<String>] = []
  package var includeTests: Bool?
  package var failOn: FailOn?
  package var failUnder: Double?
  /// The team and the project in Linear.
  package var team: Located<String>?
  package var project: Located<String>?
  /// The keys that the file has, as it orders them.
  package var keys: [String] = []

  package init() {}
}

/// Reads a configuration file; an empty one says nothing.
///
/// - Parameter file: its path, for faults.
package func readConfiguration(
  _ bytes: [UInt8], file: String
) -> (configuration: ConfigurationSpec, faults: [RuleFault]) {
  let composed = YAMLComposer(file: file, bytes: bytes, dialect: .configuration)
  var decoder = SpecDecoder(file: file)
  var configuration = ConfigurationSpec()
  if let node = composed.documents.first { configuration = decoder.configuration(node) }
  if composed.documents.count > 1 { decoder.complain(.secondDocument, at: composed.documents[1]) }
  let faults = (composed.faults + decoder.faults).sorted { left, right in
    (left.origin.line, left.origin.column) < (right.origin.line, right.origin.column)
  }
  return (configuration, faults)
}
