/// A class that stands for a table.
package struct Model: Sendable, Hashable {
  package var name: String
  /// With its schema, unless that is `public`; `nil` for a class that has none or none that can be told.
  package var table: String?
  /// Attributes of the class, those it inherits first.
  package var columns: [String]
  package var relations: [Relation]
  /// What relations of other models put onto this one: `book_set`.
  package var waysBack: [Relation]
  /// Properties that give the rows of a relation, or some of them.
  package var views: [Relation] = []
  /// Columns of texts, documents or bytes without end that are loaded with each row.
  package var largeColumns: [String]
  /// Columns with an index of their own, as far as nothing beside the model speaks of letter case or of an index on an
  /// expression.
  package var plainlyIndexed: [String]
  /// A manager of its own loads relations along with the rows.
  package var loadsRelations: Bool
  /// More happens when a row is stored than one statement of the library: its class, or a base of it, has a `save` of its
  /// own, or the row is spread over the tables of several classes.
  package var savesItself = false
  /// The file relative to the audited root, and the line from 1.
  package var path: String
  package var line: Int

  package init(
    name: String, table: String?, columns: [String], relations: [Relation], waysBack: [Relation] = [],
    largeColumns: [String] = [], plainlyIndexed: [String] = [], loadsRelations: Bool = false, path: String, line: Int
  ) {
    self.name = name
    self.table = table
    self.columns = columns
    self.relations = relations
    self.waysBack = waysBack
    self.largeColumns = largeColumns
    self.plainlyIndexed = plainlyIndexed
    self.loadsRelations = loadsRelations
    self.path = path
    self.line = line
  }
}

extension Model {
  /// All that leads to rows of other models.
  package var ways: [Relation] { relations + waysBack + views }

  /// The relation of that name, or the one that another model puts onto this one.
  package func relation(_ name: String) -> Relation? {
    waysBack.last { $0.name == name } ?? relations.last { $0.name == name } ?? views.first { $0.name == name }
  }
}

/// An attribute of a model that leads to other models.
package struct Relation: Sendable, Hashable {
  package var name: String
  /// The class it leads to, as written there without its module.
  package var target: String?
  /// How it is loaded, when the model says so: `selectin`, `joined`, `raise`, `dynamic`…
  package var loading: String?
  /// Reading it sends a query of its own, as far as the model says.
  package var isLazy: Bool
  /// It is a manager, which is asked for rows.
  package var isManager: Bool
  /// Where it is declared, in the model or in a class that it inherits from; the line from 1.
  package var path: String
  package var line: Int

  package init(
    name: String, target: String?, loading: String?, isLazy: Bool = false, isManager: Bool = false, path: String,
    line: Int
  ) {
    self.name = name
    self.target = target
    self.loading = loading
    self.isLazy = isLazy
    self.isManager = isManager
    self.path = path
    self.line = line
  }
}
