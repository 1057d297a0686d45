/// A line of the audited repository that speaks for a fact.
package struct Evidence: Sendable, Hashable {
  /// What kind of place it is, the weakest first. Of two that disagree the stronger one is believed.
  package enum Source: Int, Sendable, CaseIterable, Comparable {
    /// The name of a container image.
    case image
    /// A configuration file, the scheme of a URL, a call or setting in code.
    case configuration
    /// An `import` in code.
    case `import`
    /// A list of what the project asks for.
    case manifest
    /// A list of what was installed, with exact versions.
    case lockFile
    /// The project's own words about its stack: `docs/project/tech_stack.md`.
    case document

    package static func < (left: Source, right: Source) -> Bool { left.rawValue < right.rawValue }

    package var word: String {
      switch self {
      case .image: "image"
      case .configuration: "configuration"
      case .import: "import"
      case .manifest: "manifest"
      case .lockFile: "lock-file"
      case .document: "document"
      }
    }

    /// How much a fact is worth that rests on such a place alone.
    package var confidence: Confidence {
      switch self {
      case .document, .lockFile, .manifest: .high
      case .import, .configuration: .medium
      case .image: .low
      }
    }
  }

  package var source: Source
  /// Relative to the audited root, with `/` between the parts.
  package var path: String
  /// From 1.
  package var line: Int

  package init(_ source: Source, path: String, line: Int) {
    self.source = source
    self.path = path
    self.line = line
  }
}

extension Evidence: Comparable {
  /// The strongest first, then by path, those nearer to the root before those deeper down, then by line.
  package static func < (left: Evidence, right: Evidence) -> Bool {
    if left.source != right.source { return left.source > right.source }
    let (leftDepth, rightDepth) = (left.depth, right.depth)
    if leftDepth != rightDepth { return leftDepth < rightDepth }
    if left.path != right.path { return left.path.utf8.lexicographicallyPrecedes(right.path.utf8) }
    return left.line < right.line
  }

  /// How many folders lie between the root and the file.
  package var depth: Int { path.utf8.count { $0 == UInt8(ascii: "/") } }
}
