import Auditing
import Matching
import RuleFiles
import SourceScan
import Survey
import Tracing
import Vocabulary

/// Holds examples against their rules, in all disguises.
struct ExampleHarness {
  enum Claim { case bad, good, missed }

  private let libraries: [Language: CompiledLibrary]
  private let contexts: [ContextSpec]
  private let rules: RuleLibrary

  init(_ library: RuleLibrary) {
    contexts = library.contexts
    rules = library
    var libraries: [Language: CompiledLibrary] = [:]
    for language in scannedLanguages { libraries[language] = LibraryCompiler.compile(library, for: language).library }
    self.libraries = libraries
  }

  func canRead(_ language: Language) -> Bool { libraries[language] != nil }

  func check(
    _ rule: RuleSpec, _ example: ExampleSpec, _ text: Located<String>, _ claim: Claim, _ report: inout RuleTestReport
  ) {
    report.examples += 1
    let files = ExampleFile.split(text.value, path: example.path)
    for disguise in Disguise.all(for: example.language) {
      var worn: [ExampleFile] = []
      for file in files {
        guard let dress = disguise.wear(file.code, file.marks, rule.card.id) else { break }
        worn.append(ExampleFile(path: file.path, code: dress.code, marks: dress.marks))
      }
      guard worn.count == files.count else { continue }
      let found = findings(of: rule, example, worn)
      let expected = worn.map { claim == .bad ? $0.marks : [] }
      guard found != expected else { continue }
      report.failures.append(
        RuleTestFailure(
          rule: rule.card.id, origin: text.origin, example: shown(worn),
          message: complaint(claim, expected, found, worn, disguise)))
      return
    }
  }

  /// Byte offsets at which the rule reports, file by file.
  private func findings(of rule: RuleSpec, _ example: ExampleSpec, _ files: [ExampleFile]) -> [[Int]] {
    guard let library = libraries[example.language],
      let number = library.rules.firstIndex(where: { $0.card.id == rule.card.id })
    else { return files.map { _ in [] } }
    let matched = files.compactMap { file -> MatchedFile? in
      let text = SourceText(path: file.path ?? "example", language: example.language, text: file.code)
      return scan(text, library.symbols).map { MatchedFile($0, library) }
    }
    guard matched.count == files.count else { return files.map { _ in [] } }
    let first = matched.map { library.matches(of: rule.card.category, in: $0) { $0 == number } }
    var found = first.map(\.matches)
    let late = first.map { $0.late.union($0.hints.keys) }
    let facts = library.rules[number].needs.isEmpty ? nil : facts(of: matched, library)
    let asksGivers = library.rules[number].needs.contains(.givers)
    if let tracer = Tracer(library, example.language, rule: number, callers: asksGivers) {
      let traced = tracer.matches(in: matched, late: late, facts: facts)
      for (file, matches) in traced.enumerated() { found[file] += matches }
    } else {
      for (file, rules) in late.enumerated() where !rules.isEmpty {
        found[file] += library.lateMatches(of: rules, in: matched[file], project: ProjectAnswers(facts: facts)).matches
      }
    }
    if library.channelRules.contains(number) {
      let ends = databaseFacts(in: matched.map(\.file.text), library: rules)
      let loose = looseEnds(publishers: ends.publishers, subscribers: ends.subscribers)
      for (index, file) in matched.enumerated() {
        let own = loose.filter { $0.end.path == file.file.text.path }
        found[index] += channelMatches(own, in: file.file, library) { $0 == number }
      }
    }
    return zip(matched, found).map { file, found in
      let reported =
        reported(found, example, in: file.file, library) + foundInStrings(of: file.file, rule, example)
      return Array(Set(reported.map(\.start))).sorted()
    }
  }

  /// The example is the whole project.
  private func facts(of files: [MatchedFile], _ library: CompiledLibrary) -> ProjectFacts {
    let found = databaseFacts(in: files.map(\.file.text), library: rules)
    return ProjectFacts(
      models: found.models, triggers: found.triggers, subscribers: found.subscribers,
      loaded: files.reduce(into: []) { $0.formUnion(library.loadedRelations(in: $1)) })
  }

  private func reported(
    _ found: [RuleMatch], _ example: ExampleSpec, in file: ScannedFile, _ library: CompiledLibrary
  ) -> [RuleMatch] {
    let told = unsilenced(firstOfFunctions(found, in: file), in: file, library)
    // A neutral path says nothing about contexts; a path the example names is judged like a real one.
    return example.path == nil ? told : judged(told, in: file, library, contexts)
  }

  /// What the rule says of SQL that the file hands over.
  private func foundInStrings(of file: ScannedFile, _ rule: RuleSpec, _ example: ExampleSpec) -> [RuleMatch] {
    guard let library = libraries[.sql], let number = library.rules.firstIndex(where: { $0.card.id == rule.card.id }),
      let embedded = embeddedSQL(in: file, library)
    else { return [] }
    let found = library.matches(of: rule.card.category, in: embedded, of: file) { $0 == number }.matches
    return reported(found, example, in: file, library)
  }

  private func complaint(
    _ claim: Claim, _ expected: [[Int]], _ found: [[Int]], _ files: [ExampleFile], _ disguise: Disguise
  ) -> String {
    func lines(_ offsets: [[Int]]) -> String {
      zip(files, offsets).flatMap { file, offsets in
        offsets.map { offset in
          let before = file.code.utf8.prefix(offset)
          let line = 1 + before.count { $0 == 0x0A }
          let column = 1 + before.reversed().prefix { $0 != 0x0A }.count
          return (files.count > 1 ? "\(file.path ?? ""):" : "") + "\(line):\(column)"
        }
      }.joined(separator: ", ")
    }
    let when = disguise.name.map { " (\($0))" } ?? ""
    switch claim {
    case .bad:
      let missing = zip(expected, found).map { expected, found in expected.filter { !found.contains($0) } }
      let extra = zip(expected, found).map { expected, found in found.filter { !expected.contains($0) } }
      var parts: [String] = []
      if missing.contains(where: { !$0.isEmpty }) { parts.append("nothing is reported at \(lines(missing))") }
      if extra.contains(where: { !$0.isEmpty }) {
        parts.append("something is reported without a mark at \(lines(extra))")
      }
      return "bad example: " + parts.joined(separator: "; ") + when
    case .good: return "good example: reported at \(lines(found))" + when
    case .missed: return "missed example: is found now, at \(lines(found)); move it to `bad`" + when
    }
  }

  private func shown(_ files: [ExampleFile]) -> String {
    if files.count == 1 { return files[0].code }
    return files.map { "# file: \($0.path ?? "")\n" + $0.code }.joined(separator: "\n")
  }
}
