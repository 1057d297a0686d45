/// The result of one run: what every output format prints.
package struct AuditReport: Sendable {
  package var toolVersion: String
  /// The day of the run, `YYYY-MM-DD`: the only thing in a report that depends on the clock.
  package var date: String
  /// The audited root as an absolute path.
  package var root: String
  /// One per pack that ran, in the order of `Category.allCases`.
  package var categories: [CategoryReport]
  package var problems: [Problem]
  package var notChecked: [NotChecked]
  /// Files that were audited, and their lines.
  package var files: Int
  package var lines: Int
  /// Files that were found and left out, by reason, for `--stats` and the report's last section.
  package var skipped: [SkippedFiles]
  package var statistics: Statistics
  /// Findings that a comment in the code silences.
  package var suppressed: Int
  /// What is known about the audited project, when it was gathered.
  package var context: AuditContext?
  /// The configuration file that the run heeded.
  package var configuration: AppliedConfiguration?

  package init(
    toolVersion: String, date: String, root: String, categories: [CategoryReport], problems: [Problem],
    notChecked: [NotChecked], files: Int, lines: Int, skipped: [SkippedFiles], statistics: Statistics,
    suppressed: Int = 0, context: AuditContext? = nil, configuration: AppliedConfiguration? = nil
  ) {
    self.toolVersion = toolVersion
    self.date = date
    self.root = root
    self.categories = categories
    self.problems = problems
    self.notChecked = notChecked
    self.files = files
    self.lines = lines
    self.skipped = skipped
    self.statistics = statistics
    self.suppressed = suppressed
    self.context = context
    self.configuration = configuration
  }

  /// The mean of the categories' scores, 0–10 with one decimal; 10 when no pack ran.
  package var score: Double {
    guard !categories.isEmpty else { return 10 }
    return oneDecimal(categories.reduce(0) { $0 + $1.score } / Double(categories.count))
  }

  package var counts: SeverityCounts {
    categories.reduce(into: SeverityCounts()) { $0.add($1.counts) }
  }

  package var advisoryCount: Int { categories.reduce(0) { $0 + $1.advisory.count } }

  /// Scored findings per 1,000 audited lines. It stands beside the score because the score saturates at 0 on a big
  /// codebase.
  package var findingsPerThousandLines: Double {
    lines == 0 ? 0 : Double(counts.total) * 1000 / Double(lines)
  }
}

/// What one pack found.
package struct CategoryReport: Sendable {
  package var category: Category
  /// Scored findings and advisory ones, each in `Finding.reportOrder`.
  package var findings: [Finding]
  package var advisory: [Finding]

  package init(category: Category, findings: [Finding], advisory: [Finding]) {
    self.category = category
    self.findings = findings
    self.advisory = advisory
  }

  package var counts: SeverityCounts {
    findings.reduce(into: SeverityCounts()) { $0[$1.severity] += 1 }
  }

  /// 10 less the weighted findings, never below 0, one decimal.
  package var score: Double { counts.score }
}

/// How many findings of each severity.
package struct SeverityCounts: Sendable, Equatable {
  private var bySeverity = [0, 0, 0, 0]

  package init() {}

  package subscript(severity: Severity) -> Int {
    get { bySeverity[severity.rawValue] }
    set { bySeverity[severity.rawValue] = newValue }
  }

  package var total: Int { bySeverity.reduce(0, +) }

  package mutating func add(_ other: SeverityCounts) {
    for severity in Severity.allCases { self[severity] += other[severity] }
  }

  /// `max(0, 10 − penalty)`, one decimal.
  package var score: Double { oneDecimal(max(0, 10 - penalty)) }

  /// `2.0·critical + 1.0·high + 0.5·medium + 0.2·low`.
  package var penalty: Double {
    2.0 * Double(self[.critical]) + 1.0 * Double(self[.high]) + 0.5 * Double(self[.medium]) + 0.2 * Double(self[.low])
  }
}

/// Files that were found and not audited, counted by reason: `over the size limit`.
package struct SkippedFiles: Sendable, Hashable {
  package var reason: String
  package var count: Int

  package init(reason: String, count: Int) {
    self.reason = reason
    self.count = count
  }
}

private func oneDecimal(_ value: Double) -> Double { (value * 10).rounded() / 10 }
