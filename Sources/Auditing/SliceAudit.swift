import Dispatch
import Matching
import SourceScan
import Survey
import Tracing
import Vocabulary
import Workers

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
    var embedded: [Int: MatchedFile] = [:]
    var contexts: [Int: FileContexts] = [:]
    for (source, text) in texts {
      // Who calls whom takes all files.
      let isTraced = tools.tracers[text.language] != nil
      guard let library = tools.libraries[text.language],
        let scanned = scan(text, library.symbols, isOutlined: isTraced)
      else {
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
      if let sql = embeddedSQL(in: file.file, tools.libraries[.sql]) { embedded[matched.count] = sql }
      matched.append(file)
      sources.append(source)
      if let classes = tools.models?.classes(in: scanned, file.grams) { result.classes.append(classes) }
      if let signs = tools.notificationWords[text.language]?.signs(of: text, file.grams) {
        if signs.isTelling {
          result.notifying.append(source)
        } else if let chain = signs.chain {
          result.migrations.append(WaitingMigration(source, chain: chain))
        }
        if signs.mayUseChannels { result.mayUseChannels = true }
        if signs.mayNotify { result.mayNotify = true }
      }
      if tools.asksLoads { result.loadedRelations.formUnion(library.loadedRelations(in: file)) }
      if let tracer = tools.tracers[text.language] {
        let summary = tracer.summarize(file)
        let known = tools.contexts.contexts(in: file.file)
        contexts[matched.count - 1] = known
        result.summaries[text.language, default: []].append(
          FileInProject(
            file: source, summary: summary, contexts: known.ofFunctions(at: summary.functionStatements)))
      }
    }
    result.scanning = now() - read
    var late: [Int: Set<Int>] = [:]
    var hints: [Int: [Int: Set<FactHint>]] = [:]
    let shared = matched
    let inStrings = embedded
    let known = contexts
    let results = await inParallel(tools.packs, jobs: tools.packs.count) { run($0, over: shared, inStrings, known) }
    for pack in results.sorted(by: { $0.category.rawValue < $1.category.rawValue }) {
      result.findings[pack.category] = pack.findings
      result.problems += pack.problems
      result.suppressed += pack.suppressed
      result.matching[pack.category] = pack.nanoseconds
      for (index, rules) in pack.late { late[index, default: []].formUnion(rules) }
      for (index, found) in pack.hints { hints[index, default: [:]].merge(found) { $0.union($1) } }
      result.ruleTimes.merge(pack.ruleTimes, uniquingKeysWith: +)
      for judged in pack.findings { result.ruleMatches[judged.finding.rule, default: 0] += 1 }
    }
    for (index, rules) in late.sorted(by: { $0.key < $1.key }) {
      result.late[sources[index].language, default: []].append((sources[index], rules))
    }
    for (index, found) in hints.sorted(by: { $0.key < $1.key }) {
      result.hints[sources[index].language, default: []].append((sources[index], found))
    }
    return result
  }

  private func read(_ file: SourceFile, _ result: inout SliceResult) -> SourceText? {
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

  /// A file that was in hand before. One that cannot be read any more has been told of, or has gone since: nothing is said
  /// about it.
  func readAgain(_ file: SourceFile) -> ScannedFile? {
    var told = SliceResult()
    guard let library = tools.libraries[file.language], let text = read(file, &told) else { return nil }
    return scan(text, library.symbols)
  }

  private struct PackResult: Sendable {
    var category: Category
    var findings: [Judged] = []
    var problems: [Problem] = []
    var suppressed = 0
    /// By file.
    var late: [Int: Set<Int>] = [:]
    var hints: [Int: [Int: Set<FactHint>]] = [:]
    var nanoseconds: UInt64 = 0
    var ruleTimes: [String: UInt64] = [:]
  }

  /// - Parameters:
  ///   - embedded: the SQL in the strings of some files, by index.
  ///   - contexts: what the code of some files is in, by index.
  private func run(
    _ category: Category, over files: [MatchedFile], _ embedded: [Int: MatchedFile], _ contexts: [Int: FileContexts]
  ) -> PackResult {
    var result = PackResult(category: category)
    let start = now()
    for (index, file) in files.enumerated() {
      let language = file.file.text.language
      guard let library = tools.libraries[language] else { continue }
      let inactive = tools.pathRules[language]?.inactive(at: file.file.text.path) ?? []
      let found = library.matches(of: category, in: file, timed: tools.measures) { !inactive.contains($0) }
      if !found.late.isEmpty { result.late[index] = found.late }
      if !found.hints.isEmpty { result.hints[index] = found.hints }
      take(found, library, language, in: file.file, contexts[index], &result)
      guard let sql = embedded[index], let library = tools.libraries[.sql] else { continue }
      let silent = tools.pathRules[.sql]?.inactive(at: file.file.text.path) ?? []
      let inside = library.matches(of: category, in: sql, of: file.file, timed: tools.measures) { !silent.contains($0) }
      take(inside, library, .sql, in: file.file, contexts[index], &result)
    }
    result.nanoseconds = now() - start
    return result
  }

  /// Judges what the rules for a language found in a file.
  private func take(
    _ found: PackMatches, _ library: CompiledLibrary, _ language: Language, in file: ScannedFile,
    _ contexts: FileContexts?, _ result: inout PackResult
  ) {
    let judge = Judge(library: library, contexts: tools.contexts)
    let judged = judge.judge(found.matches, in: file, contexts)
    for var finding in judged.findings {
      finding.language = language
      result.findings.append(finding)
    }
    result.suppressed += judged.suppressed
    for rule in found.exhausted.sorted() {
      result.problems.append(timeProblem(library.rules[rule].card.id, file.text.path))
    }
    for (rule, time) in found.nanoseconds { result.ruleTimes[library.rules[rule].card.id, default: 0] += time }
  }

  /// Judges what rules say of a file that was read again.
  func judge(_ matches: [RuleMatch], in file: ScannedFile, _ result: inout SliceResult) {
    let text = file.text
    guard let library = tools.libraries[text.language] else { return }
    let inactive = tools.pathRules[text.language]?.inactive(at: text.path) ?? []
    let judge = Judge(library: library, contexts: tools.contexts)
    let judged = judge.judge(matches.filter { !inactive.contains($0.rule) }, in: file)
    result.suppressed += judged.suppressed
    for entry in judged.findings {
      result.findings[entry.finding.category, default: []].append(entry)
      result.ruleMatches[entry.finding.rule, default: 0] += 1
    }
  }

  func timeProblem(_ rule: String, _ path: String) -> Problem {
    Problem(
      stage: .match, path: path, rule: rule,
      message: "the rule ran out of time here; some of its findings in this file may be missing",
      hint:
        "a regular expression must not backtrack without end, and conditions on conditions cost most in long functions")
  }

  private func now() -> UInt64 { DispatchTime.now().uptimeNanoseconds }
}
