import Matching
import RuleFiles
import SourceScan
import Vocabulary

/// A finding on its way to the report.
struct Judged: Sendable {
  var finding: Finding
  /// The rule's number in the library of the language.
  var rule: Int
  var language: Language
  /// Before its contexts were weighed.
  var severity: Severity
  /// What its place is in by itself, whoever calls the function.
  var contexts: ContextSet
  /// The statement of the header of the function around; −1 outside of functions.
  var function: Int32
  /// The framework that was recognised by a name alone: whether the project uses it decides the confidence at the end.
  var guessedFramework: Int?
}

/// Turns the matches of one file into findings: contexts, suppressions, words, fingerprint. How severe they are is
/// settled when it is known who calls whom.
struct Judge {
  let library: CompiledLibrary
  let contexts: CodeContexts

  /// The findings of one pack in one file, and how many a comment silenced.
  ///
  /// - Parameter known: what the file's code is in, where that was found out before.
  func judge(
    _ matches: [RuleMatch], in file: ScannedFile, _ known: FileContexts? = nil
  ) -> (findings: [Judged], suppressed: Int) {
    guard !matches.isEmpty else { return ([], 0) }
    let lines = LineIndex(file.text)
    let suppressions = Suppressions(file, lines)
    let fileContexts = known ?? contexts.contexts(in: file)
    var judged: [Judged] = []
    var suppressed = 0
    var occurrences: [UInt64: Int] = [:]
    for match in firstOfFunctions(matches, in: file) {
      let rule = library.rules[match.rule]
      let around = fileContexts.at(match.token)
      let severity = match.severity ?? rule.card.severity
      // What its own place switches off stays off, and silences nothing.
      guard rule.onlyIn.isEmpty ? contexts.severity(severity, of: rule, in: around) != nil : true else { continue }
      if file.outline.isUnreachable(match.token) { continue }
      let start = lines.position(at: match.start)
      let end = lines.position(at: match.end)
      // The fingerprint counts silenced findings too: a comment must not renumber its neighbours.
      let code = Fingerprint.hash(rule.card.id, file.text.path, file.text.bytes[match.start..<match.end])
      let occurrence = occurrences[code, default: 0]
      occurrences[code] = occurrence + 1
      if suppressions.silences(
        rule.card.id, name: rule.card.name, equivalents: rule.equivalents,
        on: start.line - 1...max(start.line, end.line) - 1)
      {
        suppressed += 1
        continue
      }
      var confidence = match.confidence ?? rule.card.confidence
      if match.isNamed { confidence = min(confidence, .medium) }
      judged.append(
        Judged(
          finding: Finding(
            rule: rule.card.id, name: rule.card.name, category: rule.card.category, severity: severity,
            confidence: confidence, effort: rule.card.effort, path: file.text.path,
            start: Position(line: start.line, column: start.column), end: Position(line: end.line, column: end.column),
            snippet: snippet(start.line - 1, end.line - 1, lines, file.text),
            issue: ShownCode.hidingPasswords(match.message),
            recommendation: rule.card.recommendation, sources: rule.card.sources,
            fingerprint: Fingerprint.text(code, occurrence: occurrence), trace: match.trace),
          rule: match.rule, language: file.text.language, severity: severity, contexts: around,
          function: file.functionStatement(around: match.token), guessedFramework: match.guessedFramework))
    }
    return (judged, suppressed)
  }

  /// At most this many lines of a finding are shown.
  private static let shownLines = 3

  private func snippet(_ first: Int, _ last: Int, _ lines: LineIndex, _ text: SourceText) -> Snippet {
    let shown = first...min(last, first + Judge.shownLines - 1)
    return Snippet(
      firstLine: first + 1, lines: shown.map { ShownCode.hidingPasswords(text.string(lines.bytes(ofLine: $0))) })
  }
}

extension CodeContexts {
  /// The severity in some contexts, `nil` when one of them switches the rule off or the rule asks for others.
  func severity(_ severity: Severity, of rule: CompiledRule, in around: ContextSet) -> Severity? {
    var down = 0
    var up = 0
    var most = Severity.critical
    var least = Severity.low
    var isWanted = rule.onlyIn.isEmpty
    for (index, context) in contexts.enumerated() where around.contains(index) {
      if rule.onlyIn.contains(context.name) { isWanted = true }
      let own = rule.adjustments.first { $0.context.value == context.name }?.effect
      guard let effect = own ?? context.effects[rule.card.category] else { continue }
      switch effect {
      case .off: return nil
      case .atMost(let limit): most = min(most, limit)
      case .atLeast(let limit): least = max(least, limit)
      case .steps(let steps):
        down = min(down, steps)
        up = max(up, steps)
      }
    }
    return isWanted ? min(max(severity.raised(by: up + down), least), most) : nil
  }

  /// Whether the severity of a rule's findings depends on who calls the code that they are in.
  func asksCallers(_ rule: CompiledRule) -> Bool {
    contexts.contains { context in
      context.flow != nil
        && (rule.onlyIn.contains(context.name) || context.effects[rule.card.category] != nil
          || rule.adjustments.contains { $0.context.value == context.name })
    }
  }
}

extension ScannedFile {
  /// The statement of the header of the function that a token stands in; −1 outside of functions.
  func functionStatement(around token: UInt32) -> Int32 {
    guard !outline.statements.isEmpty else { return -1 }
    var scope = outline.function(around: outline.scope(at: token))
    while scope >= 0, outline.scopes[scope].own.contains(.lambda) {
      scope = outline.scopes[scope].parent < 0 ? -1 : outline.function(around: Int(outline.scopes[scope].parent))
    }
    return scope >= 0 && outline.scopes[scope].own.contains(.function) ? outline.scopes[scope].statement : -1
  }
}

/// Names a finding by what it is, not by where its line happens to be.
enum Fingerprint {
  /// FNV-1a over the rule, the path and the code without white space.
  static func hash(_ rule: String, _ path: String, _ code: ArraySlice<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    rule.utf8.forEach(add)
    add(0)
    path.utf8.forEach(add)
    add(0)
    for byte in code where byte > 0x20 { add(byte) }
    return hash
  }

  /// Sixteen hexadecimal digits and, from the second finding of the same code on, its number.
  static func text(_ hash: UInt64, occurrence: Int) -> String {
    let digits = String(hash, radix: 16)
    let padded = String(repeating: "0", count: 16 - digits.count) + digits
    return occurrence == 0 ? padded : "\(padded)-\(occurrence + 1)"
  }
}
