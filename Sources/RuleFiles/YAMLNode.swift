/// A value of a YAML document and where it stands. Scalars keep the text they were written with: whether `no` or `1.10`
/// is a word, a number or a boolean is decided where a value of that type is wanted.
package struct YAMLNode: Sendable {
  package enum Content: Sendable {
    /// `isPlain`: written without quotes and not as a block; only such a text can be a boolean, a number or nothing.
    case text(String, isPlain: Bool)
    case list([YAMLNode])
    /// In the order written; no key twice.
    case mapping([YAMLEntry])
  }

  package var content: Content
  /// From 1; columns in Unicode scalars.
  package var line: Int32
  package var column: Int32
  /// The number of nodes in it, itself and the copies behind aliases included.
  var weight: Int
  /// The number of levels in it: 1 for a text.
  var height: Int

  /// A plain scalar without any character: what YAML reads where a value was left out.
  package var isMissing: Bool {
    if case .text("", isPlain: true) = content { true } else { false }
  }

  /// What it is, for messages.
  var kindInWords: String {
    switch content {
    case .text: isMissing ? "left out" : "a text"
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }
}

/// One `key: value` of a mapping.
package struct YAMLEntry: Sendable {
  package var key: String
  /// Where the key stands, from 1.
  package var line: Int32
  package var column: Int32
  package var value: YAMLNode
}
