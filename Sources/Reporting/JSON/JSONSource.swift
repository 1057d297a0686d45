import Vocabulary

/// A page that the findings of a rule stand on, told once per rule and not with each finding.
struct JSONSource: Encodable {
  let rule: String
  let title: String
  let url: String
  let holdsFor: String?

  enum CodingKeys: String, CodingKey {
    case rule, title, url
    case holdsFor = "holds_for"
  }

  /// In the order of the rules; a rule's own sources as it names them.
  static func list(of report: AuditReport) -> [JSONSource] {
    var byRule: [String: [Source]] = [:]
    for finding in report.categories.flatMap({ $0.findings + $0.advisory }) where byRule[finding.rule] == nil {
      byRule[finding.rule] = finding.sources
    }
    return byRule.sorted { $0.key < $1.key }.flatMap { rule, sources in
      sources.map { JSONSource(rule: rule, title: $0.title, url: $0.url, holdsFor: $0.holdsFor) }
    }
  }
}
