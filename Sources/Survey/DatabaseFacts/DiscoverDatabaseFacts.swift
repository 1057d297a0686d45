package import RuleFiles
package import SourceScan
package import Vocabulary
import Workers

/// What the code and the migrations of a project say about its database.
package struct DatabaseFacts: Sendable {
  /// By table, path and line.
  package var triggers: [Trigger] = []
  /// By path and line.
  package var publishers: [EventEnd] = []
  package var subscribers: [EventEnd] = []
  package var models: [Model] = []
  package var problems: [Problem] = []
  /// Models declare triggers; which tables they hang on takes the models to tell.
  var hasModelTriggers = false

  package init() {}
}

/// Finds the triggers that the migrations leave, the places that publish and await events, and the models.
///
/// - Parameters:
///   - library: whose `models` and `events` say what makes a model and which calls publish.
///   - files: those that may say something; all of the inventory unless given.
///   - waiting: migrations that count when one of their chain says something.
///   - leavesOut: paths (relative to the root) that say nothing about the project: its tests.
package func discoverDatabaseFacts(
  in inventory: Inventory, files: [SourceFile]? = nil, waiting: [WaitingMigration] = [], library: RuleLibrary,
  jobs: Int,
  leavesOut: @escaping @Sendable (String) -> Bool = { _ in false }
) async -> DatabaseFacts {
  // Files of SQL are read as such, below.
  let all = inventory.files.filter { $0.language != .sql && !leavesOut($0.path) }
  let files = files.map { files in files.filter { $0.language != .sql && !leavesOut($0.path) } } ?? all
  let reader = FactReader(
    words: FactWords(models: library.models, events: library.events), modules: ProjectModules(all))
  var read = await readFacts(of: files, jobs: jobs) { reader.facts(of: $0) }
  // Migrations that say nothing themselves still order those that do.
  let chains = Set(read.found.compactMap { $0.facts.migration }.filter { !$0.changes.isEmpty }.map(\.chain))
  let others =
    read.found.filter { $0.facts.waitingIn.map(chains.contains) ?? false }.map { files[$0.file] }
    + waiting.filter { chains.contains($0.chain) && !leavesOut($0.file.path) }.map(\.file)
  if !others.isEmpty {
    read.found += await readFacts(of: others, jobs: jobs) { reader.facts(of: $0, readsOrder: true) }.found
  }
  return joined(read, schemaFacts(inventory.schemaFiles.filter { !leavesOut($0.path) }), library)
}

/// The same of a few texts that are in hand and are a whole project: Python code and migrations.
package func databaseFacts(in texts: [SourceText], library: RuleLibrary) -> DatabaseFacts {
  let reader = FactReader(words: FactWords(models: library.models, events: library.events), modules: ProjectModules([]))
  var read = ReadFacts()
  for (number, text) in texts.enumerated() { read.found.append((number, reader.facts(of: text, readsOrder: true))) }
  return joined(read, SchemaFacts(), library)
}

private struct ReadFacts: Sendable {
  var found: [(file: Int, facts: FileFacts)] = []
  var problems: [Problem] = []
}

/// Files at a time.
private let sliceSize = 32

private func readFacts(
  of files: [SourceFile], jobs: Int, _ facts: @escaping @Sendable (SourceText) -> FileFacts
) async -> ReadFacts {
  let parts = await inSlices(files, size: sliceSize, jobs: jobs) { slice in
    var part = ReadFacts()
    for index in slice.indices {
      let file = slice[index]
      do throws(ReadError) {
        let source = try readSource(file.absolutePath, limit: SourceBytes.defaultLimit)
        if file.language != .python, contentSkipReason(source, language: file.language, path: file.path) != nil {
          continue
        }
        let text = SourceText(
          path: file.path, language: file.language, paddedBytes: source.bytes, count: source.count)
        part.found.append((index, facts(text)))
      } catch {
        if error.skipReason == nil { part.problems.append(error.problem(path: file.path)) }
      }
    }
    return part
  }
  var whole = ReadFacts()
  for part in parts {
    whole.found += part.found
    whole.problems += part.problems
  }
  return whole
}

/// What the files of SQL and of Prisma say.
private struct SchemaFacts {
  var migrations: [MigrationFile] = []
  var models: [Model] = []
  var problems: [Problem] = []
}

