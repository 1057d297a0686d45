import Dispatch
import Matching
import SourceScan
import Survey
import Tracing
import Vocabulary
import Workers

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
  /// Where some rule asks for models: finds their classes in the files at hand.
  let models: ModelGathering?
  /// Where some rule asks who notifies whom: words of which one stands in every file of a language that has a say in it.
  let notificationWords: [Language: [[UInt8]]]
  /// Whether some rule asks which relations queries load along.
  let asksLoads: Bool
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
  /// The same where some attribute is a relation, by rule.
  var hints: [Language: [(file: SourceFile, hints: [Int: Set<FactHint>])]] = [:]
  /// Classes that may be models, where a rule asks for them.
  var classes: [ModelGathering.Classes] = []
  /// Files that may have a say in who notifies whom, where a rule asks for that.
  var notifying: [SourceFile] = []
  /// Of those, some may declare a trigger that notifies somebody, and some may publish or listen.
  var mayNotify = false
  var mayUseChannels = false
  /// Names of relations that queries load along, where a rule asks for them.
  var loadedRelations: Set<String> = []
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
    var embedded: [Int: MatchedFile] = [:]
    var contexts: [Int: FileContexts] = [:]
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
      if let sql = embeddedSQL(in: file.file, tools.libraries[.sql]) { embedded[matched.count] = sql }
      matched.append(file)
      sources.append(source)
      if let classes = tools.models?.classes(in: scanned, file.grams) { result.classes.append(classes) }
      if tools.notificationWords[text.language]?.contains(where: file.grams.mayContain) == true {
        result.notifying.append(source)
        if !result.mayUseChannels { result.mayUseChannels = mayUseChannels(file.grams) }
        if !result.mayNotify { result.mayNotify = mayNotify(file.grams) }
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

  /// Whether a file may publish on a channel, or listen to one, in SQL or by a driver's call.
  private func mayUseChannels(_ grams: GramFilter) -> Bool {
    ["pg_notify", "add_listener", "\"listen ", "'listen ", "\"notify ", "'notify "].contains {
      grams.mayContain(Array($0.utf8))
    }
  }

  /// Whether a file may hold the function of a trigger that notifies: both words stand in it.
  private func mayNotify(_ grams: GramFilter) -> Bool {
    grams.mayContain(Array("notify".utf8)) && grams.mayContain(Array("trigger".utf8))
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
