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
    let rows = ShortenedRows(findings, perRule: options.rowsPerRule, rule: \.rule)
    var table = MarkdownText.head(["Severity", "Location", "Issue", "Recommendation", "Effort"])
    for finding in rows.shown {
      table += MarkdownText.row([
        finding.severity.word.uppercased(), location(of: finding), issue(of: finding),
        MarkdownText.prose(finding.recommendation), finding.effort.rawValue,
      ])
    }
    return table + note(on: rows.cut, "finding")
  }

  /// What is wrong, and by which calls the place reaches it.
  private func issue(of finding: Finding) -> String {
    let issue = MarkdownText.prose(finding.issue)
    if finding.trace.isEmpty { return issue }
    let steps = finding.trace.map { MarkdownText.code("\($0.path):\($0.line) \($0.function)") }
    return "\(issue) (via \(steps.joined(separator: " → ")))"
  }

  var recommendedActions: String {
    if actions.isEmpty { return "Nothing to do.\n" }
    let rows = ShortenedRows(actions, perRule: options.rowsPerRule, rule: \.first.rule)
    var table = MarkdownText.head(["Priority", "Category", "Location", "Issue", "Recommendation", "Effort"])
    for action in rows.shown {
      let finding = action.first
      let others = action.count > 1 ? " (\(grouped(action.count)) places in this file)" : ""
      table += MarkdownText.row([
        finding.severity.word.uppercased(), finding.category.title, location(of: finding),
        MarkdownText.prose(finding.issue) + others, MarkdownText.prose(finding.recommendation),
        finding.effort.rawValue,
      ])
    }
    return table + note(on: rows.cut, "action")
  }

  /// `path:line`, leading to the line where the repository is known.
  func location(of finding: Finding) -> String {
    let place = MarkdownText.code("\(finding.path):\(finding.start.line)")
    guard let links = options.links else { return place }
    return MarkdownText.link(place, to: links.url(of: finding))
  }

  private func note(on cut: [(rule: String, count: Int)], _ noun: String) -> String {
    if cut.isEmpty { return "" }
    let rules = cut.map { "\(grouped($0.count)) of \(MarkdownText.code($0.rule))" }.joined(separator: ", ")
    let limit = counted(options.rowsPerRule, noun)
    return "\nAt most \(limit) of each rule \(options.rowsPerRule == 1 ? "is" : "are") listed; left out: \(rules). "
      + "The full list is in the JSON report.\n"
  }

  /// What the audit left out and why: rules, files, and what went wrong.
  var notChecked: String {
    var lines = report.notChecked.byReason.map { group in
      "- \(group.rules.map { MarkdownText.code($0) }.joined(separator: ", ")): \(MarkdownText.prose(group.reason))\n"
    }
    lines += report.skipped.map { "- \($0.counted): \(MarkdownText.prose($0.kind))\n" }
    if report.problems.isEmpty { return lines.joined() }
    let head = MarkdownText.head(["Stage", "Where", "What went wrong", "What to do"])
    return lines.joined() + (lines.isEmpty ? "" : "\n")
      + "The audit may be incomplete; it met \(counted(report.problems.count, "problem")):\n\n"
      + report.problems.reduce(into: head) { $0 += row(of: $1) }
  }

  private func row(of problem: Problem) -> String {
    let place = [problem.path, problem.rule].compactMap { $0.map { MarkdownText.code($0) } }.joined(separator: " ")
    return MarkdownText.row([
      problem.stage.rawValue, place, MarkdownText.prose(problem.message), MarkdownText.prose(problem.hint ?? ""),
    ])
  }

  func table(of stack: StackSummary) -> String {
    stack.rows.reduce(into: MarkdownText.head(["What", "Found", "Where"])) {
      let evidence = $1.evidence.map { MarkdownText.code($0) }.joined(separator: ", ")
      $0 += MarkdownText.row([MarkdownText.escaped($1.label), MarkdownText.escaped($1.value), evidence])
    }
  }
}
