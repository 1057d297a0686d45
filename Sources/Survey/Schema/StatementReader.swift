import SourceScan

/// Reads what statements of SQL do to triggers and functions.
struct StatementReader {
  let script: SQLScript
  let text: SQLText
  private(set) var changes: [SchemaChange] = []
  /// How many texts of SQL stand around this one.
  private let depth: Int
  /// Of the block around, for statements that it puts together.
  private var expressions: ExpressionReader
  /// Of the loops in the block around: the variables, with a value for each turn.
  private var looped: [String: ChannelExpression] = [:]

  /// Deeper SQL within SQL is not read.
  private static let depthLimit = 4

  /// All changes of a text; statements of the part that takes a migration back are left out.
  static func changes(in text: SQLText, depth: Int = 0) -> [SchemaChange] {
    let script = SQLScript(text.bytes, count: text.bytes.count)
    var reader = StatementReader(script, text, depth: depth)
    for statement in script.statements where !statement.isDown { reader.read(statement.tokens) }
    return reader.changes
  }

  init(_ script: SQLScript, _ text: SQLText, depth: Int) {
    self.script = script
    self.text = text
    self.depth = depth
    expressions = ExpressionReader(script: script)
  }

  mutating func read(_ range: Range<Int>) {
    var cursor = StatementCursor(script: script, index: range.lowerBound, end: range.upperBound)
    if cursor.accept("create") {
      create(&cursor, range)
    } else if cursor.accept("drop") {
      drop(&cursor)
    } else if cursor.accept("alter") {
      alter(&cursor)
    } else if cursor.accept("rename"), cursor.accept("table") {
      renameTables(&cursor)
    } else if cursor.accept("do") {
      block(range)
    } else if cursor.accept("if") || cursor.accept("select") {
      // `IF NOT EXISTS (…) EXEC('CREATE TRIGGER …')`, `SELECT cron.schedule(…)`: nothing to read.
    }
  }

  // MARK: CREATE

  private mutating func create(_ cursor: inout StatementCursor, _ range: Range<Int>) {
    let line = text.line(at: Int(script.tokens[range.lowerBound].start))
    if cursor.accept("or") { _ = cursor.accept("replace") || cursor.accept("alter") }
    cursor.skipDefiner()
    while cursor.accept("constraint") || cursor.accept("temp") || cursor.accept("temporary")
      || cursor.accept("aggregate") || cursor.accept("editionable") || cursor.accept("noneditionable")
    {}
    if cursor.accept("trigger") {
      if let trigger = trigger(&cursor, line: line) { changes.append(.createTrigger(trigger)) }
    } else if cursor.accept("function") || cursor.accept("procedure") {
      if let function = function(&cursor, line: line) { changes.append(.createFunction(function)) }
    } else if cursor.accept("rule") {
      if let rule = rule(&cursor, range, line: line) { changes.append(.createTrigger(rule)) }
    }
  }

  private mutating func trigger(_ cursor: inout StatementCursor, line: Int) -> StoredTrigger? {
    cursor.skipIfNotExists()
    guard let name = cursor.qualifiedName() else { return nil }
    var trigger = StoredTrigger(
      name: name.name, table: SchemaName(schema: nil, name: ""), events: [], timing: "", level: "STATEMENT",
      path: text.path, line: line)
    while cursor.index < cursor.end, trigger.table.name.isEmpty || trigger.events.isEmpty || trigger.timing.isEmpty {
      if cursor.accept("before") {
        trigger.timing = "BEFORE"
      } else if cursor.accept("after") || cursor.accept("for") {
        trigger.timing = "AFTER"
      } else if cursor.accept("instead") {
        _ = cursor.accept("of")
        trigger.timing = "INSTEAD OF"
      } else if cursor.accept("insert") {
        trigger.events.append("INSERT")
      } else if cursor.accept("update") {
        trigger.events.append("UPDATE")
        if cursor.accept("of") { trigger.columns = cursor.names() }
      } else if cursor.accept("delete") {
        trigger.events.append("DELETE")
      } else if cursor.accept("truncate") {
        trigger.events.append("TRUNCATE")
      } else if cursor.accept("on") {
        guard let table = cursor.qualifiedName() else { return nil }
        trigger.table = table
        // SQLite takes BEFORE for granted; here the body may begin at once.
        if !trigger.events.isEmpty, trigger.timing.isEmpty { trigger.timing = "BEFORE" }
      } else if cursor.accept("or") || cursor.acceptSymbol(",") {
        continue
      } else {
        return nil
      }
    }
    guard !trigger.events.isEmpty, !trigger.table.name.isEmpty else { return nil }
    // Events behind the table, as SQL Server has them, may go on.
    while cursor.acceptSymbol(",") {
      for event in ["INSERT", "UPDATE", "DELETE"] where cursor.acceptText(event) { trigger.events.append(event) }
    }
    readRest(of: &trigger, &cursor)
    return trigger
  }

