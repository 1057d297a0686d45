import SourceScan
import Vocabulary

/// SQL that is run when a table is made, and leaves the table's name open:
/// `event.listen(Job.__table__, "after_create", DDL("CREATE TRIGGER … ON %(table)s …"))`.
struct TableDDL: Sendable {
  /// The name of the table's class, or the table's own.
  enum Owner: Sendable {
    case model(String)
    case table(SchemaName)
  }

  var owner: Owner
  var text: SQLText

  private static let fields = ["%(table)s", "%(fullname)s", "%(schema)s"]
  private static let search = WordSearch(fields)

  /// What a file hangs on tables.
  static func all(in evaluation: PythonEvaluation) -> [TableDDL] {
    let text = evaluation.source.file.text
    guard !search.found(in: text.bytes, count: text.count).isEmpty else { return [] }
    var evaluation = evaluation
    evaluation.runModule()
    return evaluation.calls.compactMap { TableDDL($0) }
  }

  /// `nil` for a call that hangs nothing of the kind on a table that can be told.
  private init?(_ call: PythonCall) {
    guard call.method == "listen", let text = call.argument(2, "fn").text, looksLikeSchemaSQL(text.bytes),
      TableDDL.fields.contains(where: text.text.contains)
    else { return nil }
    let target = call.argument(0, "target")
    if let table = target.call {
      guard table.method == "Table", let name = table.argument(0, "name").text?.text else { return nil }
      owner = .table(SchemaName(schema: table.keywords["schema"]?.text?.text, name: name))
    } else {
      let parts = target.spelling.split(separator: ".")
      guard parts.count > 1, parts.last == "__table__", parts[parts.count - 2] != "*" else { return nil }
      owner = .model(String(parts[parts.count - 2]))
    }
    self.text = text
  }

  /// What it does to a table.
  func changes(to table: SchemaName) -> [SchemaChange] {
    var sql = text.text
    let name = "\"" + table.name + "\""
    sql = sql.replacing("%(fullname)s", with: table.schema.map { "\"" + $0 + "\"." + name } ?? name)
    sql = sql.replacing("%(table)s", with: name).replacing("%(schema)s", with: table.schema ?? "public")
    return StatementReader.changes(in: text.replaced(by: sql.replacing("%%", with: "%"))).filter(\.creates)
  }
}
