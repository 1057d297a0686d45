/// A class whose instances are rows of a table.
package struct Model: Sendable, Hashable {
  package var name: String
  package var table: String?
  package var columns: [String]
  package var relations: [Relation]
  /// Relative to the audited root.
  package var path: String
  /// From 1.
  package var line: Int

  package init(name: String, table: String?, columns: [String], relations: [Relation], path: String, line: Int) {
    self.name = name
    self.table = table
    self.columns = columns
    self.relations = relations
    self.path = path
    self.line = line
  }
}

/// An attribute of a model that leads to other models.
package struct Relation: Sendable, Hashable {
  package var name: String
  package var target: String?
  /// As the model says: `selectin`, `joined`, `raise`….
  package var loading: String?
  /// Relative to the audited root.
  package var path: String
  /// From 1.
  package var line: Int

  package init(name: String, target: String?, loading: String?, path: String, line: Int) {
    self.name = name
    self.target = target
    self.loading = loading
    self.path = path
    self.line = line
  }
}