  /// Behind the table: FOR EACH ROW, WHEN, EXECUTE FUNCTION or a body.
  private func readRest(of trigger: inout StoredTrigger, _ cursor: inout StatementCursor) {
    while cursor.index < cursor.end {
      if cursor.accept("each") {
        if cursor.accept("row") { trigger.level = "ROW" }
      } else if cursor.accept("execute") {
        guard cursor.accept("function") || cursor.accept("procedure"), let function = cursor.qualifiedName() else {
          return
        }
        trigger.function = function
        if script.isSymbol(cursor.index, "(") {
          let end = script.closing(cursor.index, limit: cursor.end)
          for argument in script.arguments(cursor.index + 1..<max(cursor.index + 1, end - 1)) {
            trigger.arguments.append(script.string(argument.lowerBound) ?? script.text(argument.lowerBound))
          }
        }
        return
      } else if cursor.accept("begin") || cursor.accept("as") {
        return
      } else if script.isSymbol(cursor.index, "(") {
        cursor.index = script.closing(cursor.index, limit: cursor.end)
      } else if cursor.accept("row") {
        // `FOR ROW`, and MySQL's `FOR EACH ROW` was taken above.
        trigger.level = "ROW"
      } else {
        cursor.index += 1
      }
    }
  }

  private mutating func function(_ cursor: inout StatementCursor, line: Int) -> StoredFunction? {
    cursor.skipIfNotExists()
    guard let name = cursor.qualifiedName() else { return nil }
    var parameters: [String] = []
    if script.isSymbol(cursor.index, "(") {
      let end = script.closing(cursor.index, limit: cursor.end)
      for parameter in script.arguments(cursor.index + 1..<max(cursor.index + 1, end - 1)) {
        parameters.append(parameterName(parameter))
      }
      cursor.index = end
    }
    var function = StoredFunction(
      name: name, parameterCount: parameters.count, path: text.path, line: line)
    if let body = body(cursor.index..<cursor.end) {
      let reader = BodyReader(body.script, body.text, parameters: parameters)
      function.notifications = reader.notifications
      function.calls = reader.calls
    }
    return function
  }

  private func parameterName(_ range: Range<Int>) -> String {
    for index in range {
      if script.isWord(index, "in") || script.isWord(index, "out") || script.isWord(index, "inout")
        || script.isWord(index, "variadic")
      {
        continue
      }
      return script.name(index) ?? ""
    }
    return ""
  }

  /// The body of a function: `AS $$…$$`, `AS '…'`, `BEGIN ATOMIC … END`, `RETURN …`.
  private func body(_ range: Range<Int>) -> (script: SQLScript, text: SQLText)? {
    for index in range {
      let token = script.tokens[index]
      if token.kind == .dollarString {
        return (SQLScript(script.bytes, in: script.content(index), dialect: .standard), text)
      }
      if token.kind == .string, script.isWord(index - 1, "as"), let content = script.string(index) {
        let inner = SQLText(path: text.path, content, line: text.line(at: Int(token.start)))
        return (SQLScript(inner.bytes, in: 0..<inner.bytes.count, dialect: .standard), inner)
      }
      if script.isWord(index, "begin") || (script.isWord(index, "return") && index > range.lowerBound) {
        let start = Int(token.start)
        let end = Int(script.tokens[range.upperBound - 1].end)
        return (SQLScript(script.bytes, in: start..<end, dialect: .standard), text)
      }
    }
    return nil
  }

