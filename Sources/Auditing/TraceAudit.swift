import Matching
import SourceScan
import Survey
import Tracing
import Vocabulary
import Workers

/// Audits what crosses functions: once all files of a language left their summaries, the few that lie on ways which
/// some rule asks for are read again.
struct TraceAudit: Sendable {
  private let slices: SliceAudit
  private let language: Language
  private let jobs: Int
  private let files: [SourceFile]
  /// Of each path, the number of the file.
  private let numbers: [String: Int]
  /// By file and function, the contexts it is in by itself.
  private let contexts: [[ContextSet]]
  /// By file, the rules that ran out of time while it was summarized.
  private let exhausted: [Set<Int>]
  private var plan: TracePlan

  init(_ slices: SliceAudit, _ tracer: Tracer, _ language: Language, jobs: Int, _ files: consuming [FileInProject]) {
    self.slices = slices
    self.language = language
    self.jobs = jobs
    let paths = files.map(\.file.path)
    self.files = files.map(\.file)
    numbers = Dictionary(uniqueKeysWithValues: paths.enumerated().map { ($0.element, $0.offset) })
    contexts = files.map(\.contexts)
    exhausted = files.map(\.summary.exhausted)
    let summaries = files.map(\.summary)
    files = []
    plan = tracer.plan(summaries, paths: paths, jobs: jobs)
  }

  /// Without rules that cannot hold anywhere.
  func dropping(_ rules: Set<Int>) -> TraceAudit {
    var left = self
    left.plan.drop(rules)
    return left
  }

  /// What must be known of models and tables.
  var needs: ProjectFacts.Needs { plan.needs }

  /// Whether a call of a file gives rows of a class that has such a relation.
  func gives(_ file: SourceFile, _ hint: FactHint, _ known: ProjectFacts) -> Bool {
    guard let number = numbers[file.path], let name = hint.giver,
      let model = plan.givenModel(by: name, in: number, known)
    else { return false }
    return known.mayBe(hint.of(model))
  }

  /// What kind of code functions are by those that call them.
  func flow() -> ContextFlow {
    ContextFlow(plan, own: contexts, paths: files.map(\.path), slices.tools.contexts)
  }

  /// - Parameters:
  ///   - late: the files in which rules may hold that take the whole project to tell.
  ///   - known: of models and tables, where a rule that may hold somewhere asks for it.
  func run(late: [(file: SourceFile, rules: Set<Int>)], _ known: ProjectFacts?) async -> SliceResult {
    let facts = await inParallel(plan.files, jobs: jobs) { number -> (found: [FunctionFacts], exhausted: Set<Int>) in
      guard let matched = read(files[number]) else { return ([], []) }
      return plan.facts(in: number, matched, known)
    }
    let paths = CallPaths(plan, facts.flatMap(\.found))
    let results = await inParallel(paths.files, jobs: jobs) { number -> (result: SliceResult, exhausted: Set<Int>) in
      var result = SliceResult()
      guard let matched = read(files[number]) else { return (result, []) }
      let found = paths.matches(in: number, matched, known)
      slices.judge(found.matches, in: matched.file, &result)
      return (result, found.exhausted)
    }
    let judged = await inParallel(late, jobs: jobs) { entry -> (result: SliceResult, exhausted: Set<Int>) in
      var result = SliceResult()
      guard let number = numbers[entry.file.path], let matched = read(entry.file, again: false),
        let library = slices.tools.libraries[language]
      else { return (result, []) }
      let asksCalls = entry.rules.contains {
        library.rules[$0].asksCalls || !library.rules[$0].needs.isDisjoint(with: [.triggers, .givers])
      }
      let answers =
        asksCalls ? plan.answers(in: number, matched, known) : ProjectAnswers(facts: known)
      let found = library.lateMatches(of: entry.rules, in: matched, project: answers)
      slices.judge(found.matches, in: matched.file, &result)
      return (result, found.exhausted)
    }
    // A rule may run out of time in a file at any of the steps; it is told once.
    var exhausted = exhausted
    for (number, entry) in zip(plan.files, facts) { exhausted[number].formUnion(entry.exhausted) }
    for (number, entry) in zip(paths.files, results) { exhausted[number].formUnion(entry.exhausted) }
    for (entry, result) in zip(late, judged) {
      if let number = numbers[entry.file.path] { exhausted[number].formUnion(result.exhausted) }
    }
    var total = SliceResult()
    if let library = slices.tools.libraries[language] {
      for (file, rules) in zip(files, exhausted) {
        total.problems += rules.sorted().map { slices.timeProblem(library.rules[$0].card.id, file.path) }
      }
    }
    for (result, _) in results + judged { total.add(result) }
    return total
  }

  /// - Parameter isRead: only single functions are looked at, and not what rules look for themselves.
  private func read(_ file: SourceFile, again isRead: Bool = true) -> MatchedFile? {
    guard let library = slices.tools.libraries[language], let scanned = slices.readAgain(file) else { return nil }
    return MatchedFile(scanned, library, again: isRead)
  }
}
