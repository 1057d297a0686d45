import Vocabulary

/// The report as a page of GitHub-flavoured Markdown. Its sections and their order are fixed, so that readers and
/// programs find them again: those up to *Sources Consulted* always stand there, the rest when there is something to say.
struct MarkdownReport {
  let report: AuditReport
  let options: RenderOptions
  let actions: [RecommendedAction]

  init(report: AuditReport, options: RenderOptions) {
    self.report = report
    self.options = options
    actions = RecommendedAction.list(for: report.categories.flatMap(\.findings))
  }

  func render() -> String {
    var page = "## Persistence & Performance Audit Report - \(options.date)\n"
    page += section("Executive Summary", executiveSummary.joined(separator: " ") + "\n")
    page += section("Compliance Score", complianceScore)
    page += section("Severity Summary", severitySummary)
    page += section("Findings by Category", "")
    for (index, category) in Category.allCases.enumerated() {
      page += "\n#### \(index + 1). \(category.title)\n\n" + findings(of: category)
    }
    page += section("Recommended Actions (Priority-Sorted)", recommendedActions)
    page += section("Sources Consulted", sources)
    if report.advisoryCount > 0 { page += section("Advisory Findings", advisory) }
    if !report.notChecked.isEmpty || !report.skipped.isEmpty { page += section("What Was Not Checked", notChecked) }
    if !report.problems.isEmpty { page += section("Problems", problems) }
    page += "\n---\n\nMade by Assay \(MarkdownText.escaped(report.toolVersion)).\n"
    return page
  }

  private func section(_ title: String, _ body: String) -> String {
    "\n### \(title)\n" + (body.isEmpty ? "" : "\n" + body)
  }

  private var complianceScore: String {
    var table = MarkdownText.head(["Category", "Score", "Notes"], right: ["Score"])
    for category in Category.allCases {
      guard let result = report.categories.first(where: { $0.category == category }) else {
        table += MarkdownText.row([category.title, "–", "Not part of this audit"])
        continue
      }
      table += MarkdownText.row([category.title, "\(oneDecimal(result.score))/10", notes(on: result)])
    }
    let density = twoDecimals(report.findingsPerThousandLines)
    let overall = "\(density) findings per 1,000 lines; the score is the mean of the categories"
    return table + MarkdownText.row(["**Overall**", "**\(oneDecimal(report.score))/10**", overall])
  }

  private func notes(on result: CategoryReport) -> String {
    guard let (rule, count) = result.mostFrequentRule else { return "No findings" }
    return "\(result.counts.inWords); most often \(MarkdownText.code(rule)) (\(grouped(count)))"
  }

  private var severitySummary: String {
    let counts = report.counts
    var table = MarkdownText.head(["Severity", "Findings"], right: ["Findings"])
    for severity in Severity.allCases.reversed() {
      table += MarkdownText.row([severity.title, grouped(counts[severity])])
    }
    return table + MarkdownText.row(["**Total**", "**\(grouped(counts.total))**"])
  }

  private var sources: String {
    var seen: Set<String> = []
    let findings = report.categories.flatMap { $0.findings + $0.advisory }
    let cited = findings.flatMap(\.sources).filter { seen.insert($0.url).inserted }
    if cited.isEmpty { return "None.\n" }
    let order = cited.sorted { ($0.title, $0.url) < ($1.title, $1.url) }
    return order.map { source in
      let versions = source.holdsFor.map { " (\(MarkdownText.escaped($0)))" } ?? ""
      return "- \(MarkdownText.escaped(source.title))\(versions): \(MarkdownText.link(source.url))\n"
    }.joined()
  }

  private var notChecked: String {
    var lines = report.notChecked.byReason.map { group in
      "- \(group.rules.map { MarkdownText.code($0) }.joined(separator: ", ")): \(MarkdownText.prose(group.reason))\n"
    }
    lines += report.skipped.map { "- \($0.counted): \(MarkdownText.prose($0.kind))\n" }
    return lines.joined()
  }

  private var problems: String {
    let intro = "The audit may be incomplete.\n\n"
    return report.problems.reduce(into: intro + MarkdownText.head(["Stage", "Where", "What", "What to do"])) {
      let place = [$1.path, $1.rule].compactMap { $0.map { MarkdownText.code($0) } }.joined(separator: " ")
      let cells = [$1.stage.rawValue, place, MarkdownText.prose($1.message), MarkdownText.prose($1.hint ?? "")]
      $0 += MarkdownText.row(cells)
    }
  }
}