  /// `CREATE RULE r AS ON UPDATE TO jobs DO ALSO NOTIFY job_events`.
  private mutating func rule(_ cursor: inout StatementCursor, _ range: Range<Int>, line: Int) -> StoredTrigger? {
    guard let name = cursor.qualifiedName(), cursor.accept("as"), cursor.accept("on") else { return nil }
    let event = script.text(cursor.index).uppercased()
    cursor.index += 1
    guard cursor.accept("to"), let table = cursor.qualifiedName() else { return nil }
    let start = cursor.index < cursor.end ? Int(script.tokens[cursor.index].start) : 0
    let end = Int(script.tokens[range.upperBound - 1].end)
    guard start < end else { return nil }
    let body = BodyReader(SQLScript(script.bytes, in: start..<end, dialect: .standard), text, parameters: [])
    guard !body.notifications.isEmpty else { return nil }
    return StoredTrigger(
      name: name.name, table: table, events: [event], timing: "RULE", level: "STATEMENT",
      notifications: body.notifications, path: text.path, line: line)
  }

  // MARK: DROP and ALTER

  private mutating func drop(_ cursor: inout StatementCursor) {
    if cursor.accept("trigger") || cursor.accept("rule") {
      cursor.skipIfExists()
      guard let name = cursor.qualifiedName() else { return }
      changes.append(.dropTrigger(name: name.name, table: cursor.accept("on") ? cursor.qualifiedName() : nil))
    } else if cursor.accept("function") || cursor.accept("procedure") || cursor.accept("routine") {
      cursor.skipIfExists()
      let cascades = script.isWord(cursor.end - 1, "cascade")
      repeat {
        guard let name = cursor.qualifiedName() else { return }
        changes.append(.dropFunction(name, cascades: cascades))
        if script.isSymbol(cursor.index, "(") { cursor.index = script.closing(cursor.index, limit: cursor.end) }
      } while cursor.acceptSymbol(",")
    } else if cursor.accept("table") {
      cursor.skipIfExists()
      repeat {
        guard let name = cursor.qualifiedName() else { return }
        changes.append(.dropTable(name))
      } while cursor.acceptSymbol(",")
    } else if cursor.accept("schema") {
      cursor.skipIfExists()
      if let name = cursor.qualifiedName() { changes.append(.dropSchema(name.name)) }
    }
  }

  private mutating func alter(_ cursor: inout StatementCursor) {
    if cursor.accept("table") {
      cursor.skipIfExists()
      _ = cursor.accept("only")
      guard let table = cursor.qualifiedName() else { return }
      alterTable(table, &cursor)
    } else if cursor.accept("trigger") {
      guard let name = cursor.qualifiedName(), cursor.accept("on"), let table = cursor.qualifiedName(),
        cursor.accept("rename"), cursor.accept("to"), let new = cursor.qualifiedName()
      else { return }
      changes.append(.renameTrigger(name: name.name, table: table, to: new.name))
    } else if cursor.accept("function") || cursor.accept("routine") || cursor.accept("procedure") {
      guard let name = cursor.qualifiedName() else { return }
      if script.isSymbol(cursor.index, "(") { cursor.index = script.closing(cursor.index, limit: cursor.end) }
      if cursor.accept("rename"), cursor.accept("to"), let new = cursor.qualifiedName() {
        changes.append(.renameFunction(name, to: SchemaName(schema: name.schema, name: new.name)))
      } else if cursor.accept("set"), cursor.accept("schema"), let schema = cursor.qualifiedName() {
        changes.append(.renameFunction(name, to: SchemaName(schema: schema.name, name: name.name)))
      }
    }
  }

  private mutating func alterTable(_ table: SchemaName, _ cursor: inout StatementCursor) {
    repeat {
      if cursor.accept("rename") {
        if cursor.accept("to") || cursor.accept("as"), let new = cursor.qualifiedName() {
          changes.append(.renameTable(table, to: SchemaName(schema: new.schema ?? table.schema, name: new.name)))
        }
      } else if cursor.accept("set"), cursor.accept("schema"), let schema = cursor.qualifiedName() {
        changes.append(.renameTable(table, to: SchemaName(schema: schema.name, name: table.name)))
      } else {
        let enables = cursor.accept("enable")
        guard enables || cursor.accept("disable") else { return }
        _ = cursor.accept("always") || cursor.accept("replica")
        guard cursor.accept("trigger"), let name = cursor.qualifiedName()?.name else { return }
        changes.append(.enableTrigger(name: name == "all" || name == "user" ? nil : name, table: table, enables))
      }
    } while cursor.acceptSymbol(",")
  }

