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
    var page = "## Persistence & Performance Audit Report - \(MarkdownText.escaped(report.date))\n"
    page += section("Executive Summary", executiveSummary)
    page += section("Compliance Score", complianceScore)
    page += section("Severity Summary", severitySummary)
    page += section("Findings by Category", "")
    for (index, category) in Category.allCases.enumerated() {
      page += "\n#### \(index + 1). \(category.title)\n\n" + findings(of: category)
    }
    page += section("Recommended Actions (Priority-Sorted)", recommendedActions)
    page += section("Sources Consulted", sources)
    if report.advisoryCount > 0 { page += section("Advisory findings", advisory) }
    if !notChecked.isEmpty { page += section("What was not checked", notChecked) }
    if let stack = options.stack, !stack.rows.isEmpty { page += section("Stack", table(of: stack)) }
    page += "\n---\n\nMade by Assay \(MarkdownText.escaped(report.toolVersion))\(configured).\n"
    return page
  }

  private var configured: String {
    guard let configuration = report.configuration else { return "" }
    return
      ", configured by \(MarkdownText.code(configuration.path)): \(MarkdownText.escaped(configuration.keysInWords))"
  }

  private func section(_ title: String, _ body: String) -> String {
    "\n### \(title)\n" + (body.isEmpty ? "" : "\n" + body)
  }

  private var executiveSummary: String {
    let summary = ExecutiveSummary(of: report, first: actions.first)
    let sentences = summary.sentences.map { sentence in
      sentence.map { words in
        switch words {
        case .plain(let text): MarkdownText.escaped(text)
        case .strong(let text): "**\(MarkdownText.escaped(text))**"
        case .code(let text): MarkdownText.code(text)
        case .prose(let prose): MarkdownText.prose(prose)
        case .place(let finding): location(of: finding)
        }
      }.joined()
    }
    return sentences.joined(separator: " ") + "\n"
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
    var table = MarkdownText.head(["Severity", "Count"], right: ["Count"])
    for severity in Severity.allCases.reversed() {
      table += MarkdownText.row([severity.title, grouped(counts[severity])])
    }
    return table
  }

  private var sources: String {
    let sources = report.sources(with: options.stack)
    if sources.isEmpty { return "None.\n" }
    return sources.map { source in
      let versions = source.holdsFor.map { " (\(MarkdownText.escaped($0)))" } ?? ""
      return "- \(MarkdownText.escaped(source.title))\(versions): \(MarkdownText.link(source.url))\n"
    }.joined()
  }
}
