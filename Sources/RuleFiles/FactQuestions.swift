/// What a condition on a capture asks about the model that it stands for: `model: {columns: ">15"}`.
package struct ModelQuestion: Sendable, Equatable {
  package enum Reads: String, Sendable, CaseIterable {
    /// Every attribute that is read of the name is a column of the model.
    case columns
  }

  /// Names of classes; empty for any.
  package var names: [String] = []
  package var columns: Comparison?
  package var relations: Comparison?
  package var reads: Reads?
  /// Some column of texts, documents or bytes without end is (`true`) or none is (`false`) among those that are not read
  /// of the name.
  package var leavesLarge: Bool?
  /// Whether more happens when a row is stored than one statement of the library.
  package var savesItself: Bool?

  /// Whether rows that a function of the project gives count, too: of those that are stored, most are handed in.
  package var followsCalls: Bool { savesItself == nil }
}

/// What it asks about the table that the capture names, or whose class it is: `table: {notifies: true}`.
package struct TableQuestion: Sendable, Equatable {
  /// Names of tables, with or without a schema; empty for any.
  package var tables: [String] = []
  /// A trigger fires on one of these; empty for any event.
  package var events: [ProjectCondition.SomeTrigger.Event] = []
  /// Whether such a trigger notifies a channel.
  package var notifies: Bool?
  /// Whether something in the project listens to one of those channels.
  package var heard: Bool?
}

/// What it asks about the relation that the captured attribute is: `relation: {of: $ROW, loaded: lazily}`.
package struct RelationQuestion: Sendable, Equatable {
  /// How one gets at what is behind it.
  package enum Read: String, Sendable, CaseIterable {
    /// Reading the attribute is enough.
    case attribute
    /// The attribute is a manager that is asked for rows.
    case manager
  }

  package enum Loaded: String, Sendable, CaseIterable {
    /// Row by row: neither the model nor the query that the row comes from loads it along.
    case lazily
    /// So, and no query of the project names it as to be loaded along.
    case nowhere
  }

  /// The capture that stands for the row, or for the class.
  package var of: Located<String>
  package var read: Read?
  package var loaded: Loaded?
}

/// What it asks about the column that the captured attribute is: `column: {of: $MODEL, indexed: plainly}`.
package struct ColumnQuestion: Sendable, Equatable {
  package enum Indexed: String, Sendable, CaseIterable {
    /// The model gives it an index of its own, and its file speaks neither of letter case nor of an index on an
    /// expression.
    case plainly
  }

  /// The capture that stands for the class.
  package var of: Located<String>
  package var indexed: Indexed?
}