  /// `RENAME TABLE a TO b, c TO d` of MySQL.
  private mutating func renameTables(_ cursor: inout StatementCursor) {
    repeat {
      guard let old = cursor.qualifiedName(), cursor.accept("to"), let new = cursor.qualifiedName() else { return }
      changes.append(.renameTable(old, to: new))
    } while cursor.acceptSymbol(",")
  }

  // MARK: DO

  /// `DO $$ … $$`: the statements of the block, those that it puts together with EXECUTE included.
  private mutating func block(_ range: Range<Int>) {
    guard depth < StatementReader.depthLimit,
      let body = range.first(where: { script.tokens[$0].kind == .dollarString || script.tokens[$0].kind == .string })
    else { return }
    let inner: (script: SQLScript, text: SQLText)
    if script.tokens[body].kind == .dollarString {
      inner = (SQLScript(script.bytes, in: script.content(body), dialect: .standard), text)
    } else {
      let content = SQLText(
        path: text.path, script.string(body) ?? "", line: text.line(at: Int(script.tokens[body].start)))
      inner = (SQLScript(content.bytes, in: 0..<content.bytes.count, dialect: .standard), content)
    }
    var reader = StatementReader(inner.script, inner.text, depth: depth + 1)
    let variables = BodyReader(inner.script, inner.text, parameters: []).variables
    reader.looped = reader.loopVariables()
    reader.expressions.variables = variables.merging(reader.looped) { $1 }
    for statement in inner.script.statements { reader.readWithin(statement.tokens) }
    changes += reader.changes
  }

  /// `FOREACH t IN ARRAY ARRAY['jobs', 'tasks'] LOOP`, `FOR t IN SELECT unnest(ARRAY[…]) LOOP`.
  private func loopVariables() -> [String: ChannelExpression] {
    var variables: [String: ChannelExpression] = [:]
    for index in script.tokens.indices where script.isWord(index, "foreach") || script.isWord(index, "for") {
      guard let name = script.name(index + 1), script.isWord(index + 2, "in") else { continue }
      var values: [[ChannelExpression.Part]] = []
      var at = index + 3
      while at < script.tokens.count, !script.isWord(at, "loop") {
        if let text = script.string(at) { values.append([.text(text)]) }
        at += 1
      }
      if !values.isEmpty { variables[name] = ChannelExpression(alternatives: Array(values.prefix(64))) }
    }
    return variables
  }

  /// What an expression makes in each turn of the loops around it: in one turn a variable has one value, however often
  /// it is named.
  private func turns(of range: Range<Int>, _ expressions: ExpressionReader) -> [String] {
    let names = range.lazy.compactMap { script.name($0) }
    let open = names.first { looped[$0] != nil && (expressions.variables[$0]?.alternatives.count ?? 0) > 1 }
    guard let open, let values = expressions.variables[open] else { return expressions.read(range).texts }
    return values.alternatives.flatMap { value in
      var turn = expressions
      turn.variables[open] = ChannelExpression(alternatives: [value])
      return turns(of: range, turn)
    }
  }

  /// A statement of PL/pgSQL: what stands behind THEN, ELSE, LOOP and BEGIN is one too.
  private mutating func readWithin(_ range: Range<Int>) {
    var start = range.lowerBound
    for index in range {
      let opens =
        script.isWord(index, "then") || script.isWord(index, "else") || script.isWord(index, "loop")
        || script.isWord(index, "begin")
      if opens { start = index + 1 }
    }
    guard start < range.upperBound else { return }
    guard script.isWord(start, "execute") else {
      read(start..<range.upperBound)
      return
    }
    let end = (start..<range.upperBound).first { script.isWord($0, "using") } ?? range.upperBound
    let line = text.line(at: Int(script.tokens[start].start))
    for written in turns(of: start + 1..<end, expressions) {
      changes += StatementReader.changes(in: SQLText(path: text.path, written, line: line), depth: depth + 1)
    }
  }
}
