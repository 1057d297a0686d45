package import RuleFiles
import Survey
package import Vocabulary

/// What to find out about a project, and how.
package struct DiscoveryPlan: Sendable {
  package var path: String
  package var library: RuleLibrary
  /// Globs, relative to the root.
  package var exclude: [String]
  package var honoursIgnoreFiles: Bool
  /// Threads.
  package var jobs: Int

  package init(path: String, library: RuleLibrary, exclude: [String], honoursIgnoreFiles: Bool, jobs: Int) {
    self.path = path
    self.library = library
    self.exclude = exclude
    self.honoursIgnoreFiles = honoursIgnoreFiles
    self.jobs = jobs
  }
}

/// Gathers what all packs share, without auditing anything.
package func discover(_ plan: DiscoveryPlan) async throws(AuditError) -> AuditContext {
  if !plan.library.faults.isEmpty { throw .ruleFaults(plan.library.faults) }
  let contexts = try CodeContexts(plan.library.contexts, includesTests: false)
  let inventory = try await survey(
    [plan.path], exclude: plan.exclude, honoursIgnoreFiles: plan.honoursIgnoreFiles, jobs: plan.jobs)
  var context = await auditContext(of: inventory, plan.library, contexts, jobs: plan.jobs)
  context.problems = inventory.problems + context.problems
  return context
}

/// The context of an inventory. Tests and generated code say little about what runs in production.
func auditContext(
  of inventory: Inventory, _ library: RuleLibrary, _ contexts: CodeContexts, jobs: Int
) async -> AuditContext {
  async let found = discoverDatabaseFacts(
    in: inventory, library: library, jobs: jobs, leavesOut: { contexts.isSkipped($0) })
  var context = await discoverStack(
    in: inventory, technologies: library.technologies, isAside: { contexts.isSkipped($0) }, jobs: jobs)
  let facts = await found
  context.databaseConfiguration.triggers = facts.triggers
  context.databaseConfiguration.eventPublishers = facts.publishers
  context.databaseConfiguration.eventSubscribers = facts.subscribers
  context.models = facts.models
  context.problems += facts.problems
  context.bestPractices = bestPractices(for: context.techStack, library)
  return context
}

/// What the makers of the project's technologies recommend for the versions it has; what only developers' tools or tests
/// use says nothing.
private func bestPractices(for stack: TechStack, _ library: RuleLibrary) -> [BestPractice] {
  var technologies = stack.technologies.filter { $0.value.scope > .development }.map {
    ($0.value.name, $0.value.version)
  }
  if stack.isAsync?.value == true { technologies.append(("asyncio", nil)) }
  var seen: Set<String> = []
  return technologies.flatMap { name, version in
    library.practices(of: name, version: version).filter { seen.insert($0.id.value).inserted }.map {
      BestPractice(technology: name, text: $0.text, source: $0.source)
    }
  }
}

/// Finds the files of a run.
func survey(
  _ paths: [String], exclude: [String], honoursIgnoreFiles: Bool, jobs: Int
) async throws(AuditError) -> Inventory {
  var globs: [Glob] = []
  for text in exclude {
    do {
      globs.append(try Glob(text))
    } catch {
      throw .badGlob(error)
    }
  }
  do {
    return try await takeInventory(
      of: paths, options: InventoryOptions(exclude: globs, usesIgnoreFiles: honoursIgnoreFiles), jobs: jobs)
  } catch {
    throw .survey(error)
  }
}
