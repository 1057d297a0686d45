import RuleFiles
import SourceScan
import Vocabulary

/// The words that show that a file may say something about the database; one search finds them all.
struct FactWords: Sendable {
  let search: WordSearch
  private let numbers: [String: Int]
  private let models: [ModelSpec]
  private let events: [EventSpec]
  /// For each model and event: the numbers of its words.
  private let modelWords: [[Int]]
  private let eventWords: [[Int]]
  /// For each event: the number of its call.
  private let callWords: [Int]

  /// Of SQL that makes or changes triggers or functions, and of what declares them in Python.
  private static let schemaWords = [
    "create trigger", "replace trigger", "constraint trigger", "drop trigger", "alter trigger", "able trigger",
    "createtrigger", "droptrigger", "returns trigger", "pg_notify", "pgfunction", "pgtrigger", "create function",
    "replace function", "drop function", "create procedure", "notify_trigger", "create rule", "replace rule", files,
  ]
  /// What reads its SQL from files.
  static let files = ".sql"
  /// What moves the tables that triggers hang on.
  private static let tableWords = [
    "drop table", "drop_table", "rename to", "rename_table", "droptable", "renametable", "deletemodel", "renamemodel",
    "altermodeltable", "drop schema", "set schema", "rename table",
  ]
  /// A statement as it begins a string; what begins otherwise is prose.
  private static let eventWords = [
    "pg_notify", "\"listen ", "'listen ", "`listen ", "\"notify ", "'notify ", "`notify ", "listen \"", "sql(\"listen",
  ]
  /// What code in a language that is audited publishes or listens with. Narrower than `eventWords`: that somebody may
  /// do so costs a look at the whole project.
  static let channelWords = [
    "pg_notify", "add_listener", "\"listen ", "'listen ", "\"notify ", "'notify ",
  ]
  /// Both stand in the function of a trigger that notifies.
  static let notifyingTriggerWords = ["notify", "trigger"]
  static let alembic = "down_revision"
  static let django = "migrations.migration"

  /// Of all that has a say in who notifies whom, but for what only stands in migrations.
  static let ofNotifications = schemaWords.filter { $0 != files } + eventWords

  init(models: [ModelSpec], events: [EventSpec]) {
    var words = FactWords.schemaWords
    func number(_ word: String) -> Int {
      let word = word.lowercased()
      if let known = words.firstIndex(of: word) { return known }
      words.append(word)
      return words.count - 1
    }
    for word in FactWords.tableWords + FactWords.eventWords + [FactWords.alembic, FactWords.django, "pgtrigger"] {
      _ = number(word)
    }
    modelWords = models.map { $0.words.map(number) }
    eventWords = events.map { $0.words.map(number) }
    callWords = events.map { number(FactWords.callWord(of: $0)) }
    numbers = Dictionary(uniqueKeysWithValues: words.enumerated().map { ($1, $0) })
    self.models = models
    self.events = events
    // What does not fit into one search is looked for no more; the rule files stay far below that.
    search = WordSearch(Array(words.prefix(WordSearch.limit)))
  }

  /// What stands where an event's call is made.
  static func callWord(of event: EventSpec) -> String {
    event.words.contains(event.call) ? event.call : event.call + "("
  }

  /// What the words of a file say it may hold.
  struct Signs {
    var mayChangeSchema = false
    var mayMoveTables = false
    var isAlembic = false
    var isDjango = false
    var hasPgTrigger = false
    var mayNotify = false
    var hasModels = false
    var events: [EventSpec] = []
  }

  func signs(_ bytes: [UInt8], count: Int, language: Language) -> Signs {
    let found = search.found(in: bytes, count: count)
    var signs = Signs()
    guard !found.isEmpty else { return signs }
    func has(_ word: String) -> Bool { numbers[word].map(found.contains) ?? false }
    signs.mayChangeSchema = FactWords.schemaWords.contains(where: has)
    signs.mayMoveTables = FactWords.tableWords.contains(where: has)
    signs.mayNotify = FactWords.eventWords.contains(where: has)
    signs.isAlembic = language == .python && has(FactWords.alembic)
    signs.isDjango = language == .python && has(FactWords.django)
    signs.hasPgTrigger = language == .python && has("pgtrigger")
    signs.hasModels = models.indices.contains { number in
      models[number].language == language && modelWords[number].contains(where: found.contains)
    }
    signs.events = events.indices.filter { number in
      events[number].languages.contains(language) && found.contains(callWords[number])
        && eventWords[number].contains(where: found.contains)
    }.map { events[$0] }
    return signs
  }
}
