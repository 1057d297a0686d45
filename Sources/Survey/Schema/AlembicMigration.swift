import SourceScan

extension MigrationFile {
  /// A revision of Alembic: a module that says what comes before it. `nil` for anything else.
  ///
  /// - Parameters:
  ///   - evaluation: one that has run the module.
  ///   - hasChanges: `false` when no word in it says that running it would tell anything.
  init?(alembic evaluation: PythonEvaluation, hasChanges: Bool = true) {
    guard let before = evaluation.names["down_revision"], let own = evaluation.names["revision"]?.text?.text,
      case .function(let upgrade)? = evaluation.names["upgrade"]
    else { return nil }
    let after = (before.elements + (evaluation.names["depends_on"]?.elements ?? [])).compactMap { $0.text?.text }
    let path = evaluation.source.path
    self.init(
      chain: "alembic:" + path.split(separator: "/").dropLast().joined(separator: "/"),
      place: .revision(own, after: after),
      path: path, changes: hasChanges ? PythonMigrationReader.changes(of: upgrade, in: evaluation) : [])
  }

  /// Revisions of one folder are applied to one database.
  static func alembicChain(_ path: String) -> String {
    "alembic:" + path.split(separator: "/").dropLast().joined(separator: "/")
  }
}
