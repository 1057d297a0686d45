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
    guard index < end, var name = script.name(index) else { return nil }
    index += 1
    var schema: String?
    while index + 1 < end, script.isSymbol(index, "."), let next = script.name(index + 1) {
      schema = name
      name = next
      index += 2
    }
    return SchemaName(schema: schema, name: name)
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
