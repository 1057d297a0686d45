import Vocabulary

extension MarkdownReport {
  func findings(of category: Category) -> String {
    guard let result = report.categories.first(where: { $0.category == category }) else {
      return "Not part of this audit.\n"
    }
    if result.findings.isEmpty { return "No findings.\n" }
    return table(of: result.findings.sorted(by: Finding.reportOrder))
  }

  var advisory: String {
    "Low confidence, shown for a second look and not scored.\n\n"
      + table(of: report.categories.flatMap(\.advisory).sorted(by: Finding.reportOrder))
  }

  private func table(of findings: [Finding]) -> String {
    let (shown, cut) = shortened(findings, by: \.rule)
    var table = MarkdownText.head(["Severity", "Location", "Issue", "Recommendation", "Effort"])
    for finding in shown {
      table += MarkdownText.row([
        finding.severity.word.uppercased(), location(of: finding), MarkdownText.prose(finding.issue),
        MarkdownText.prose(finding.recommendation), finding.effort.rawValue,
      ])
    }
    return table + note(on: cut, "finding")
  }

  var recommendedActions: String {
    if actions.isEmpty { return "Nothing to do.\n" }
    let (shown, cut) = shortened(actions, by: \.first.rule)
    var table = MarkdownText.head(["Priority", "Category", "Location", "Issue", "Recommendation", "Effort"])
    for action in shown {
      let finding = action.first
      let others = action.count > 1 ? " (\(grouped(action.count)) places in this file)" : ""
      table += MarkdownText.row([
        finding.severity.word.uppercased(), finding.category.title, location(of: finding),
        MarkdownText.prose(finding.issue) + others, MarkdownText.prose(finding.recommendation),
        finding.effort.rawValue,
      ])
    }
    return table + note(on: cut, "action")
  }

  func location(of finding: Finding) -> String { MarkdownText.code("\(finding.path):\(finding.start.line)") }

  /// The first `rowsPerRule` rows of each rule, and how many rows of which rules that leaves out.
  private func shortened<Row>(_ rows: [Row], by rule: (Row) -> String) -> (shown: [Row], cut: [(String, Int)]) {
    var counts: [String: Int] = [:]
    let shown = rows.filter { row in
      counts[rule(row), default: 0] += 1
      return counts[rule(row), default: 0] <= options.rowsPerRule
    }
    let cut = counts.mapValues { $0 - options.rowsPerRule }.filter { $0.value > 0 }
    return (shown, cut.sorted { $0.key < $1.key })
  }

  private func note(on cut: [(rule: String, count: Int)], _ noun: String) -> String {
    if cut.isEmpty { return "" }
    let rules = cut.map { "\(grouped($0.count)) of \(MarkdownText.code($0.rule))" }.joined(separator: ", ")
    let limit = counted(options.rowsPerRule, noun)
    return "\nAt most \(limit) of each rule are listed; left out: \(rules). The JSON report has them all.\n"
  }
}
