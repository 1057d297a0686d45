import Foundation
import Vocabulary

/// The report as other programs read it: one object on one line. The keys are a contract; it may grow, and no key of it
/// changes its meaning. Nothing in it but `date` depends on the clock, and nothing on the number of jobs, unless timings
/// are asked for.
struct JSONReport {
  let report: AuditReport
  let options: RenderOptions

  func render() -> String { jsonText(of: Document(report, options: options)) }
}

/// The value as JSON, its keys sorted so that the same value gives the same bytes, and a line end.
func jsonText(of value: some Encodable, pretty: Bool = false) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
  do {
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  } catch {
    // Encoding fails only for numbers that JSON lacks, and those have their words above.
    preconditionFailure("a report must be encodable: \(error)")
  }
}

private struct Document: Encodable {
  let tool: Tool
  let date: String
  let root: String
  let summary: Summary
  let categories: [JSONCategory]
  let problems: [JSONProblem]
  let notChecked: [NotCheckedRule]
  let skipped: [Skipped]
  let sources: [JSONSource]
  let configuration: Configuration?
  /// Left out unless it was found out.
  let stack: [StackRow]?
  /// Left out unless asked for.
  let statistics: JSONStatistics?

  struct Tool: Encodable {
    let name: String
    let version: String
  }

  struct Summary: Encodable {
    let score: Double
    let critical, high, medium, low: Int
    let totalIssues, advisory, suppressed, files, lines: Int
    let findingsPerThousandLines: Double

    enum CodingKeys: String, CodingKey {
      case score, critical, high, medium, low
      case totalIssues = "total_issues"
      case advisory, suppressed, files, lines
      case findingsPerThousandLines = "findings_per_1000_lines"
    }
  }

  struct NotCheckedRule: Encodable {
    let rule: String
    let reason: String
  }

  struct StackRow: Encodable {
    let what, found: String
    let evidence: [String]
  }

  struct Configuration: Encodable {
    let path: String
    let keys: [String]
  }

  struct Skipped: Encodable {
    let reason: String
    let count: Int
  }

  enum CodingKeys: String, CodingKey {
    case tool, date, root, summary, categories, problems
    case notChecked = "not_checked"
    case skipped, sources, configuration, stack, statistics
  }

  init(_ report: AuditReport, options: RenderOptions) {
    let counts = report.counts
    tool = Tool(name: "assay", version: report.toolVersion)
    date = report.date
    root = report.root
    summary = Summary(
      score: report.score, critical: counts[.critical], high: counts[.high], medium: counts[.medium],
      low: counts[.low], totalIssues: counts.total, advisory: report.advisoryCount, suppressed: report.suppressed,
      files: report.files,
      lines: report.lines, findingsPerThousandLines: roundedTo(100, report.findingsPerThousandLines))
    categories = report.categories.map(JSONCategory.init)
    problems = report.problems.map(JSONProblem.init)
    notChecked = report.notChecked.map { NotCheckedRule(rule: $0.rule, reason: $0.reason) }
    skipped = report.skipped.map { Skipped(reason: $0.reason, count: $0.count) }
    sources = JSONSource.list(of: report)
    configuration = report.configuration.map { Configuration(path: $0.path, keys: $0.keys) }
    stack = options.stack.map { stack in
      stack.rows.map { StackRow(what: $0.label, found: $0.value, evidence: $0.evidence) }
    }
    statistics = options.timings ? JSONStatistics(report.statistics) : nil
  }
}

/// Trouble, with `null` for what it does not concern: the keys are always there.
struct JSONProblem: Encodable {
  let problem: Problem

  init(_ problem: Problem) { self.problem = problem }

  enum CodingKeys: String, CodingKey {
    case stage, path, rule, message, hint
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(problem.stage.rawValue, forKey: .stage)
    try container.encode(problem.path, forKey: .path)
    try container.encode(problem.rule, forKey: .rule)
    try container.encode(problem.message, forKey: .message)
    try container.encode(problem.hint, forKey: .hint)
  }
}

private struct JSONStatistics: Encodable {
  let phases, packs, rules: [Line]
  let bytes: Int

  struct Line: Encodable {
    let name: String
    let seconds: Double
    let matches: Int

    init(_ line: Statistics.Line) {
      name = line.name
      seconds = roundedTo(1_000_000, line.seconds)
      matches = line.matches
    }
  }

  init(_ statistics: Statistics) {
    phases = statistics.phases.map(Line.init)
    packs = statistics.packs.map(Line.init)
    rules = statistics.rules.map(Line.init)
    bytes = statistics.bytes
  }
}
