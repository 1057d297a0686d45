import SourceScan

extension MigrationFile {
  /// A revision of Alembic: a module that says what comes before it. `nil` for anything else.
  ///
  /// - Parameter evaluation: one that has run the module.
  init?(alembic evaluation: PythonEvaluation) {
    guard let before = evaluation.names["down_revision"], let own = evaluation.names["revision"]?.text?.text,
      case .function(let upgrade)? = evaluation.names["upgrade"]
    else { return nil }
    let after = (before.elements + (evaluation.names["depends_on"]?.elements ?? [])).compactMap { $0.text?.text }
    let path = evaluation.source.path
    self.init(
      chain: "alembic:" + MigrationFile.folder(of: path, named: "versions"), place: .revision(own, after: after),
      path: path, changes: PythonMigrationReader.changes(of: upgrade, in: evaluation))
  }

  /// The folder with that name around a file, or else the one it is in.
  static func folder(of path: String, named name: String) -> String {
    let folders = path.split(separator: "/").dropLast()
    guard let index = folders.lastIndex(where: { $0 == name }) else { return folders.joined(separator: "/") }
    return folders[...index].joined(separator: "/")
  }
}
