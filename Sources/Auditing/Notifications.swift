import Matching
import RuleFiles
import Survey
import Vocabulary

/// Which tables tell others of changes, who publishes and who listens.
struct NotificationFacts: Sendable {
  var triggers: [Trigger]
  var publishers: [EventEnd]
  var subscribers: [EventEnd]
}

/// Finds out who notifies whom, once for all rules that ask.
struct Notifications {
  let tools: AuditTools
  let inventory: Inventory
  let plan: AuditPlan
  /// What was found out before the files were read.
  let known: AuditContext?

  /// Whether some file may declare a trigger that notifies.
  func mayNotify(_ slices: [SliceResult]) -> Bool {
    slices.contains(where: \.mayNotify) || !unread.isEmpty
      || tools.libraries[.sql].map(\.rules.isEmpty) ?? true && !inventory.schemaFiles.isEmpty
  }

  /// Migrations in languages that are not audited.
  private var unread: [SourceFile] {
    inventory.files.filter { tools.libraries[$0.language] == nil && $0.path.lowercased().contains("migrat") }
  }

  func found(_ slices: [SliceResult]) async throws(AuditError) -> NotificationFacts {
    if let known, plan.gathersContext {
      let database = known.databaseConfiguration
      return NotificationFacts(
        triggers: database.triggers, publishers: database.eventPublishers, subscribers: database.eventSubscribers)
    }
    let contexts = try CodeContexts(plan.library.contexts, includesTests: false)
    // Code in other languages may publish and listen, too; it was not read yet.
    let others = inventory.files.filter { tools.libraries[$0.language] == nil }
    let facts = await discoverNotifications(
      in: slices.flatMap(\.notifying) + others, waiting: slices.flatMap(\.migrations), of: inventory,
      library: plan.library, jobs: plan.jobs
    ) { contexts.isSkipped($0) }
    return NotificationFacts(triggers: facts.triggers, publishers: facts.publishers, subscribers: facts.subscribers)
  }
}
