import Auditing
import Matching
import RuleFiles
import SourceScan
import Vocabulary

/// Holds examples against their rules, in all disguises.
struct ExampleHarness {
  enum Claim { case bad, good, missed }

  private let libraries: [Language: CompiledLibrary]
  private let contexts: [ContextSpec]

  init(_ library: RuleLibrary) {
    contexts = library.contexts
    var libraries: [Language: CompiledLibrary] = [:]
    for language in scannedLanguages { libraries[language] = LibraryCompiler.compile(library, for: language).library }
    self.libraries = libraries
  }

  func canRead(_ language: Language) -> Bool { libraries[language] != nil }

  func check(
    _ rule: RuleSpec, _ example: ExampleSpec, _ text: Located<String>, _ claim: Claim, _ report: inout RuleTestReport
  ) {
    report.examples += 1
    let (code, marks) = MarkedExample.read(text.value)
    for disguise in Disguise.all(for: example.language) {
      guard let worn = disguise.wear(code, marks, rule.card.id) else { continue }
      let found = findings(of: rule, example, worn.code)
      let expected = claim == .bad ? worn.marks : []
      guard found != expected else { continue }
      report.failures.append(
        RuleTestFailure(
          rule: rule.card.id, origin: text.origin, example: shown(worn.code, found),
          message: complaint(claim, expected, found, worn.code, disguise)))
      return
    }
  }

  /// Byte offsets at which the rule reports.
  private func findings(of rule: RuleSpec, _ example: ExampleSpec, _ code: String) -> [Int] {
    guard let library = libraries[example.language] else { return [] }
    let text = SourceText(path: example.path ?? "example", language: example.language, text: code)
    guard let scanned = scan(text, library.symbols),
      let number = library.rules.firstIndex(where: { $0.card.id == rule.card.id })
    else { return [] }
    let matched = MatchedFile(scanned, library)
    let found = library.matches(of: rule.card.category, in: matched) { $0 == number }
    let told = unsilenced(found.matches, in: matched.file, library)
    // A neutral path says nothing about contexts; a path the example names is judged like a real one.
    let reported = example.path == nil ? told : judged(told, in: matched.file, library, contexts)
    return Array(Set(reported.map(\.start))).sorted()
  }

  private func complaint(
    _ claim: Claim, _ expected: [Int], _ found: [Int], _ code: String, _ disguise: Disguise
  ) -> String {
    func lines(_ offsets: [Int]) -> String {
      offsets.map { offset in
        let before = code.utf8.prefix(offset)
        let line = 1 + before.count { $0 == 0x0A }
        let column = 1 + before.reversed().prefix { $0 != 0x0A }.count
        return "\(line):\(column)"
      }.joined(separator: ", ")
    }
    let when = disguise.name.map { " (\($0))" } ?? ""
    switch claim {
    case .bad:
      let missing = expected.filter { !found.contains($0) }
      let extra = found.filter { !expected.contains($0) }
      var parts: [String] = []
      if !missing.isEmpty { parts.append("nothing is reported at \(lines(missing))") }
      if !extra.isEmpty { parts.append("something is reported without a mark at \(lines(extra))") }
      return "bad example: " + parts.joined(separator: "; ") + when
    case .good: return "good example: reported at \(lines(found))" + when
    case .missed: return "missed example: is found now, at \(lines(found)); move it to `bad`" + when
    }
  }

  private func shown(_ code: String, _ found: [Int]) -> String { code }
}

/// An example's text with its `↓` marks taken out.
enum MarkedExample {
  static func read(_ text: String) -> (code: String, marks: [Int]) {
    var code = ""
    var marks: [Int] = []
    for character in text {
      if character == "↓" { marks.append(code.utf8.count) } else { code.append(character) }
    }
    return (code, marks)
  }
}
