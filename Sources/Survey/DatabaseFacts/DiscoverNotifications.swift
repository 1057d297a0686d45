package import RuleFiles
package import SourceScan
package import Vocabulary

/// Finds the triggers, and who notifies and listens by PostgreSQL's means.
///
/// - Parameter files: those that may have a say in it (`NotificationWords`).
package func discoverNotifications(
  in files: [SourceFile], of inventory: Inventory, library: RuleLibrary, jobs: Int,
  leavesOut: @escaping @Sendable (String) -> Bool
) async -> DatabaseFacts {
  var narrow = library
  narrow.models = []
  narrow.events = notificationEvents(library)
  let facts = await discoverDatabaseFacts(
    in: inventory, files: files, library: narrow, jobs: jobs, leavesOut: leavesOut)
  guard facts.hasModelTriggers else { return facts }
  // Which tables the triggers of models hang on takes all models to tell.
  return await discoverDatabaseFacts(in: inventory, library: library, jobs: jobs, leavesOut: leavesOut)
}

/// The words by which the files of a language show that they may have a say in who notifies whom by PostgreSQL's means.
package struct NotificationWords: Sendable {
  /// One of them stands in every file that has a say in it.
  private let all: [[UInt8]]
  private let channels = FactWords.channelWords.map { Array($0.utf8) }
  private let triggers = FactWords.notifyingTriggerWords.map { Array($0.utf8) }

  package init(_ library: RuleLibrary, in language: Language) {
    let events = notificationEvents(library).filter { $0.languages.contains(language) }
    all = (FactWords.ofNotifications + events.flatMap(\.words).map { $0.lowercased() }).map { Array($0.utf8) }
  }

  /// What a file may hold.
  package struct Signs: Sendable {
    /// The function of a trigger that notifies.
    package let mayNotify: Bool
    /// A place that publishes on a channel, or listens to one, in SQL or by a driver's call.
    package let mayUseChannels: Bool
  }

  /// `nil` for a file that has no say in it.
  package func signs(of file: GramFilter) -> Signs? {
    guard all.contains(where: file.mayContain) else { return nil }
    return Signs(
      mayNotify: triggers.allSatisfy(file.mayContain), mayUseChannels: channels.contains(where: file.mayContain))
  }
}

private func notificationEvents(_ library: RuleLibrary) -> [EventSpec] {
  library.events.filter { $0.technology == "postgresql" }
}
