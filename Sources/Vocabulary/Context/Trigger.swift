/// A trigger that the database has once all migrations have run.
package struct Trigger: Sendable, Hashable {
  package var table: String
  /// `INSERT`, `UPDATE`, `DELETE`, `TRUNCATE`.
  package var events: [String]
  /// `BEFORE`, `AFTER`, `INSTEAD OF`.
  package var timing: String
  /// `ROW` or `STATEMENT`.
  package var level: String
  package var function: String
  /// The channels its function notifies.
  package var channels: [String]
  /// Relative to the audited root.
  package var path: String
  /// From 1.
  package var line: Int

  package init(
    table: String, events: [String], timing: String, level: String, function: String, channels: [String], path: String,
    line: Int
  ) {
    self.table = table
    self.events = events
    self.timing = timing
    self.level = level
    self.function = function
    self.channels = channels
    self.path = path
    self.line = line
  }
}
