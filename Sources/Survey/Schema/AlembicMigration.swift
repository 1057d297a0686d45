import SourceScan

/// What a module of Alembic says of its place among the others.
struct AlembicPlace {
  var revision: String
  /// The revisions that are applied before it.
  var after: [String]

  /// `nil` for a module that is no revision.
  init?(_ evaluation: inout PythonEvaluation) {
    guard let before = evaluation.global("down_revision"), let own = evaluation.global("revision")?.text?.text,
      case .function? = evaluation.global("upgrade")
    else { return nil }
    let others = evaluation.global("depends_on")?.elements ?? []
    revision = own
    after = (before.elements + others).compactMap { $0.text?.text }
  }
}

extension MigrationFile {
  /// A revision of Alembic: a module that says what comes before it. `nil` for anything else.
  ///
  /// - Parameters:
  ///   - evaluation: one that has run the module, where it has changes.
  ///   - hasChanges: `false` when no word in it says that running it would tell anything.
  init?(alembic evaluation: inout PythonEvaluation, hasChanges: Bool) {
    guard let place = AlembicPlace(&evaluation) else { return nil }
    var changes: [SchemaChange] = []
    if hasChanges {
      guard case .function(let upgrade)? = evaluation.names["upgrade"] else { return nil }
      changes = PythonMigrationReader.changes(of: upgrade, in: evaluation)
    }
    let path = evaluation.source.path
    self.init(
      chain: MigrationFile.alembicChain(path), place: .revision(place.revision, after: place.after), path: path,
      changes: changes)
  }

  /// Revisions of one folder are applied to one database.
  static func alembicChain(_ path: String) -> String {
    "alembic:" + path.split(separator: "/").dropLast().joined(separator: "/")
  }
}
