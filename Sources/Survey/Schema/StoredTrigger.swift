/// A trigger that the database keeps, before what it notifies is known.
struct StoredTrigger: Sendable {
  var name: String
  var table: SchemaName
  var events: [String]
  /// `UPDATE OF`; empty for any.
  var columns: [String] = []
  var timing: String
  var level: String
  /// `nil` when it has a body of its own.
  var function: SchemaName?
  var arguments: [String] = []
  /// What its own body notifies: a rule of PostgreSQL.
  var notifications: [StoredFunction.Notification] = []
  var isEnabled = true
  /// Where it is created.
  var path: String
  var line: Int
}

/// One step of a migration, as far as triggers and the tables and functions they hang on are concerned.
enum SchemaChange: Sendable {
  case createTrigger(StoredTrigger)
  case dropTrigger(name: String, table: SchemaName?)
  case renameTrigger(name: String, table: SchemaName, to: String)
  /// `nil` for all triggers of the table.
  case enableTrigger(name: String?, table: SchemaName, Bool)
  case createFunction(StoredFunction)
  /// - cascades: triggers that call it go with it.
  case dropFunction(SchemaName, cascades: Bool)
  case renameFunction(SchemaName, to: SchemaName)
  case dropTable(SchemaName)
  case renameTable(SchemaName, to: SchemaName)
  case dropSchema(String)
  /// What a file of SQL holds, named by the end of its path.
  case include(path: String)
}
