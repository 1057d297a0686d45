import SourceScan

/// A place in a statement that moves on as its words are taken.
struct StatementCursor {
  let script: SQLScript
  var index: Int
  let end: Int

  mutating func accept(_ word: StaticString) -> Bool {
    guard index < end, script.isWord(index, word) else { return false }
    index += 1
    return true
  }

  /// The same for a word in any case that is made at run time.
  mutating func acceptText(_ word: String) -> Bool {
    guard index < end, script.tokens[index].kind == .word, script.text(index).uppercased() == word else { return false }
    index += 1
    return true
  }

  mutating func acceptSymbol(_ symbol: StaticString) -> Bool {
    guard index < end, script.isSymbol(index, symbol) else { return false }
    index += 1
    return true
  }

  mutating func skipIfExists() {
    if accept("if") { _ = accept("exists") }
  }

  mutating func skipIfNotExists() {
    if accept("if") {
      _ = accept("not")
      _ = accept("exists")
    }
  }

  /// `DEFINER = 'app'@'localhost'` of MySQL.
  mutating func skipDefiner() {
    guard accept("definer"), acceptSymbol("=") else { return }
    while index < end, !script.isWord(index, "trigger"), !script.isWord(index, "function"),
      !script.isWord(index, "procedure"), !script.isWord(index, "event")
    {
      index += 1
    }
  }

  /// `schema.name`, with or without quotes; a database before the schema is passed over.
  mutating func qualifiedName() -> SchemaName? {
    guard var name = part() else { return nil }
    var schema: String?
    while index + 1 < end, script.isSymbol(index, ".") {
      index += 1
      guard let next = part() else { return nil }
      schema = name
      name = next
    }
    return SchemaName(schema: schema, name: name)
  }

  /// One name, or what a tool replaces by one: `:schema` of psql, `{schema}` of a template.
  private mutating func part() -> String? {
    guard index < end else { return nil }
    if let name = script.name(index) {
      index += 1
      return name
    }
    if script.isSymbol(index, ":"), script.name(index + 1) != nil, index + 1 < end {
      index += 2
      return Hole.text
    }
    guard script.isSymbol(index, "{") || script.isSymbol(index, "@") else { return nil }
    let closing: StaticString = script.isSymbol(index, "{") ? "}" : "@"
    for at in index + 1..<max(index + 1, min(end, index + 6)) where script.isSymbol(at, closing) {
      index = script.isSymbol(at + 1, closing) ? at + 2 : at + 1
      return Hole.text
    }
    return nil
  }

  /// Names between commas.
  mutating func names() -> [String] {
    var names: [String] = []
    repeat {
      guard let name = qualifiedName() else { break }
      names.append(name.name)
    } while acceptSymbol(",")
    return names
  }
}
