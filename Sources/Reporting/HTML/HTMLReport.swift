import Mustache
import Vocabulary

/// The report as one file to look at in a browser: scores, charts, and a table of the findings that filters and sorts.
/// Its style and script are in it, it asks no network for anything, and a policy in its head keeps it from running any
/// script but its own.
struct HTMLReport {
  let report: AuditReport
  let options: RenderOptions

  func render() -> String { Self.template.render(HTMLPage(report, options).view) }

  static let style = String(decoding: PackageResources.report_css, as: UTF8.self)
  static let script = String(decoding: PackageResources.report_js, as: UTF8.self)
  /// What the page's policy knows its script by; `Scripts/page-script-hash` prints it.
  static let scriptHash = "sha256-iFeI6oKgrRxfzGjgXc6iWePSTbaUk5UGrbxxj8YQSZA="

  private static let template: MustacheTemplate = {
    MustacheContentTypes.register(HTMLEscaping(), named: HTMLEscaping.name)
    do {
      return try MustacheTemplate(string: String(decoding: PackageResources.report_mustache, as: UTF8.self))
    } catch {
      // The template is part of the program and the tests render it.
      preconditionFailure("the page's template must be a template: \(error)")
    }
  }()
}