private func schemaFacts(_ files: [SchemaFile]) -> SchemaFacts {
  var facts = SchemaFacts()
  var prisma: [(path: String, bytes: [UInt8], count: Int)] = []
  for file in files {
    do throws(ReadError) {
      let source = try readSource(file.absolutePath, limit: SourceBytes.defaultLimit)
      switch file.kind {
      case .prisma: prisma.append((file.path, source.bytes, source.count))
      case .sql:
        if let migration = MigrationFile(sql: source, path: file.path) { facts.migrations.append(migration) }
      }
    } catch {
      if error.skipReason == nil { facts.problems.append(error.problem(path: file.path)) }
    }
  }
  facts.models = PrismaSchema.models(in: prisma)
  return facts
}

private func joined(_ read: ReadFacts, _ schema: SchemaFacts, _ library: RuleLibrary) -> DatabaseFacts {
  var result = DatabaseFacts()
  var ends = EventEnds()
  var migrations = schema.migrations
  var classes: [ClassDeclaration] = []
  var modelTriggers: [ModelTrigger] = []
  var tableDDL: [TableDDL] = []
  for (_, facts) in read.found {
    if let migration = facts.migration { migrations.append(migration) }
    ends.append(facts.ends)
    classes += facts.classes
    modelTriggers += facts.modelTriggers
    tableDDL += facts.tableDDL
  }
  result.hasModelTriggers = !modelTriggers.isEmpty || !tableDDL.isEmpty
  var join = ModelJoin(classes, specs: library.models)
  result.models = join.models() + schema.models
  migrations += declared(modelTriggers, result.models) + declared(tableDDL, result.models)
  let history = SchemaHistory(migrations)
  ends.append(history.publishers)
  ends.tidy()
  result.triggers = history.triggers
  result.publishers = ends.publishers
  result.subscribers = ends.subscribers
  result.problems = read.problems + schema.problems + history.problems
  return result
}

/// Triggers that models declare, once their tables are known.
private func declared(_ triggers: [ModelTrigger], _ models: [Model]) -> [MigrationFile] {
  triggers.compactMap { trigger in
    guard let table = models.first(where: { $0.name == trigger.model && $0.path == trigger.path })?.table else {
      return nil
    }
    return MigrationFile(
      chain: "models", place: .version(MigrationVersion(trigger.path)), path: trigger.path,
      changes: PgTrigger.changes(
        name: trigger.name, table: SchemaName(path: table), operation: trigger.operation, timing: trigger.timing,
        level: trigger.level, body: trigger.body, path: trigger.path, line: trigger.line),
      isDeclaration: true)
  }
}

/// What is run when tables are made, once it is known which. Of several models of the same name the one of the same file
/// is meant.
private func declared(_ ddl: [TableDDL], _ models: [Model]) -> [MigrationFile] {
  ddl.compactMap { ddl in
    let table: SchemaName
    switch ddl.owner {
    case .table(let name): table = name
    case .model(let name):
      let named = models.filter { $0.name == name }
      let own = named.filter { $0.path == ddl.text.path }
      let candidates = own.isEmpty ? named : own
      guard candidates.count == 1, let path = candidates[0].table else { return nil }
      table = SchemaName(path: path)
    }
    let changes = ddl.changes(to: table)
    guard !changes.isEmpty else { return nil }
    return MigrationFile(
      chain: "models", place: .version(MigrationVersion(ddl.text.path)), path: ddl.text.path, changes: changes,
      isDeclaration: true)
  }
}

extension MigrationFile {
  /// A file of SQL; `nil` when nothing in it changes triggers or functions, or when it is there to take one back.
  init?(sql source: SourceBytes, path: String) {
    let place = SQLMigrationPath(path)
    guard !place.isDown, !MigrationFile.search.found(in: source.bytes, count: source.count).isEmpty else { return nil }
    let changes = StatementReader.changes(in: SQLText(path: path, Array(source.bytes[..<source.count]), line: 1))
    guard !changes.isEmpty else { return nil }
    self.init(
      chain: place.chain, place: .version(place.version), path: path, changes: changes,
      isDeclaration: place.isDeclaration)
  }

  private static let search = WordSearch([
    "trigger", "function", "procedure", "notify", "drop", "rename", " rule ", "set schema",
  ])
}
