import Matching
package import RuleFiles
import SourceScan
import Survey
import Synchronization
import Tracing
package import Vocabulary
import Workers

/// Everything that is wrong with the rules of a library: what loading found, and what compiling them finds.
package func checkRules(_ library: RuleLibrary) -> [RuleFault] {
  guard library.faults.isEmpty else { return library.faults }
  var faults: [RuleFault] = []
  for language in scannedLanguages {
    faults += LibraryCompiler.compile(library, for: language, checksExpressions: true).faults
  }
  return faults
}

/// Runs an audit: discover, load rules, scan, report. Trouble with single files or rules is a problem of the report;
/// trouble with the request or the rules is thrown before anything is scanned.
///
/// - Parameter order: the order in which the slices of the inventory are taken up, of which there are as many as it is
///   told; as they come unless given. The report is the same for any.
package func audit(
  _ plan: AuditPlan, progress: (@Sendable (AuditProgress) -> Void)? = nil, order: ((Int) -> [Int])? = nil
) async throws(AuditError) -> AuditReport {
  let clock = PhaseClock()
  // The folders are gone through while the rules are compiled, where there is a second thread.
  let early = plan.jobs > 1 ? Task { await surveyed(plan) } : nil
  let compiled = try compile(plan)
  let contexts = try CodeContexts(plan.library.contexts, includesTests: plan.includeTests)
  clock.finish("load rules")
  let outcome = if let early { await early.value } else { await surveyed(plan) }
  var inventory = try outcome.get()
  let files = audited(&inventory, plan, contexts, compiled.libraries)
  guard !files.isEmpty else {
    throw .nothingToAudit(paths: plan.paths, skipped: inventory.skipped.rows)
  }
  let languages = Set(files.map(\.language))
  var project = ProjectAnswers()
  if plan.gathersContext {
    let questions = ProjectQuestions(plan.library, selected: compiled.rules, languages: languages)
    project = try await questions.answers(about: inventory, plan)
  }
  clock.finish("discover")
  let needs = compiled.libraries.values.flatMap(\.rules).reduce(into: ProjectFacts.Needs()) { $0.formUnion($1.needs) }
  let asksChannels = compiled.libraries.values.contains { !$0.channelRules.isEmpty }
  let asksNotifications = needs.contains(.triggers) || asksChannels
  let tools = AuditTools(
    libraries: compiled.libraries, contexts: contexts, minimumSeverity: plan.minimumSeverity,
    packs: Category.allCases.filter { plan.packs.contains($0) },
    pathRules: try pathRules(compiled.libraries, ruledOut: project.ruledOut),
    tracers: Dictionary(
      uniqueKeysWithValues: compiled.libraries.compactMap { language, library in
        Tracer(library, language).map { (language, $0) }
      }),
    models: needs.contains(.models) ? ModelGathering(plan.library.models) : nil,
    notificationWords: asksNotifications
      ? compiled.libraries.reduce(into: [:]) { words, entry in
        words[entry.key] = NotificationWords(plan.library, in: entry.key)
      } : [:],
    asksLoads: needs.contains(.loads),
    measures: plan.collectsStatistics)
  var slices = await run(
    tools, over: files, jobs: plan.jobs, order: order?(sliceCount(files.count, size: sliceSize)), progress: progress)
  clock.finish("scan and match")
  // Who calls whom says which rules are left that ask about models and tables.
  var traces: [(language: Language, trace: TraceAudit)] = []
  for (language, tracer) in tools.tracers.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
    traces.append(
      (
        language,
        TraceAudit(
          SliceAudit(tools: tools), tracer, language, jobs: plan.jobs, slices.flatMap { $0.summaries[language] ?? [] })
      ))
  }
  let notifications = Notifications(tools: tools, inventory: inventory, plan: plan, known: project.context)
  let lateFacts = LateFacts(tools: tools)
  let lateNeeds = lateFacts.needs(of: slices, traces.map(\.trace.needs))
  let isHeard = asksChannels && slices.contains(where: \.mayUseChannels)
  let ends =
    isHeard || lateNeeds.contains(.triggers) && notifications.mayNotify(slices)
    ? try await notifications.found(slices) : nil
  let facts = lateFacts.facts(for: slices, lateNeeds, ends)
  var flows: [Language: ContextFlow] = [:]
  for (language, var trace) in traces {
    trace.drop(lateFacts.hopeless(language, facts))
    let late = lateFacts.late(slices, language, facts)
    slices.append(await trace.run(late: late, facts))
    flows[language] = trace.flow()
  }
  for language in tools.libraries.keys.sorted(by: { $0.rawValue < $1.rawValue }) where tools.tracers[language] == nil {
    let late = lateFacts.late(slices, language, facts)
    if late.isEmpty { continue }
    let audit = LateAudit(slices: SliceAudit(tools: tools), language: language, jobs: plan.jobs, facts: facts)
    slices.append(await audit.run(late))
  }
  if isHeard, let ends { slices.append(ChannelAudit(slices: SliceAudit(tools: tools), inventory: inventory).run(ends)) }
  clock.finish("trace")
  if !plan.gathersContext {
    // Only rules matter that have found something: mostly none of those asks.
    let found = Set(slices.lazy.flatMap(\.findings.values).joined().map(\.finding.rule))
    let questions = ProjectQuestions(
      plan.library, selected: compiled.rules.intersection(found), languages: languages)
    project = try await questions.answers(about: inventory, plan)
    clock.finish("ask the project")
  }
  return report(plan, inventory, project, slices, tools, flows, compiled.rules, clock)
}

