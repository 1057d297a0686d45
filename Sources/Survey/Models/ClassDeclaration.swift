import SourceScan

/// A class statement of Python, as far as it can matter for a model.
struct ClassDeclaration: Sendable {
  struct Member: Sendable {
    var name: String
    /// Canonical name of what is called to make it: `sqlalchemy.orm.relationship`.
    var call: String?
    /// Dotted name of the annotation without what stands in its brackets: `Mapped`.
    var annotation: String?
    /// The innermost class that the annotation names.
    var annotated: String?
    /// The class that the first argument names.
    var target: String?
    /// `lazy="selectin"`.
    var loading: String?
    /// `primary_key=True`.
    var isPrimaryKey = false
    /// `index=True`, `unique=True`, `db_index=True`.
    var isIndexed = false
    /// The names among what is handed over by position: `Text`, `JSONB`.
    var types: [String] = []
    /// `deferred=True`.
    var isDeferred = false
    /// Texts of keywords that name the way back: `related_name="books"`.
    var texts: [String: String] = [:]
    /// The way back is made by a call that says how it is loaded.
    var wayBackLoads = false
    var path: String
    var line: Int
  }

  var name: String
  var path: String
  var line: Int
  /// Canonical; a call ends in `()`, a decorator begins with `@`.
  var bases: [String]
  /// Keywords of the class statement that are true: `table=True`.
  var keywords: Set<String> = []
  /// Attributes with a text or a truth value; those of a class within it with its name before them: `Meta.db_table`.
  var options: [String: String] = [:]
  /// `{"schema": "billing"}` in an attribute such as `__table_args__`.
  var schemas: [String: String] = [:]
  /// How a method computes a text from the class's name: `__tablename__`.
  var computed: [String: ComputedName] = [:]
  var members: [Member] = []
  /// Properties that give the rows of an attribute, or some of them: by name, the attribute.
  var views: [String: String] = [:]
  /// Its file speaks of letter case, or of an index on an expression.
  var mindsCase = false
  /// A method that makes its queries loads relations along.
  var loadsRelations = false
  /// It has a `save` of its own.
  var savesItself = false
  /// Made by calling a function for a table: no class at all.
  var isTable = false
}

/// A table's name that a base class computes from the name of each class.
struct ComputedName: Sendable, Hashable {
  enum Style: Sendable { case asWritten, lower, snake }

  var style: Style
  var suffix: String

  func apply(_ name: String) -> String {
    switch style {
    case .asWritten: name + suffix
    case .lower: name.lowercased() + suffix
    case .snake: ComputedName.snakeCase(name) + suffix
    }
  }

  /// `JobEvent` → `job_event`, `HTTPLog` → `http_log`.
  static func snakeCase(_ name: String) -> String {
    var result = ""
    let letters = Array(name)
    for (index, letter) in letters.enumerated() {
      if letter.isUppercase, index > 0 {
        let endsWord = letters[index - 1].isLowercase || letters[index - 1].isNumber
        let beginsWord = index + 1 < letters.count && letters[index + 1].isLowercase && letters[index - 1] != "_"
        if endsWord || beginsWord { result.append("_") }
      }
      result += letter.lowercased()
    }
    return result
  }
}
