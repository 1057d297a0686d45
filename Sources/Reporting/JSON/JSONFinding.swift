import Vocabulary

/// One category of the JSON report.
struct JSONCategory: Encodable {
  let category: String
  let pack: String
  let score: Double
  let totalIssues, critical, high, medium, low: Int
  let findings: [JSONFinding]
  let advisory: [JSONFinding]

  enum CodingKeys: String, CodingKey {
    case category, pack, score
    case totalIssues = "total_issues"
    case critical, high, medium, low, findings, advisory
  }

  init(_ report: CategoryReport) {
    let counts = report.counts
    category = report.category.title
    pack = report.category.pack
    score = report.score
    totalIssues = counts.total
    critical = counts[.critical]
    high = counts[.high]
    medium = counts[.medium]
    low = counts[.low]
    findings = report.findings.map(JSONFinding.init)
    advisory = report.advisory.map(JSONFinding.init)
  }
}

/// One finding of the JSON report. Lines and columns count from 1, columns in UTF-16 units; the end is one past the
/// last character.
struct JSONFinding: Encodable {
  let rule: String
  let name: String
  let severity: String
  let confidence: String
  let location: String
  let path: String
  let line, column, endLine, endColumn: Int
  let issue: String
  let principle: String
  let recommendation: String
  let effort: String
  let fingerprint: String
  /// The first lines of what the finding marks, from `line` on; none when one of them is so long that a report with
  /// many findings in it would be many times as long as the code.
  let code: [String]

  private static let longestLine = 1000
  let trace: [Step]

  struct Step: Encodable {
    let path: String
    let line: Int
    let function: String
  }

  enum CodingKeys: String, CodingKey {
    case rule, name, severity, confidence, location, path, line, column
    case endLine = "end_line"
    case endColumn = "end_column"
    case issue, principle, recommendation, effort, fingerprint, code, trace
  }

  init(_ finding: Finding) {
    rule = finding.rule
    name = finding.name
    severity = finding.severity.word.uppercased()
    confidence = finding.confidence.word
    location = "\(finding.path):\(finding.start.line)"
    path = finding.path
    line = finding.start.line
    column = finding.start.column
    endLine = finding.end.line
    endColumn = finding.end.column
    issue = finding.issue
    principle = "\(finding.category.title) / \(finding.name)"
    recommendation = finding.recommendation
    effort = finding.effort.rawValue
    fingerprint = finding.fingerprint
    let lines = finding.snippet.lines
    code = lines.allSatisfy { $0.utf8.count <= Self.longestLine } ? lines : []
    trace = finding.trace.map { Step(path: $0.path, line: $0.line, function: $0.function) }
  }
}