private func surveyed(_ plan: AuditPlan) async -> Result<Inventory, AuditError> {
  do throws(AuditError) {
    return .success(
      try await survey(
        plan.paths, exclude: plan.exclude, configured: plan.configured, honoursIgnoreFiles: plan.honoursIgnoreFiles,
        jobs: plan.jobs))
  } catch {
    return .failure(error)
  }
}

private func compile(
  _ plan: AuditPlan
) throws(AuditError) -> (libraries: [Language: CompiledLibrary], rules: Set<String>) {
  if !plan.library.faults.isEmpty { throw .ruleFaults(plan.library.faults) }
  let selection = try RuleSelection(plan)
  if plan.library.hasOwnFiles, selection.rules.count < plan.library.rules.count {
    // A fault in a rule that is not selected is a fault too.
    let faults = checkRules(plan.library)
    if !faults.isEmpty { throw .ruleFaults(faults) }
  }
  var libraries: [Language: CompiledLibrary] = [:]
  for language in scannedLanguages {
    let result = LibraryCompiler.compile(plan.library, for: language, rules: selection.rules)
    if !result.faults.isEmpty { throw .ruleFaults(result.faults) }
    libraries[language] = result.library
  }
  return (libraries, selection.rules)
}

/// The files of the inventory that are audited: in a language that some rule of the run is written for, and no test code
/// unless asked for.
private func audited(
  _ inventory: inout Inventory, _ plan: AuditPlan, _ contexts: CodeContexts, _ libraries: [Language: CompiledLibrary]
) -> [SourceFile] {
  var languages = Set(libraries.filter { !$0.value.rules.isEmpty }.keys)
  // Migrations in Python hold SQL.
  if languages.contains(.sql) { languages.insert(.python) }
  var files: [SourceFile] = []
  files.reserveCapacity(inventory.files.count)
  for file in inventory.files {
    if !languages.contains(file.language) {
      inventory.skipped.addFiles(.languageNotAudited)
    } else if !plan.includeTests, contexts.isSkipped(file.path) {
      inventory.skipped.addFiles(.testCode)
    } else {
      files.append(file)
    }
  }
  return files
}

private func pathRules(
  _ libraries: [Language: CompiledLibrary], ruledOut: [String: String]
) throws(AuditError) -> [Language: PathRules] {
  var result: [Language: PathRules] = [:]
  for (language, library) in libraries {
    do throws(GlobError) {
      result[language] = try PathRules(library, ruledOut: ruledOut)
    } catch {
      throw .badGlob(error)
    }
  }
  return result
}

/// Files per slice: enough to keep the workers from waiting for each other, few enough to bound the memory.
private let sliceSize = 16

private func run(
  _ tools: AuditTools, over files: [SourceFile], jobs: Int, order: [Int]?,
  progress: (@Sendable (AuditProgress) -> Void)?
) async -> [SliceResult] {
  let audit = SliceAudit(tools: tools)
  let done = Atomic<Int>(0)
  return await inSlices(files, size: sliceSize, jobs: jobs, order: order) { slice in
    let result = await audit.run(slice)
    if let progress {
      let finished = done.add(slice.count, ordering: .relaxed).newValue
      progress(AuditProgress(filesDone: finished, filesTotal: files.count))
    }
    return result
  }
}
