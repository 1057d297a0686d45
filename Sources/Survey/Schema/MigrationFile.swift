/// What one file does to the schema, and what says when.
struct MigrationFile: Sendable {
  enum Place: Sendable {
    /// Alembic: after the revisions it names.
    case revision(String, after: [String])
    /// Django: after the migrations it names, each `app/name`.
    case node(String, after: [String], before: [String], replaces: [String])
    /// By the version in its name, within its folder.
    case version(MigrationVersion)
  }

  /// Files of one chain are applied to one database, in order.
  var chain: String
  var place: Place
  var path: String
  var changes: [SchemaChange]
  /// Not applied by a tool: a file with the whole schema, declarations beside the models.
  var isDeclaration = false
}

/// The version that a file's name tells: its numbers compare as numbers, what is between them as text.
struct MigrationVersion: Sendable, Hashable, Comparable {
  private enum Piece: Sendable, Hashable {
    case number(String)
    case text(String)
  }

  private let pieces: [Piece]

  /// - Parameter name: a file's name, or that of the folder that stands for the migration.
  init(_ name: String) {
    var pieces: [Piece] = []
    var current = ""
    var isNumber = false
    func flush() {
      guard !current.isEmpty else { return }
      pieces.append(isNumber ? .number(String(current.drop { $0 == "0" })) : .text(current))
      current = ""
    }
    for character in name {
      let isDigit = character.isASCII && character.isNumber
      if isDigit != isNumber { flush() }
      isNumber = isDigit
      current.append(character)
    }
    flush()
    self.pieces = pieces
  }

  static func < (left: MigrationVersion, right: MigrationVersion) -> Bool {
    for (one, other) in zip(left.pieces, right.pieces) where one != other {
      switch (one, other) {
      case (.number(let one), .number(let other)):
        return one.count != other.count ? one.count < other.count : one < other
      case (.text(let one), .text(let other)): return one < other
      case (.number, .text): return true
      case (.text, .number): return false
      }
    }
    return left.pieces.count < right.pieces.count
  }
}
