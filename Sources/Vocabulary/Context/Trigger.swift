/// A trigger as the migrations leave it.
package struct Trigger: Sendable, Hashable {
  /// With its schema, unless that is `public`.
  package var table: String
  /// `INSERT`, `UPDATE`, `DELETE`, `TRUNCATE`.
  package var events: [String]
  /// `BEFORE`, `AFTER`, `INSTEAD OF`; `RULE` for a rule that notifies.
  package var timing: String
  /// `ROW` or `STATEMENT`.
  package var level: String
  /// The function it calls, or its own name when it has a body of its own.
  package var function: String
  /// What it notifies; `*` stands for a part that is known only when it runs.
  package var channels: [String]
  /// Where it is created: the file relative to the audited root, and the line from 1.
  package var path: String
  package var line: Int
  package var name: String
  /// `UPDATE OF` these; empty for any.
  package var columns: [String]

  package init(
    table: String, events: [String], timing: String, level: String, function: String, channels: [String],
    path: String, line: Int, name: String = "", columns: [String] = []
  ) {
    self.table = table
    self.events = events
    self.timing = timing
    self.level = level
    self.function = function
    self.channels = channels
    self.path = path
    self.line = line
    self.name = name
    self.columns = columns
  }
}
