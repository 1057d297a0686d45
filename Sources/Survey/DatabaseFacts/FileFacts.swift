import RuleFiles
import SourceScan
import Vocabulary

/// What one file says about the database.
struct FileFacts: Sendable {
  var migration: MigrationFile?
  var ends = EventEnds()
  var classes: [ClassDeclaration] = []
  var modelTriggers: [ModelTrigger] = []
  var tableDDL: [TableDDL] = []
  /// Of a migration without a word that matters, left unread: the chain in whose order its place may count.
  var waitingIn: String?
}

/// A trigger that a model of Django declares in its options.
struct ModelTrigger: Sendable {
  var model: String
  var name: String
  var operation: String
  var timing: String
  var level: String
  var body: SQLText?
  var path: String
  var line: Int
}

/// Reads the facts of single files.
struct FactReader: Sendable {
  let words: FactWords
  let modules: ProjectModules

  /// - Parameter readsOrder: migrations are read for their place alone as well.
  func facts(of text: SourceText, readsOrder: Bool = false) -> FileFacts {
    let signs = words.signs(text.bytes, count: text.count, language: text.language)
    switch text.language {
    case .python: return pythonFacts(text, signs, readsOrder: readsOrder)
    case .javascript, .typescript, .go: return scriptFacts(text, signs, readsOrder: readsOrder)
    // Read as what describes the schema, whole.
    case .sql: return FileFacts()
    }
  }

  private func scriptFacts(_ text: SourceText, _ signs: FactWords.Signs, readsOrder: Bool) -> FileFacts {
    var facts = FileFacts()
    if signs.mayMoveTables, !signs.mayChangeSchema, !readsOrder { facts.waitingIn = SQLMigrationPath(text.path).chain }
    guard readsOrder || signs.mayChangeSchema || signs.mayNotify || !signs.events.isEmpty else { return facts }
    let words = ScriptWords(text.bytes, count: text.count, isGo: text.language == .go)
    if signs.mayChangeSchema || readsOrder { facts.migration = MigrationFile(script: words, path: text.path) }
    if signs.mayNotify || !signs.events.isEmpty, !readsOrder {
      facts.ends = EventEnds(words, specs: signs.events, path: text.path)
    }
    return facts
  }

  private func pythonFacts(_ text: SourceText, _ signs: FactWords.Signs, readsOrder: Bool) -> FileFacts {
    var facts = FileFacts()
    let isMigration = signs.isAlembic || signs.isDjango
    if isMigration, !signs.mayChangeSchema, !readsOrder {
      facts.waitingIn = signs.isAlembic ? MigrationFile.alembicChain(text.path) : MigrationFile.djangoChain
      return facts
    }
    let mayDeclare = signs.mayChangeSchema && !isMigration
    let mayNotify = (signs.mayNotify || !signs.events.isEmpty) && !isMigration
    guard isMigration || mayDeclare || mayNotify || signs.hasModels, let source = PythonSource(text) else {
      return facts
    }
    let imported: (PythonSource.ImportedName) -> PythonValue? = { [modules] in modules.constant($0, from: text.path) }
    if isMigration || mayDeclare || mayNotify {
      var evaluation = PythonEvaluation(source)
      evaluation.imported = imported
      if isMigration {
        let hasChanges = signs.mayChangeSchema || signs.mayMoveTables
        if hasChanges || !signs.isAlembic { evaluation.runModule() }
        facts.migration =
          MigrationFile(alembic: &evaluation, hasChanges: hasChanges) ?? MigrationFile(django: evaluation)
      } else {
        if mayDeclare {
          facts.migration = MigrationFile(declaredIn: evaluation)
          facts.tableDDL = TableDDL.all(in: evaluation)
        }
        if mayNotify {
          var reader = PythonEventReader(specs: signs.events, path: text.path)
          reader.read(evaluation)
          facts.ends = reader.ends
        }
      }
      if signs.hasPgTrigger, !isMigration { facts.modelTriggers = ModelTrigger.all(in: evaluation) }
    }
    if signs.hasModels, !isMigration { facts.classes = ClassReader(source, imported: imported).classes }
    return facts
  }
}

extension ModelTrigger {
  /// `triggers = [pgtrigger.Trigger(…)]` in the options of the models of a file.
  static func all(in evaluation: PythonEvaluation) -> [ModelTrigger] {
    var evaluation = evaluation
    let source = evaluation.source
    var triggers: [ModelTrigger] = []
    for statement in source.statements where statement.kind == .class {
      guard let name = source.definedName(statement) else { continue }
      for inner in source.body(of: statement) {
        let options = source.statements[inner]
        guard options.kind == .class, options.scope == statement.body else { continue }
        for index in source.body(of: options) {
          let option = source.statements[index]
          guard option.kind == .none, option.scope == options.body, option.assign == option.first + 1,
            source.word(option.first) == "triggers"
          else { continue }
          for value in evaluation.evaluate(option.assign + 1..<option.end).elements {
            if let trigger = value.call.flatMap({ ModelTrigger($0, model: source.word(name), path: source.path) }) {
              triggers.append(trigger)
            }
          }
        }
      }
    }
    return triggers
  }

  /// `nil` for a call that makes no trigger with a name and an operation.
  private init?(_ call: PythonCall, model: String, path: String) {
    guard call.name.hasPrefix("pgtrigger."), let name = call.keywords["name"]?.text else { return nil }
    self.model = model
    self.name = name.text
    self.path = path
    line = call.line
    let operations = (call.keywords["operation"] ?? .unknown).elements.compactMap(ModelTrigger.operation)
    operation =
      operations.isEmpty ? (call.method == "SoftDelete" ? "DELETE" : "UPDATE") : operations.joined(separator: " OR ")
    let when = call.keywords["when"]?.spelling.split(separator: ".").last ?? ""
    timing = when == "After" ? "AFTER" : when == "InsteadOf" ? "INSTEAD OF" : "BEFORE"
    level = call.keywords["level"]?.spelling.hasSuffix("Statement") ?? false ? "STATEMENT" : "ROW"
    body = call.keywords["func"]?.text ?? call.keywords["func"]?.call?.arguments.first?.text
  }

  /// `pgtrigger.Insert`, `pgtrigger.Update("status")`, `pgtrigger.UpdateOf("status")`.
  private static func operation(_ value: PythonValue) -> String? {
    if let call = value.call {
      guard call.method == "Update" || call.method == "UpdateOf" else { return nil }
      let columns = call.arguments.compactMap { $0.text?.text }
      return columns.isEmpty ? "UPDATE" : "UPDATE OF " + columns.map { "\"" + $0 + "\"" }.joined(separator: ", ")
    }
    switch value.spelling.split(separator: ".").last {
    case "Insert": return "INSERT"
    case "Update": return "UPDATE"
    case "Delete": return "DELETE"
    case "Truncate": return "TRUNCATE"
    default: return nil
    }
  }
}
