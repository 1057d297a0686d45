import Matching
import RuleFiles
import SourceScan
import Vocabulary

/// A finding on its way to the report.
struct Judged: Sendable {
  var finding: Finding
  /// The framework that was recognised by a name alone: whether the project uses it decides the confidence at the end.
  var guessedFramework: Int?
}

/// Turns the matches of one file into findings: contexts, suppressions, severity, words, fingerprint.
struct Judge {
  let library: CompiledLibrary
  let contexts: CodeContexts
  let minimumSeverity: Severity

  /// The findings of one pack in one file, and how many a comment silenced.
  func judge(_ matches: [RuleMatch], in file: ScannedFile) -> (findings: [Judged], suppressed: Int) {
    guard !matches.isEmpty else { return ([], 0) }
    let lines = LineIndex(file.text)
    let suppressions = Suppressions(file, lines)
    let pathContexts = contexts.contexts(ofPath: file.text.path)
    var judged: [Judged] = []
    var suppressed = 0
    var occurrences: [UInt64: Int] = [:]
    for match in matches {
      let rule = library.rules[match.rule]
      let around = Set(pathContexts + contexts.contexts(at: match.token, in: file))
      guard let severity = severity(of: match, rule, around) else { continue }
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
      guard severity >= minimumSeverity else { continue }
      var confidence = match.confidence ?? rule.card.confidence
      if match.isNamed { confidence = min(confidence, .medium) }
      judged.append(
        Judged(
          finding: Finding(
            rule: rule.card.id, name: rule.card.name, category: rule.card.category, severity: severity,
            confidence: confidence, effort: rule.card.effort, path: file.text.path,
            start: Position(line: start.line, column: start.column), end: Position(line: end.line, column: end.column),
            snippet: snippet(start.line - 1, end.line - 1, lines, file.text), issue: match.message,
            recommendation: rule.card.recommendation, sources: rule.card.sources,
            fingerprint: Fingerprint.text(code, occurrence: occurrence), trace: match.trace),
          guessedFramework: match.guessedFramework))
    }
    return (judged, suppressed)
  }

  /// The severity in its contexts, `nil` when one of them switches the rule off.
  func severity(of match: RuleMatch, _ rule: CompiledRule, _ around: Set<Int>) -> Severity? {
    let severity = match.severity ?? rule.card.severity
    var down = 0
    var up = 0
    var most = Severity.critical
    var least = Severity.low
    for index in around {
      let context = contexts.contexts[index]
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
    return min(max(severity.raised(by: up + down), least), most)
  }

  /// At most this many lines of a finding are shown.
  private static let shownLines = 3

  private func snippet(_ first: Int, _ last: Int, _ lines: LineIndex, _ text: SourceText) -> Snippet {
    let shown = first...min(last, first + Judge.shownLines - 1)
    return Snippet(firstLine: first + 1, lines: shown.map { text.string(lines.bytes(ofLine: $0)) })
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
