import Vocabulary

/// Small findings and reports for the tests below; each names only what it is about.
func finding(
  rule: String = "QE003", name: String = "n-update-delete-loop", category: Vocabulary.Category = .queryEfficiency,
  severity: Severity = .high, confidence: Confidence = .high, effort: Effort = .medium, path: String = "app/jobs.py",
  line: Int = 12, columns: Range<Int> = 9..<17, lastLine: Int? = nil, code: String = "        db.run(q)",
  issue: String = "`db.run` sends one statement per turn", recommendation: String = "Send one statement.",
  sources: [Source] = [], trace: [CallStep] = []
) -> Finding {
  Finding(
    rule: rule, name: name, category: category, severity: severity, confidence: confidence, effort: effort, path: path,
    start: Position(line: line, column: columns.lowerBound),
    end: Position(line: lastLine ?? line, column: columns.upperBound),
    snippet: Snippet(firstLine: line, lines: [code]), issue: issue, recommendation: recommendation, sources: sources,
    fingerprint: "00f1", trace: trace)
}

func report(
  _ findings: [Finding], problems: [Problem] = [], notChecked: [NotChecked] = [], skipped: [SkippedFiles] = [],
  packs: [Vocabulary.Category] = Vocabulary.Category.allCases, statistics: Statistics = Statistics()
) -> AuditReport {
  let categories = packs.map { pack in
    let own = findings.filter { $0.category == pack }.sorted(by: Finding.reportOrder)
    return CategoryReport(
      category: pack, findings: own.filter { !$0.isAdvisory }, advisory: own.filter(\.isAdvisory))
  }
  return AuditReport(
    toolVersion: "1.2.3", date: "2026-03-04", root: "/srv/app", categories: categories, problems: problems,
    notChecked: notChecked,
    files: 3, lines: 1500, skipped: skipped, statistics: statistics)
}

let mixed = [
  finding(),
  finding(
    rule: "TX002", name: "commit-per-iteration", category: .transactionCorrectness, severity: .critical,
    path: "app/b.py",
    line: 4, columns: 5..<16, code: "    db.commit()", issue: "`db.commit()` commits in every turn",
    recommendation: "Commit once, after the loop.",
    sources: [Source(title: "Sessions", url: "https://docs.example.org/s", holdsFor: "SQLAlchemy 2.0")]),
  finding(
    rule: "RT001", name: "blocking-io", category: .runtimePerformance, severity: .medium, confidence: .low,
    effort: .small, path: "app/a.py", line: 2, columns: 1..<5, code: "f()", issue: "`f()` may block"),
]
