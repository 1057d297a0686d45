package import Vocabulary

/// The shapes a report can take: text for people at a terminal, Markdown for a page that others
/// render, HTML for a page to look at, JSON for programs.
package enum ReportFormat: String, Sendable, CaseIterable {
  case text, markdown, html, json

  /// The whole report, ending in a line end. The same report and options give the same bytes.
  package func render(_ report: AuditReport, options: RenderOptions = RenderOptions()) -> String {
    switch self {
    case .text: TextReport(report: report, options: options).render()
    case .markdown: MarkdownReport(report: report, options: options).render()
    case .html: HTMLReport(report: report, options: options).render()
    case .json: JSONReport(report: report, options: options).render()
    }
  }
}
