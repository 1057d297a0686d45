import RuleFiles
import Survey
import Vocabulary

/// What the rules of a run ask of the project.
struct ProjectQuestions {
  /// In the order of the library.
  private let asking: [(rule: String, condition: ProjectCondition)]

  /// - Parameter languages: those of the audited files. A rule for another language has nothing to ask.
  init(_ library: RuleLibrary, selected: Set<String>, languages: Set<Language>) {
    asking = library.rules.compactMap { rule in
      guard let condition = rule.when, selected.contains(rule.card.id), !languages.isDisjoint(with: rule.card.languages)
      else { return nil }
      return (rule.card.id, condition)
    }
  }

  /// Finds out what the report tells or the rules ask, and no more: triggers and models only where the stack leaves a
  /// rule that asks for them.
  func answers(about inventory: Inventory, _ plan: AuditPlan) async throws(AuditError) -> KnownProject {
    guard plan.gathersContext || !asking.isEmpty else { return KnownProject() }
    // Whatever is asked of the audit, the project is what it is: tests are no part of its stack.
    let contexts = try CodeContexts(plan.library.contexts, includesTests: false)
    let technologies = Dictionary(
      plan.library.technologies.map { ($0.name.value, $0) }, uniquingKeysWith: { first, _ in first })
    var context: AuditContext
    if plan.gathersContext {
      context = await auditContext(
        of: inventory, plan.library, contexts, jobs: plan.jobs, research: plan.research)
    } else {
      context = AuditContext(codebaseRoot: inventory.root)
      if asking.contains(where: { $0.condition.asksForStack }) {
        context = await stackContext(of: inventory, plan.library, contexts, jobs: plan.jobs)
      }
      let needsFacts = asking.contains { asked in
        asked.condition.asksForDatabaseFacts && asked.condition.stackExclusion(by: context, technologies) == nil
      }
      if needsFacts {
        context.add(await databaseFacts(of: inventory, plan.library, contexts, jobs: plan.jobs))
      }
    }
    var ruledOut: [String: String] = [:]
    for asked in asking { ruledOut[asked.rule] = asked.condition.exclusion(by: context, technologies) }
    return KnownProject(context: context, ruledOut: ruledOut)
  }
}

/// What was found out about the project.
struct KnownProject {
  /// As far as it was asked for; `nil` when it was not.
  var context: AuditContext?
  /// What it is built on; `nil` where nobody asked, or nothing was found.
  var stack: TechStack? { context.map(\.techStack).flatMap { $0.technologies.isEmpty ? nil : $0 } }
  /// Why rules do not run, by their ids.
  var ruledOut: [String: String] = [:]
}
