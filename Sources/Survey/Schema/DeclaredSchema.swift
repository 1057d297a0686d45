import SourceScan

extension MigrationFile {
  /// The SQL in the strings of a Python file that is no migration, and what alembic_utils declares there: `DDL("CREATE
  /// TRIGGER …")` beside the models, an installer of a schema. `nil` when none of it changes triggers or functions.
  init?(declaredIn evaluation: PythonEvaluation) {
    var evaluation = evaluation
    let source = evaluation.source
    var changes: [SchemaChange] = []
    let entities = WordSearch(["PGFunction(", "PGTrigger("])
    for (index, statement) in source.statements.enumerated() where source.isAtModuleLevel(statement) {
      guard statement.kind == .none,
        !entities.found(in: source.file.text.bytes, range: source.bytes(of: statement)).isEmpty
      else { continue }
      evaluation.runModuleStatement(index)
    }
    for call in evaluation.calls {
      if let entity = AlembicEntity(call, path: source.path) { changes += entity.changes }
    }
    let tokens = source.stream.tokens
    var index: UInt32 = 0
    while Int(index) < tokens.count {
      let kind = tokens[Int(index)].kind
      guard kind == .string || kind == .stringStart else {
        index += 1
        continue
      }
      let start = index
      while Int(index) < tokens.count, tokens[Int(index)].kind == .string || tokens[Int(index)].kind == .stringStart {
        index = source.stream.after(index)
      }
      let size = tokens[Int(index) - 1].end - tokens[Int(start)].start
      guard size > 20, let text = evaluation.evaluate(start..<index).text, looksLikeSchemaSQL(text.bytes) else {
        continue
      }
      // What drops things here does so on demand; the file declares what is there.
      changes += StatementReader.changes(in: text).filter { $0.creates }
    }
    guard !changes.isEmpty else { return nil }
    let place = SQLMigrationPath(source.path)
    self.init(
      chain: place.chain, place: .version(place.version), path: source.path, changes: changes, isDeclaration: true)
  }
}

extension SchemaChange {
  var creates: Bool {
    switch self {
    case .createTrigger, .createFunction: true
    default: false
    }
  }
}
