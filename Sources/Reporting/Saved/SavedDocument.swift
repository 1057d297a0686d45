import Vocabulary

/// The keys of the JSON report that a report is made of again; whatever can be counted is counted again.
struct SavedDocument: Decodable {
  struct Summary: Decodable {
    var files, lines: Int
    var suppressed: Int?
  }

  struct Category: Decodable {
    var pack: Vocabulary.Category
    var findings, advisory: [SavedFinding]
  }

  struct SavedProblem: Decodable {
    var stage, message: String
    var path, rule, hint: String?
  }

  struct Unchecked: Decodable {
    var rule, reason: String
  }

  struct StackRow: Decodable {
    var what, found: String
    var evidence: [String]
  }

  struct Configuration: Decodable {
    var path: String
    var keys: [String]
  }

  struct Skipped: Decodable {
    var reason: String
    var count: Int
  }

  struct SavedSource: Decodable {
    var rule, title, url: String
    var holdsFor: String?

    enum CodingKeys: String, CodingKey {
      case rule, title, url
      case holdsFor = "holds_for"
    }
  }

  var root: String
  var summary: Summary
  var categories: [Category]
  var problems: [SavedProblem]
  var notChecked: [Unchecked]
  var skipped: [Skipped]?
  var sources: [SavedSource]?
  var configuration: Configuration?
  var stack: [StackRow]?
  var date: String?

  enum CodingKeys: String, CodingKey {
    case root, summary, categories, problems
    case notChecked = "not_checked"
    case skipped, sources, configuration, stack, date
  }

  func report(version: String) -> AuditReport {
    let byRule = Dictionary(grouping: sources ?? [], by: \.rule).mapValues { sources in
      sources.map { Source(title: $0.title, url: $0.url, holdsFor: $0.holdsFor) }
    }
    return AuditReport(
      toolVersion: version, date: date ?? "", root: root,
      categories: Vocabulary.Category.allCases.compactMap { pack in
        categories.first { $0.pack == pack }.map { category in
          func findings(_ saved: [SavedFinding]) -> [Finding] {
            saved.map { $0.finding(in: pack, sources: byRule[$0.rule] ?? []) }.sorted(by: Finding.reportOrder)
          }
          return CategoryReport(
            category: pack, findings: findings(category.findings), advisory: findings(category.advisory))
        }
      },
      problems: problems.map {
        Problem(
          stage: Problem.Stage(rawValue: $0.stage) ?? .report, path: $0.path, rule: $0.rule, message: $0.message,
          hint: $0.hint)
      },
      notChecked: notChecked.map { NotChecked(rule: $0.rule, reason: $0.reason) },
      files: summary.files, lines: summary.lines,
      skipped: (skipped ?? []).map { SkippedFiles(reason: $0.reason, count: $0.count) }, statistics: Statistics(),
      suppressed: summary.suppressed ?? 0,
      configuration: configuration.map { AppliedConfiguration(path: $0.path, keys: $0.keys) })
  }
}

/// One finding, in the words of the JSON report.
struct SavedFinding: Decodable {
  var rule, name, path, issue, recommendation, fingerprint: String
  var severity: Severity
  var confidence: Confidence
  var effort: Effort
  var line, column, endLine, endColumn: Int
  /// Reports of earlier versions have none.
  var code: [String]
  var trace: [Step]

  struct Step: Decodable {
    var path: String
    var line: Int
    var function: String
  }

  enum CodingKeys: String, CodingKey {
    case rule, name, severity, confidence, path, line, column
    case endLine = "end_line"
    case endColumn = "end_column"
    case issue, recommendation, effort, fingerprint, code, trace
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func word<Value>(_ key: CodingKeys, _ read: (String) -> Value?) throws -> Value {
      let word = try values.decode(String.self, forKey: key)
      guard let value = read(word.lowercased()) else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: values, debugDescription: "is `\(word)`, which is no \(key.stringValue)")
      }
      return value
    }
    func text(_ key: CodingKeys) throws -> String { try values.decode(String.self, forKey: key) }
    func number(_ key: CodingKeys) throws -> Int {
      let number = try values.decode(Int.self, forKey: key)
      guard number >= 1 else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: values, debugDescription: "is \(number), which is less than 1")
      }
      return number
    }
    rule = try text(.rule)
    name = try text(.name)
    path = try text(.path)
    issue = try text(.issue)
    recommendation = try text(.recommendation)
    fingerprint = try text(.fingerprint)
    severity = try word(.severity, Severity.init(word:))
    confidence = try word(.confidence, Confidence.init(word:))
    effort = try word(.effort) { Effort(rawValue: $0.uppercased()) }
    line = try number(.line)
    column = try number(.column)
    endLine = try number(.endLine)
    endColumn = try number(.endColumn)
    code = try values.decodeIfPresent([String].self, forKey: .code) ?? []
    trace = try values.decodeIfPresent([Step].self, forKey: .trace) ?? []
  }

  func finding(in category: Vocabulary.Category, sources: [Source]) -> Finding {
    Finding(
      rule: rule, name: name, category: category, severity: severity, confidence: confidence, effort: effort,
      path: path, start: Position(line: line, column: column), end: Position(line: endLine, column: endColumn),
      snippet: Snippet(firstLine: line, lines: code), issue: issue, recommendation: recommendation, sources: sources,
      fingerprint: fingerprint, trace: trace.map { CallStep(path: $0.path, line: $0.line, function: $0.function) })
  }
}
