import SourceScan

/// Collects what the calls of a Python migration do to the schema.
struct PythonMigrationReader {
  private(set) var changes: [SchemaChange] = []
  private let path: String

  init(path: String) { self.path = path }

  /// Runs a function that takes the migration forward.
  static func changes(of function: Int, in evaluation: PythonEvaluation) -> [SchemaChange] {
    var reader = PythonMigrationReader(path: evaluation.source.path)
    var evaluation = evaluation
    evaluation.calls = []
    _ = evaluation.call(function)
    for call in evaluation.calls { reader.read(call) }
    return reader.changes
  }

  mutating func read(_ call: PythonCall) {
    switch call.method {
    case "execute", "exec_driver_sql", "executescript", "execute_sql", "executemany", "execute_if", "run_sql":
      execute(
        call.arguments.first ?? call.keywords["sqltext"] ?? call.keywords["statement"] ?? call.keywords["sql"]
          ?? .unknown)
    case "drop_table":
      if let table = name(call.argument(0, "table_name"), call.keywords["schema"]) { changes.append(.dropTable(table)) }
    case "rename_table":
      guard let old = name(call.argument(0, "old_table_name"), call.keywords["schema"]),
        let new = name(call.argument(1, "new_table_name"), call.keywords["schema"])
      else { break }
      changes.append(.renameTable(old, to: new))
    case "create_entity", "replace_entity", "create_sp", "replace_sp", "create_function", "replace_function",
      "create_trigger", "replace_trigger":
      create(call)
    case "drop_entity", "drop_sp", "drop_function", "drop_trigger":
      drop(call)
    default: break
    }
  }

  mutating func execute(_ value: PythonValue) {
    switch value {
    case .text(let text): changes += StatementReader.changes(in: text)
    case .list(let values): for value in values { execute(value) }
    case .file(let path): changes.append(.include(path: path))
    case .call(let call):
      // What renders itself to SQL: an entity of alembic_utils, `DDL(…)`.
      if let entity = AlembicEntity(call, path: path) { changes += entity.changes }
    default: break
    }
  }

  private mutating func create(_ call: PythonCall) {
    guard let object = call.argument(0).call else { return }
    if let entity = AlembicEntity(object, path: path) {
      changes += entity.changes
    } else if let name = object.argument(0, "name").text, let body = object.argument(1, "sqltext").text {
      // The `ReplaceableObject` of Alembic's cookbook.
      let kind = call.name.contains("trigger") ? "TRIGGER " : "FUNCTION "
      var sql = SQLText(path: path, "CREATE " + kind + name.text + " ", line: name.line)
      sql.append(body)
      changes += StatementReader.changes(in: sql)
    }
  }

  private mutating func drop(_ call: PythonCall) {
    guard let object = call.argument(0).call else { return }
    if let entity = AlembicEntity(object, path: path) {
      changes.append(entity.dropped)
    } else if let name = object.argument(0, "name").text {
      let kind = call.name.contains("trigger") ? "TRIGGER " : "FUNCTION "
      changes += StatementReader.changes(in: SQLText(path: path, "DROP " + kind + name.text, line: name.line))
    }
  }

  private func name(_ value: PythonValue, _ schema: PythonValue?) -> SchemaName? {
    guard let text = value.text?.text, !text.isEmpty else { return nil }
    return schema?.text.map { SchemaName(schema: $0.text, name: text) } ?? SchemaName(path: text)
  }
}

/// A function or trigger as alembic_utils declares it.
struct AlembicEntity {
  let changes: [SchemaChange]
  let dropped: SchemaChange

  /// `nil` for a call that makes neither.
  init?(_ call: PythonCall, path: String) {
    let schema = call.argument(0, "schema").text?.text
    guard let signature = call.argument(1, "signature").text else { return nil }
    let qualified = schema.map { $0.contains(Hole.text) ? "" : $0 + "." } ?? ""
    switch call.method {
    case "PGFunction", "PGProcedure":
      guard let definition = call.argument(2, "definition").text else { return nil }
      var sql = SQLText(path: path, "CREATE FUNCTION " + qualified + signature.text + " ", line: call.line)
      sql.append(definition)
      changes = StatementReader.changes(in: sql)
      let name = signature.text.prefix { $0 != "(" }
      dropped = .dropFunction(SchemaName(path: qualified + name), cascades: true)
    case "PGTrigger":
      let entity = call.keywords["on_entity"] ?? call.argument(2)
      let definition = call.keywords["definition"] ?? call.argument(call.keywords["on_entity"] == nil ? 4 : 2)
      guard let table = entity.text, let definition = definition.text else { return nil }
      // "AFTER INSERT ON public.jobs FOR EACH ROW …" or the same without its table.
      var sql = SQLText(path: path, "CREATE TRIGGER " + signature.text + " ", line: call.line)
      sql.append(definition)
      var changes = StatementReader.changes(in: sql)
      if changes.isEmpty {
        let text = definition.text
        let mark = text.range(ofWordBefore: ["for each", "execute"])
        sql = SQLText(
          path: path, "CREATE TRIGGER \(signature.text) \(text[..<mark]) ON \(table.text) \(text[mark...])",
          line: call.line)
        changes = StatementReader.changes(in: sql)
      }
      self.changes = changes
      dropped = .dropTrigger(name: signature.text, table: SchemaName(path: table.text))
    default: return nil
    }
  }
}

extension String {
  /// Where the first of some words begins, in whatever case; the end when none occurs.
  fileprivate func range(ofWordBefore words: [String]) -> Index {
    let lower = lowercased()
    let offsets = words.compactMap {
      lower.firstRange(of: $0).map { lower.distance(from: lower.startIndex, to: $0.lowerBound) }
    }
    return offsets.min().map { index(startIndex, offsetBy: $0) } ?? endIndex
  }
}
