import Matching
import RuleFiles
import Survey
import Vocabulary

/// Finds out what rules that may hold somewhere ask about models and tables: nothing where none is left that asks.
struct LateFacts {
  let tools: AuditTools
  let inventory: Inventory
  let plan: AuditPlan
  /// What was found out before the files were read.
  let known: AuditContext?

  /// - Parameter asked: what rules that follow calls need, where a way begins for them.
  func facts(
    for slices: [SliceResult], _ asked: [ProjectFacts.Needs]
  ) async throws(AuditError) -> ProjectFacts? {
    var needs = asked.reduce(into: ProjectFacts.Needs()) { $0.formUnion($1) }
    for slice in slices {
      for (language, late) in slice.late {
        guard let library = tools.libraries[language] else { continue }
        for rule in late.flatMap(\.rules) { needs.formUnion(library.rules[rule].needs) }
      }
      for (language, hints) in slice.hints {
        guard let library = tools.libraries[language] else { continue }
        for rule in hints.flatMap(\.hints.keys) { needs.formUnion(library.rules[rule].needs) }
      }
    }
    guard !needs.isEmpty else { return nil }
    let loaded = slices.reduce(into: Set<String>()) { $0.formUnion($1.loadedRelations) }
    let models = tools.models?.models(of: slices.flatMap(\.classes)) ?? []
    guard needs.contains(.triggers), slices.contains(where: \.mayNotify) || mayNotifyElsewhere else {
      return ProjectFacts(models: models, loaded: loaded)
    }
    if let known, plan.gathersContext {
      return ProjectFacts(
        models: models, triggers: known.databaseConfiguration.triggers,
        subscribers: known.databaseConfiguration.eventSubscribers, loaded: loaded)
    }
    let contexts = try CodeContexts(plan.library.contexts, includesTests: false)
    let found = await discoverNotifications(in: inventory, library: plan.library, jobs: plan.jobs) {
      contexts.isSkipped($0)
    }
    return ProjectFacts(models: models, triggers: found.triggers, subscribers: found.subscribers, loaded: loaded)
  }

  /// Whether files that were not read may declare a trigger.
  private var mayNotifyElsewhere: Bool {
    inventory.files.contains { tools.libraries[$0.language] == nil && $0.path.lowercased().contains("migrat") }
      || tools.libraries[.sql].map(\.rules.isEmpty) ?? true && !inventory.schemaFiles.isEmpty
  }

  /// The files to judge again, in their order: most attributes that may be relations are none.
  static func late(
    _ slices: [SliceResult], _ language: Language, _ facts: ProjectFacts?
  ) -> [(file: SourceFile, rules: Set<Int>)] {
    var late: [(file: SourceFile, rules: Set<Int>)] = []
    for slice in slices {
      var rules: [String: (file: SourceFile, rules: Set<Int>)] = [:]
      for entry in slice.late[language] ?? [] { rules[entry.file.path] = entry }
      for entry in slice.hints[language] ?? [] {
        let holding = entry.hints.filter { hint in facts.map { hint.value.contains(where: $0.mayBe) } ?? true }
        if holding.isEmpty { continue }
        rules[entry.file.path, default: (entry.file, [])].rules.formUnion(holding.keys)
      }
      late += rules.values.sorted { $0.file.path < $1.file.path }
    }
    return late
  }
}
