/// What the path of a file of SQL, or of a script with SQL in it, says about its place among the migrations.
struct SQLMigrationPath {
  /// The folder whose migrations are applied together.
  var chain: String
  var version: MigrationVersion
  /// It takes a migration back, or is there for the other direction.
  var isDown: Bool
  var isDeclaration: Bool
  /// Its name begins with the number or the date by which migrations are put in order.
  var isNumbered: Bool

  init(_ path: String) {
    var folders = path.split(separator: "/").map(String.init)
    let name = folders.popLast() ?? path
    let stem = name.lowercased()
    let downEnds = [
      ".down.sql", "_down.sql", "-down.sql", ".undo.sql", ".rollback.sql", ".revert.sql", "_rollback.sql",
    ]
    isDown =
      stem == "down.sql" || downEnds.contains { stem.hasSuffix($0) }
      || folders.last == "revert" || folders.last == "down" || folders.last == "rollback"
      || SQLMigrationPath.isFlywayUndo(name)
    let versionName: String
    // Prisma, Diesel, Hasura: the folder is the migration.
    if stem == "migration.sql" || stem == "up.sql" || stem == "down.sql" || stem == "index.sql", folders.count > 1 {
      versionName = folders.removeLast()
    } else {
      versionName = name
    }
    chain = folders.joined(separator: "/")
    version = MigrationVersion(SQLMigrationPath.ordered(versionName))
    isNumbered =
      versionName.first?.isNumber ?? false || versionName.hasPrefix("R__")
      || (versionName.first == "V" || versionName.first == "B") && versionName.contains("__")
    isDeclaration =
      !isNumbered && !folders.contains { $0.lowercased().contains("migrat") || $0 == "deploy" || $0 == "drizzle" }
  }

  /// Repeatable migrations of Flyway (`R__`) come last; a baseline (`B3__`) is a version.
  private static func ordered(_ name: String) -> String {
    if name.hasPrefix("R__") { return "~" + name }
    guard let first = name.first, first == "V" || first == "B", name.dropFirst().first?.isNumber ?? false else {
      return name
    }
    return String(name.dropFirst())
  }

  /// `U2__drop_jobs.sql`.
  private static func isFlywayUndo(_ name: String) -> Bool {
    guard name.hasPrefix("U"), name.contains("__") else { return false }
    return name.dropFirst().first?.isNumber ?? false
  }
}
