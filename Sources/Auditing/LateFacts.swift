import Matching
import RuleFiles
import Survey
import Vocabulary

/// Finds out what rules that may hold somewhere ask about models and tables: nothing where none is left that asks.
struct LateFacts {
  let tools: AuditTools

  /// - Parameter asked: what rules that follow calls need, where a way begins for them.
  func needs(of slices: [SliceResult], _ asked: [ProjectFacts.Needs]) -> ProjectFacts.Needs {
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
    return needs
  }

  /// - Parameter notifications: who notifies whom, where that was found out.
  func facts(
    for slices: [SliceResult], _ models: [Model], _ notifications: NotificationFacts?
  ) -> ProjectFacts {
    ProjectFacts(
      models: models, triggers: notifications?.triggers ?? [], subscribers: notifications?.subscribers ?? [],
      loaded: slices.reduce(into: []) { $0.formUnion($1.loadedRelations) })
  }

  /// The rules, by number, that cannot hold anywhere: no trigger notifies anybody.
  func hopeless(_ language: Language, _ facts: ProjectFacts?) -> Set<Int> {
    guard let library = tools.libraries[language], facts?.hasNotifyingTrigger != true else { return [] }
    return Set(library.rules.indices.filter { library.rules[$0].wantsNotifyingTrigger })
  }

  /// The files to judge again, in their order: most attributes that may be relations are none.
  ///
  /// - Parameter gives: whether a call of a file gives rows with such a relation.
  func late(
    _ slices: [SliceResult], _ language: Language, _ facts: ProjectFacts?,
    gives: (SourceFile, FactHint, ProjectFacts) -> Bool = { _, _, _ in false }
  ) -> [(file: SourceFile, rules: Set<Int>)] {
    let hopeless = hopeless(language, facts)
    var late: [(file: SourceFile, rules: Set<Int>)] = []
    for slice in slices {
      var rules: [String: (file: SourceFile, rules: Set<Int>)] = [:]
      for entry in slice.late[language] ?? [] {
        let left = entry.rules.subtracting(hopeless)
        if !left.isEmpty { rules[entry.file.path] = (entry.file, left) }
      }
      for entry in slice.hints[language] ?? [] {
        let holding = entry.hints.filter { _, hints in
          guard let facts else { return true }
          return hints.contains { $0.giver == nil ? facts.mayBe($0) : gives(entry.file, $0, facts) }
        }
        if holding.isEmpty { continue }
        rules[entry.file.path, default: (entry.file, [])].rules.formUnion(holding.keys)
      }
      late += rules.values.sorted { $0.file.path < $1.file.path }
    }
    return late
  }
}
