import SourceScan

extension MigrationFile {
  /// The SQL in the strings of a JavaScript, TypeScript or Go file: Knex, TypeORM, Sequelize, node-pg-migrate, goose…
  /// `nil` when none of it changes triggers or functions.
  init?(script words: ScriptWords, path: String) {
    let constants = words.constants()
    let lines = LineCounter(words.bytes)
    let down = words.downRanges()
    var changes: [SchemaChange] = []
    for index in words.words.indices {
      if down.contains(where: { $0.contains(index) }) { continue }
      let line = lines.line(at: Int(words.words[index].start))
      if words.words[index].kind == .name {
        changes += MigrationFile.builderChanges(words, index, path: path, line: line)
        continue
      }
      guard let content = words.string(index, constants: constants), content.count > 11,
        looksLikeSchemaSQL(content)
      else { continue }
      changes += StatementReader.changes(in: SQLText(path: path, content, line: line))
    }
    guard !changes.isEmpty else { return nil }
    let place = SQLMigrationPath(path)
    self.init(
      chain: place.chain, place: .version(place.version), path: path, changes: changes,
      isDeclaration: place.isDeclaration)
  }

  /// `dropTable("jobs")`, `dropTrigger("jobs", "name")`, `createTrigger("jobs", "name", {…})` of query builders.
  private static func builderChanges(_ words: ScriptWords, _ index: Int, path: String, line: Int) -> [SchemaChange] {
    guard words.isMark(index + 1, "("), words.isMark(index - 1, ".") else { return [] }
    func argument(_ index: Int) -> String? { words.string(index).map { String(decoding: $0, as: UTF8.self) } }
    switch words.text(index) {
    case "dropTable", "dropTableIfExists":
      return argument(index + 2).map { [.dropTable(SchemaName(path: $0))] } ?? []
    case "renameTable":
      guard let old = argument(index + 2), let new = argument(index + 4) else { return [] }
      return [.renameTable(SchemaName(path: old), to: SchemaName(path: new))]
    case "dropTrigger":
      guard let table = argument(index + 2), let name = argument(index + 4) else { return [] }
      return [.dropTrigger(name: name, table: SchemaName(path: table))]
    case "dropFunction":
      return argument(index + 2).map { [.dropFunction(SchemaName(path: $0), cascades: false)] } ?? []
    case "createTrigger":
      return createTrigger(words, index, path: path, line: line)
    default: return []
    }
  }

  /// node-pg-migrate: `pgm.createTrigger(table, name, {when, operation, level, function})`.
  private static func createTrigger(_ words: ScriptWords, _ index: Int, path: String, line: Int) -> [SchemaChange] {
    guard let table = words.string(index + 2), let name = words.string(index + 4), words.isMark(index + 6, "{") else {
      return []
    }
    let end = max(index + 6, Int(words.words[index + 6].mate))
    var options: [String: [String]] = [:]
    for key in index + 7..<max(index + 7, end) where words.isMark(key + 1, ":") && words.words[key].kind == .name {
      var values: [String] = []
      var at = key + 2
      if words.isMark(at, "[") { at += 1 }
      while let value = words.string(at) {
        values.append(String(decoding: value, as: UTF8.self))
        at += 2
      }
      options[words.text(key)] = values
    }
    let function = options["function"]?.first ?? String(decoding: name, as: UTF8.self)
    return [
      .createTrigger(
        StoredTrigger(
          name: String(decoding: name, as: UTF8.self),
          table: SchemaName(path: String(decoding: table, as: UTF8.self)),
          events: (options["operation"] ?? []).flatMap { $0.uppercased().split(separator: " OR ").map(String.init) },
          timing: options["when"]?.first?.uppercased() ?? "BEFORE",
          level: options["level"]?.first?.uppercased() ?? "STATEMENT", function: SchemaName(path: function),
          path: path, line: line))
    ]
  }
}

/// Whether a string may change triggers or functions: it begins with a word that does, or is a script in which one
/// occurs.
func looksLikeSchemaSQL(_ bytes: [UInt8]) -> Bool {
  let start = bytes.firstIndex { !($0 == 0x20 || (0x09...0x0D).contains($0) || $0 >= 0x80) } ?? bytes.count
  let first = bytes[start..<min(start + 6, bytes.count)].map { $0 | 0x20 }
  guard schemaBeginnings.contains(where: first.starts(with:)) else { return false }
  return !schemaWords.found(in: bytes, count: bytes.count).isEmpty
}

private let schemaBeginnings = [
  "create", "drop t", "drop f", "drop s", "alter ", "do $", "do\n", "begin", "set ", "--", "/*", "rename",
].map { (word: String) in word.utf8.map { $0 | 0x20 } }

private let schemaWords = WordSearch(["trigger", "function", "table", "procedure", "rule", "schema"])

/// Line numbers (from 1) for offsets that are asked for in order or not.
struct LineCounter: Sendable {
  private let starts: [Int]

  init(_ bytes: [UInt8]) {
    var starts = [0]
    for (index, byte) in bytes.enumerated() where byte == 0x0A { starts.append(index + 1) }
    self.starts = starts
  }

  func line(at offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }
}
