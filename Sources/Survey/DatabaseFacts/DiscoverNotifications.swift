package import RuleFiles
package import SourceScan
package import Vocabulary

/// Finds the triggers, and who notifies and listens by PostgreSQL's means.
///
/// - Parameters:
///   - files: those that may have a say in it (`NotificationWords`).
///   - waiting: migrations besides.
package func discoverNotifications(
  in files: [SourceFile], waiting: [WaitingMigration], of inventory: Inventory, library: RuleLibrary, jobs: Int,
  leavesOut: @escaping @Sendable (String) -> Bool
) async -> DatabaseFacts {
  var narrow = library
  narrow.models = []
  narrow.events = notificationEvents(library)
  let facts = await discoverDatabaseFacts(
    in: inventory, files: files, waiting: waiting, library: narrow, jobs: jobs, leavesOut: leavesOut)
  guard facts.hasModelTriggers else { return facts }
  // Which tables the triggers of models hang on takes all models to tell.
  return await discoverDatabaseFacts(in: inventory, library: library, jobs: jobs, leavesOut: leavesOut)
}

/// The words by which the files of a language show that they may have a say in who notifies whom by PostgreSQL's means.
package struct NotificationWords: Sendable {
  private let language: Language
  /// One of them stands in every file that has a say in it.
  private let gates: [[UInt8]]
  private let search: WordSearch
  /// By their numbers in `search`: what stands in code that makes triggers or uses channels by itself, …
  private let telling: Set<Int>
  /// … and in migrations only; what stands in all migrations of a kind; the call and the words of an event.
  private let files: Int
  private let alembic: Int
  private let django: Int
  private let events: [(call: Int, words: [Int])]
  private let channels: [Int]
  private let triggers: [Int]

  package init(_ library: RuleLibrary, in language: Language) {
    var all: [String] = []
    func number(_ word: String) -> Int {
      let word = word.lowercased()
      if let known = all.firstIndex(of: word) { return known }
      all.append(word)
      return all.count - 1
    }
    self.language = language
    telling = Set(FactWords.ofNotifications.map(number))
    files = number(FactWords.files)
    alembic = number(FactWords.alembic)
    django = number(FactWords.django)
    channels = FactWords.channelWords.map(number)
    triggers = FactWords.notifyingTriggerWords.map(number)
    events = notificationEvents(library).filter { $0.languages.contains(language) }.map {
      (number(FactWords.callWord(of: $0)), $0.words.map(number))
    }
    // Of an event, its words: calls have short names, of which the runs of bytes tell nothing.
    let gates = telling.union([alembic, django]).union(events.flatMap(\.words))
    self.gates = gates.sorted().map { Array(all[$0].utf8) }
    search = WordSearch(Array(all.prefix(WordSearch.limit)))
  }

  /// What a file may hold.
  package struct Signs: Sendable {
    /// Whether it says something itself; otherwise it is a migration that only stands in order with those that do.
    package let isTelling: Bool
    /// The function of a trigger that notifies.
    package let mayNotify: Bool
    /// A place that publishes on a channel, or listens to one, in SQL or by a driver's call.
    package let mayUseChannels: Bool
    /// Of a migration: all those whose order counts together.
    package let chain: String?
  }

  /// `nil` for a file that has no say in it.
  package func signs(of text: SourceText, _ grams: GramFilter) -> Signs? {
    guard gates.contains(where: grams.mayContain) else { return nil }
    let found = search.found(in: text.bytes, count: text.count)
    guard !found.isEmpty else { return nil }
    let chain =
      language != .python
      ? nil
      : found.contains(alembic)
        ? MigrationFile.alembicChain(text.path) : found.contains(django) ? MigrationFile.djangoChain : nil
    let isTelling =
      telling.contains(where: found.contains) || chain != nil && found.contains(files)
      || events.contains { found.contains($0.call) && $0.words.contains(where: found.contains) }
    guard isTelling || chain != nil else { return nil }
    return Signs(
      isTelling: isTelling, mayNotify: triggers.allSatisfy(found.contains),
      mayUseChannels: channels.contains(where: found.contains), chain: chain)
  }
}

/// A migration that says nothing of triggers itself, whose place may count for those that do.
package struct WaitingMigration: Sendable {
  let file: SourceFile
  let chain: String

  package init(_ file: SourceFile, chain: String) {
    self.file = file
    self.chain = chain
  }
}

private func notificationEvents(_ library: RuleLibrary) -> [EventSpec] {
  library.events.filter { $0.technology == "postgresql" }
}
