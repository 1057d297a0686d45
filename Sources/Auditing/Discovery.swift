package import RuleFiles
package import Survey
package import Vocabulary

/// What to find out about a project, and how.
package struct DiscoveryPlan: Sendable {
  package var path: String
  package var library: RuleLibrary
  /// Globs, relative to the root.
  package var exclude: [String]
  /// What the project's configuration leaves out.
  package var configured: PlacedGlobs?
  package var honoursIgnoreFiles: Bool
  /// Threads.
  package var jobs: Int
  /// What documentation servers named, on any technology; what is on those of the project joins the context.
  package var research: [BestPractice]

  package init(
    path: String, library: RuleLibrary, exclude: [String] = [], configured: PlacedGlobs? = nil,
    honoursIgnoreFiles: Bool = true, jobs: Int,
    research: [BestPractice] = []
  ) {
    self.path = path
    self.library = library
    self.exclude = exclude
    self.configured = configured
    self.honoursIgnoreFiles = honoursIgnoreFiles
    self.jobs = jobs
    self.research = research
  }
}

/// Gathers what all packs share, without auditing anything.
package func discover(_ plan: DiscoveryPlan) async throws(AuditError) -> AuditContext {
  let (inventory, contexts) = try await start(plan)
  var context = await auditContext(of: inventory, plan.library, contexts, jobs: plan.jobs, research: plan.research)
  context.problems = inventory.problems + context.problems
  return context
}

/// Finds out what a project is built on and how it is set up, and nothing about its triggers and models.
package func discoverTechnologies(_ plan: DiscoveryPlan) async throws(AuditError) -> AuditContext {
  let (inventory, contexts) = try await start(plan)
  var context = await stackContext(of: inventory, plan.library, contexts, jobs: plan.jobs)
  context.problems = inventory.problems + context.problems
  return context
}

private func start(_ plan: DiscoveryPlan) async throws(AuditError) -> (Inventory, CodeContexts) {
  if !plan.library.faults.isEmpty { throw .ruleFaults(plan.library.faults) }
  let contexts = try CodeContexts(plan.library.contexts, includesTests: false)
  let inventory = try await survey(
    [plan.path], exclude: plan.exclude, configured: plan.configured, honoursIgnoreFiles: plan.honoursIgnoreFiles,
    jobs: plan.jobs)
  return (inventory, contexts)
}

/// The context of an inventory. Tests and generated code say little about what runs in production.
func auditContext(
  of inventory: Inventory, _ library: RuleLibrary, _ contexts: CodeContexts, jobs: Int, research: [BestPractice]
) async -> AuditContext {
  async let found = databaseFacts(of: inventory, library, contexts, jobs: jobs)
  var context = await stackContext(of: inventory, library, contexts, jobs: jobs)
  context.add(await found)
  context.bestPractices = bestPractices(for: context.techStack, library, research)
  return context
}

/// The stack and the settings alone, which are found much faster.
func stackContext(
  of inventory: Inventory, _ library: RuleLibrary, _ contexts: CodeContexts, jobs: Int
) async -> AuditContext {
  await discoverStack(
    in: inventory, technologies: library.technologies, isAside: { contexts.isSkipped($0) }, jobs: jobs)
}

func databaseFacts(
  of inventory: Inventory, _ library: RuleLibrary, _ contexts: CodeContexts, jobs: Int
) async -> DatabaseFacts {
  await discoverDatabaseFacts(in: inventory, library: library, jobs: jobs, leavesOut: { contexts.isSkipped($0) })
}

extension AuditContext {
  mutating func add(_ facts: DatabaseFacts) {
    databaseConfiguration.triggers = facts.triggers
    databaseConfiguration.eventPublishers = facts.publishers
    databaseConfiguration.eventSubscribers = facts.subscribers
    models = facts.models
    problems += facts.problems
  }
}

/// What the makers of the project's technologies recommend for the versions it has, and then what was found out about
/// them besides.
private func bestPractices(
  for stack: TechStack, _ library: RuleLibrary, _ research: [BestPractice]
) -> [BestPractice] {
  let topics = stack.topics
  var seen: Set<String> = []
  let builtIn = topics.flatMap { topic in
    library.practices(of: topic.name, version: topic.version).filter { seen.insert($0.id.value).inserted }.map {
      BestPractice(technology: topic.name, text: $0.text, source: $0.source)
    }
  }
  let names = Set(topics.map(\.name))
  return builtIn + research.filter { names.contains($0.technology) }
}

extension TechStack {
  /// What to read up on: the technologies of the project, in their order; a name stands once for each version. What
  /// only developers' tools or tests use is not worth it.
  package var topics: [(name: String, title: String, version: String?)] {
    var topics = technologies.filter { $0.value.scope > .development }.map {
      (name: $0.value.name, title: $0.value.title, version: $0.value.version)
    }
    if isAsync?.value == true { topics.append(("asyncio", "asyncio", nil)) }
    return topics
  }
}

/// Finds the files of a run.
func survey(
  _ paths: [String], exclude: [String], configured: PlacedGlobs?, honoursIgnoreFiles: Bool, jobs: Int
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
      of: paths, options: InventoryOptions(exclude: globs, configured: configured, usesIgnoreFiles: honoursIgnoreFiles),
      jobs: jobs)
  } catch {
    throw .survey(error)
  }
}
