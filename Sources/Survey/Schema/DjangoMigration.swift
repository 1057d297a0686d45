import SourceScan

extension MigrationFile {
  /// A migration of Django: a module with a class `Migration` that has operations. `nil` for anything else.
  ///
  /// - Parameter evaluation: one that has run the module.
  init?(django evaluation: PythonEvaluation) {
    guard let operations = evaluation.names["Migration.operations"],
      let folder = MigrationFile.migrationsFolder(evaluation.source.path)
    else { return nil }
    let own = folder.app + "/" + folder.name
    func links(_ key: String) -> [String] {
      (evaluation.names["Migration." + key]?.elements ?? []).compactMap { link in
        guard case .list(let parts) = link, parts.count == 2, let app = parts[0].text, let name = parts[1].text else {
          return nil
        }
        return app.text + "/" + name.text
      }
    }
    var reader = DjangoOperations(evaluation: evaluation, app: folder.app)
    reader.read(operations)
    self.init(
      chain: MigrationFile.djangoChain,
      place: .node(own, after: links("dependencies"), before: links("run_before"), replaces: links("replaces")),
      path: evaluation.source.path, changes: reader.changes)
  }

  /// All of them: applications depend on each other wherever they lie.
  static let djangoChain = "django"

  /// The application, by the folder that holds its migrations.
  private static func migrationsFolder(_ path: String) -> (app: String, name: String)? {
    let parts = path.split(separator: "/")
    guard let name = parts.last, name.hasSuffix(".py"), parts.count > 1 else { return nil }
    let index = parts.dropLast().lastIndex { $0 == "migrations" }
    let app = index.map { $0 > 0 ? parts[$0 - 1] : "" } ?? parts[parts.count - 2]
    return (String(app), String(name.dropLast(3)))
  }
}

/// Reads the operations of a Django migration.
private struct DjangoOperations {
  let evaluation: PythonEvaluation
  let app: String
  private(set) var changes: [SchemaChange] = []

  init(evaluation: PythonEvaluation, app: String) {
    self.evaluation = evaluation
    self.app = app
  }

  mutating func read(_ value: PythonValue) {
    for operation in value.elements {
      guard let call = operation.call else { continue }
      read(call)
    }
  }

  private mutating func read(_ call: PythonCall) {
    switch call.method {
    case "RunSQL": runSQL(call.argument(0, "sql"))
    case "SeparateDatabaseAndState": read(call.argument(0, "database_operations"))
    case "RunPython":
      if case .function(let function) = call.argument(0, "code") {
        changes += PythonMigrationReader.changes(of: function, in: evaluation)
      }
    case "DeleteModel":
      if let table = table(call.argument(0, "name")) { changes.append(.dropTable(table)) }
    case "RenameModel":
      if let old = table(call.argument(0, "old_name")), let new = table(call.argument(1, "new_name")) {
        changes.append(.renameTable(old, to: new))
      }
    case "AlterModelTable":
      if let old = table(call.argument(0, "name")), let new = call.argument(1, "table").text {
        changes.append(.renameTable(old, to: SchemaName(path: new.text)))
      }
    case "AddTrigger": addTrigger(call)
    case "RemoveTrigger":
      if let table = table(call.argument(0, "model_name")), let name = call.argument(1, "name").text {
        changes.append(.dropTrigger(name: name.text, table: table))
      }
    default: break
    }
  }

  /// A text, a list of texts, or a list of texts with their parameters.
  private mutating func runSQL(_ value: PythonValue) {
    switch value {
    case .text(let text): changes += StatementReader.changes(in: text)
    case .file(let path): changes.append(.include(path: path))
    case .list(let values):
      for value in values {
        if case .list(let pair) = value, let statement = pair.first { runSQL(statement) } else { runSQL(value) }
      }
    default: break
    }
  }

  /// Django's name for the table of a model, unless the model says otherwise.
  private func table(_ model: PythonValue) -> SchemaName? {
    model.text.map { SchemaName(schema: nil, name: app + "_" + $0.text.lowercased()) }
  }

  /// `pgtrigger.migrations.AddTrigger(model_name=…, trigger=pgtrigger.compiler.Trigger(name=…, sql=…))`.
  private mutating func addTrigger(_ call: PythonCall) {
    guard let trigger = call.argument(1, "trigger").call, let name = trigger.argument(0, "name").text,
      let sql = trigger.argument(1, "sql").call
    else { return }
    let model = call.argument(0, "model_name")
    guard let table = sql.keywords["table"]?.text.map({ SchemaName(path: $0.text) }) ?? table(model) else { return }
    changes += PgTrigger.changes(
      name: name.text, table: table, operation: sql.keywords["operation"]?.text?.text ?? "",
      timing: sql.keywords["when"]?.text?.text ?? "AFTER", level: sql.keywords["level"]?.text?.text ?? "ROW",
      body: sql.keywords["func"]?.text, path: evaluation.source.path, line: trigger.line)
  }
}

/// Triggers of django-pgtrigger: a trigger and a function of its own.
enum PgTrigger {
  /// - Parameter operation: `INSERT OR UPDATE OF "a", "b"`.
  static func changes(
    name: String, table: SchemaName, operation: String, timing: String, level: String, body: SQLText?, path: String,
    line: Int
  ) -> [SchemaChange] {
    let quoted = "\"" + name + "\""
    let sql =
      "CREATE TRIGGER \(quoted) \(timing) \(operation) ON \"\(table.name)\" FOR EACH \(level) EXECUTE FUNCTION pgtrigger_\(name)_\(table.name)()"
    guard case .createTrigger(var trigger)? = StatementReader.changes(in: SQLText(path: path, sql, line: line)).first
    else { return [] }
    trigger.table = table
    let function = SchemaName(schema: nil, name: "pgtrigger_" + name + "_" + table.name)
    trigger.function = function
    var stored = StoredFunction(name: function, parameterCount: 0, path: path, line: line)
    if let body {
      let script = SQLScript(body.bytes, in: 0..<body.bytes.count, dialect: .standard)
      let reader = BodyReader(script, body, parameters: [])
      stored.notifications = reader.notifications
      stored.calls = reader.calls
    }
    return [.createFunction(stored), .createTrigger(trigger)]
  }
}
