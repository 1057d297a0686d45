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
  var project = KnownProject()
  if plan.gathersContext {
    let questions = ProjectQuestions(plan.library, selected: compiled.rules, languages: languages)
    project = try await questions.answers(about: inventory, plan)
  }
  clock.finish("discover")
  let tools = try AuditTools(
    plan, compiled.libraries, contexts, ruledOut: project.ruledOut, place: inventory.place, paths: files.map(\.path))
  var slices = await run(
    tools, over: files, jobs: plan.jobs, order: order?(sliceCount(files.count, size: sliceSize)), progress: progress)
  clock.finish("scan and match")
  let joint = try await JointAudit(plan: plan, tools: tools, inventory: inventory, known: project.context)
    .run(&slices)
  // What following calls took is the larger part of the memory.
  for index in slices.indices { slices[index].letGoOfFiles() }
  slices += joint.found
  clock.finish("trace")
  if !plan.gathersContext {
    // Only rules matter that have found something: mostly none of those asks.
    let found = Set(slices.lazy.flatMap(\.findings.values).joined().map(\.finding.rule))
    let questions = ProjectQuestions(
      plan.library, selected: compiled.rules.intersection(found), languages: languages)
    project = try await questions.answers(about: inventory, plan)
    clock.finish("ask the project")
  }
  return report(plan, inventory, project, slices, tools, joint.flows, compiled.rules, clock)
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
    } else if let skip = contexts.skip(file.path) {
      inventory.skipped.addFiles(skip == .always ? .generated : .testCode)
    } else {
      files.append(file)
    }
  }
  return files
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
