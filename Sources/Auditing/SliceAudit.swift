import Dispatch
import Matching
import SourceScan
import Survey
import Tracing
import Vocabulary

/// What everything a slice needs that is the same for all slices.
struct AuditTools: Sendable {
  let libraries: [Language: CompiledLibrary]
  let contexts: CodeContexts
  let minimumSeverity: Severity
  let packs: [Category]
  /// Rules (by number) that look only at some paths, or at none.
  let pathRules: [Language: PathRules]
  /// For the languages of which some rule asks what calls lead to.
  let tracers: [Language: Tracer]
  let measures: Bool
}

/// What is kept of a file until it is known who calls whom.
struct FileInProject: Sendable {
  var file: SourceFile
  var summary: FileSummary
  /// By function, the contexts it is in by itself.
  var contexts: [ContextSet]
}

/// What one slice of the inventory gave.
struct SliceResult: Sendable {
  var findings: [Category: [Judged]] = [:]
  var problems: [Problem] = []
  var skipped = SkipCounts()
  var files: [Language: Int] = [:]
  var lines = 0
  var bytes = 0
  var suppressed = 0
  /// Frameworks imported somewhere in the slice, by language.
  var frameworks: [Language: [Bool]] = [:]
  /// What the files say about functions and calls, where a rule asks for that.
  var summaries: [Language: [FileInProject]] = [:]
  /// Files in which rules may hold, by number, that take the whole project to tell.
  var late: [Language: [(file: SourceFile, rules: Set<Int>)]] = [:]
  /// Nanoseconds.
  var reading: UInt64 = 0
  var scanning: UInt64 = 0
  var matching: [Category: UInt64] = [:]
  var ruleTimes: [String: UInt64] = [:]
  var ruleMatches: [String: Int] = [:]
}

/// Audits some neighbouring files of the inventory: each is read and lexed once, then the packs go over the same
/// immutable texts side by side.
struct SliceAudit {
  let tools: AuditTools

  func run(_ files: ArraySlice<SourceFile>) async -> SliceResult {
    var result = SliceResult()
    let start = now()
    var texts: [(SourceFile, SourceText)] = []
    texts.reserveCapacity(files.count)
    for file in files {
      if let text = read(file, &result) { texts.append((file, text)) }
    }
    let read = now()
    result.reading = read - start
    var matched: [MatchedFile] = []
    matched.reserveCapacity(texts.count)
    var sources: [SourceFile] = []
    for (source, text) in texts {
      guard let library = tools.libraries[text.language], let scanned = scan(text, library.symbols) else {
        result.skipped.addFiles(.languageNotAudited)
        continue
      }
      result.files[text.language, default: 0] += 1
      result.lines += text.lineCount
      result.bytes += text.count
      let file = MatchedFile(scanned, library)
      for (index, isImported) in file.frameworks.enumerated() where isImported {
        result.frameworks[text.language, default: Array(repeating: false, count: file.frameworks.count)][index] = true
      }
      matched.append(file)
      sources.append(source)
      if let tracer = tools.tracers[text.language] {
        let summary = tracer.summarize(file)
        let contexts = tools.contexts.contexts(ofFunctionsAt: summary.functionStatements, in: scanned)
        result.summaries[text.language, default: []].append(
          FileInProject(file: source, summary: summary, contexts: contexts))
      }
    }
    result.scanning = now() - read
    var late: [Int: Set<Int>] = [:]
    let shared = matched
    let results = await withTaskGroup(of: PackResult.self) { group in
      for category in tools.packs { group.addTask { run(category, over: shared) } }
      return await group.reduce(into: [PackResult]()) { $0.append($1) }
    }
    for pack in results.sorted(by: { $0.category.rawValue < $1.category.rawValue }) {
      result.findings[pack.category] = pack.findings
      result.problems += pack.problems
      result.suppressed += pack.suppressed
      result.matching[pack.category] = pack.nanoseconds
      for (index, rules) in pack.late { late[index, default: []].formUnion(rules) }
      result.ruleTimes.merge(pack.ruleTimes, uniquingKeysWith: +)
      for judged in pack.findings { result.ruleMatches[judged.finding.rule, default: 0] += 1 }
    }
    for (index, rules) in late.sorted(by: { $0.key < $1.key }) {
      result.late[sources[index].language, default: []].append((sources[index], rules))
    }
    return result
  }

  func read(_ file: SourceFile, _ result: inout SliceResult) -> SourceText? {
    do throws(ReadError) {
      let source = try readSource(file.absolutePath, limit: SourceBytes.defaultLimit)
      if let reason = contentSkipReason(source, language: file.language, path: file.path) {
        result.skipped.addFiles(reason)
        return nil
      }
      return SourceText(
        path: file.path, language: file.language, paddedBytes: source.bytes, count: source.count)
    } catch {
      if let reason = error.skipReason {
        result.skipped.addFiles(reason)
      } else {
        result.problems.append(error.problem(path: file.path))
      }
      return nil
    }
  }

  private struct PackResult: Sendable {
    var category: Category
    var findings: [Judged] = []
    var problems: [Problem] = []
    var suppressed = 0
    /// By file.
    var late: [Int: Set<Int>] = [:]
    var nanoseconds: UInt64 = 0
    var ruleTimes: [String: UInt64] = [:]
  }

  private func run(_ category: Category, over files: [MatchedFile]) -> PackResult {
    var result = PackResult(category: category)
    let start = now()
    for (index, file) in files.enumerated() {
      let language = file.file.text.language
      guard let library = tools.libraries[language] else { continue }
      let inactive = tools.pathRules[language]?.inactive(at: file.file.text.path) ?? []
      let found = library.matches(of: category, in: file, timed: tools.measures) { !inactive.contains($0) }
      if !found.late.isEmpty { result.late[index] = found.late }
      let judge = Judge(library: library, contexts: tools.contexts)
      let judged = judge.judge(found.matches, in: file.file)
      result.findings += judged.findings
      result.suppressed += judged.suppressed
      for rule in found.exhausted.sorted() {
        result.problems.append(timeProblem(library.rules[rule].card.id, file.file.text.path))
      }
      for (rule, time) in found.nanoseconds { result.ruleTimes[library.rules[rule].card.id, default: 0] += time }
    }
    result.nanoseconds = now() - start
    return result
  }

  private func now() -> UInt64 { DispatchTime.now().uptimeNanoseconds }
}

/// The rules with `paths:`, and those that the project rules out.
struct PathRules: Sendable {
  private var ruledOut: Set<Int> = []
  private var rules: [(number: Int, include: [Glob], exclude: [Glob])] = []

  init(_ library: CompiledLibrary, ruledOut: [String: String] = [:]) throws(GlobError) {
    for (number, rule) in library.rules.enumerated() where ruledOut[rule.card.id] != nil {
      self.ruledOut.insert(number)
    }
    for (number, rule) in library.rules.enumerated() where !rule.include.isEmpty || !rule.exclude.isEmpty {
      rules.append((number, try PathRules.globs(rule.include), try PathRules.globs(rule.exclude)))
    }
  }

  private static func globs(_ texts: [String]) throws(GlobError) -> [Glob] {
    var globs: [Glob] = []
    for text in texts { globs.append(try Glob(text)) }
    return globs
  }

  func inactive(at path: String) -> Set<Int> {
    var inactive = ruledOut
    for rule in rules {
      if !rule.include.isEmpty, !rule.include.contains(where: { $0.matches(path) }) { inactive.insert(rule.number) }
      if rule.exclude.contains(where: { $0.matches(path) }) { inactive.insert(rule.number) }
    }
    return inactive
  }
}
