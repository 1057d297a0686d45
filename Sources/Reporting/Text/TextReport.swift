import Vocabulary

/// The report for a terminal: a code frame per finding, the advisory ones in a line each, then what went wrong and the
/// scores, so that the part everyone reads stands next to the prompt.
struct TextReport {
  let report: AuditReport
  let options: RenderOptions

  /// Prose is easiest to read in lines of this many cells, however wide the terminal is.
  var proseWidth: Int { min(options.width, 100) }

  func render() -> String {
    var canvas = TextCanvas(color: options.color)
    let findings = report.categories.flatMap(\.findings).sorted(by: Finding.reportOrder)
    for finding in findings { put(finding, on: &canvas) }
    if !options.quiet { putAdvisory(on: &canvas) }
    putProblems(on: &canvas)
    if !options.quiet { putSummary(on: &canvas) }
    return canvas.text
  }

  private func put(_ finding: Finding, on canvas: inout TextCanvas) {
    putHeader(of: finding, on: &canvas)
    canvas.put("  ")
    canvas.wrap(finding.issue, indent: 2, width: proseWidth)
    let margin = putCode(of: finding, on: &canvas)
    putTrace(of: finding, margin: margin, on: &canvas)
    canvas.spaces(margin)
    canvas.put("= ", .gutter)
    canvas.put("help:", .label)
    canvas.put(" ")
    let advice = "\(finding.recommendation) [effort \(finding.effort.rawValue): \(finding.effort.hours)]"
    canvas.wrap(advice, indent: margin + 8, width: proseWidth)
    canvas.endLine()
  }

  /// Place, severity and rule in one line, which terminals and editors know how to open.
  private func putHeader(of finding: Finding, on canvas: inout TextCanvas) {
    let severity = TextCanvas.Style.severity(finding.severity)
    canvas.put("\(printable(finding.path)):\(finding.start.line):\(finding.start.column):", .strong)
    canvas.put(" ")
    canvas.put(finding.severity.word, severity)
    canvas.put(" ")
    canvas.put(finding.rule, severity)
    canvas.put(" ")
    canvas.put(printable(finding.name), .faint)
    canvas.endLine()
  }

  /// The first line of the finding's code, its number on the left and the span marked below; returns the width of the
  /// margin that the number stands in.
  private func putCode(of finding: Finding, on canvas: inout TextCanvas) -> Int {
    let number = String(finding.start.line)
    let margin = number.utf8.count + 3
    let index = finding.start.line - finding.snippet.firstLine
    guard finding.snippet.lines.indices.contains(index) else { return margin }
    let further = finding.end.line - finding.start.line
    let start = max(finding.start.column - 1, 0)
    let end = further == 0 ? max(finding.end.column - 1, start) : Int.max
    let line = CodeLine(finding.snippet.lines[index], marking: start..<end)
    let (code, marked) = line.fitted(to: options.width - margin - 2)

    canvas.spaces(margin)
    canvas.put("|", .gutter)
    canvas.endLine()
    canvas.put("  \(number) |", .gutter)
    if !code.isEmpty { canvas.put(" ") }
    canvas.put(code)
    canvas.endLine()
    canvas.spaces(margin)
    canvas.put("|", .gutter)
    canvas.spaces(1 + marked.lowerBound)
    canvas.repeating("^", marked.count, .severity(finding.severity))
    if further > 0 {
      canvas.put(" and \(counted(further, "more line")), to line \(finding.end.line)", .faint)
    }
    canvas.endLine()
    return margin
  }

  /// By which calls the place reaches what the finding is about.
  private func putTrace(of finding: Finding, margin: Int, on canvas: inout TextCanvas) {
    if finding.trace.isEmpty { return }
    canvas.spaces(margin)
    canvas.put("= ", .gutter)
    canvas.put("via:", .label)
    canvas.put("  ")
    let steps = finding.trace.map { "\($0.path):\($0.line) \($0.function)" }
    canvas.wrap(steps.joined(separator: " → "), indent: margin + 8, width: proseWidth)
  }

  private func putAdvisory(on canvas: inout TextCanvas) {
    let advisory = report.categories.flatMap(\.advisory).sorted(by: Finding.reportOrder)
    if advisory.isEmpty { return }
    canvas.put("Advisory", .strong)
    canvas.put(" (low confidence, not scored)")
    canvas.endLine()
    for finding in advisory {
      canvas.put("  ")
      putHeader(of: finding, on: &canvas)
      canvas.put("    ")
      canvas.wrap(finding.issue, indent: 4, width: proseWidth)
    }
    canvas.endLine()
  }

  private func putProblems(on canvas: inout TextCanvas) {
    for problem in report.problems {
      canvas.put("problem:", .severity(.high))
      canvas.put(" ")
      var words = problem.message
      if let path = problem.path { words = "\(path): \(words)" }
      if let rule = problem.rule { words += " (rule \(rule))" }
      canvas.wrap(words, indent: 9, width: proseWidth)
      if let hint = problem.hint {
        canvas.put("       = ", .gutter)
        canvas.put("help:", .label)
        canvas.put(" ")
        canvas.wrap(hint, indent: 15, width: proseWidth)
      }
    }
    if !report.problems.isEmpty {
      let count = counted(report.problems.count, "problem")
      canvas.wrap("\(count): this audit may be incomplete.", indent: 0, width: proseWidth, .strong)
      canvas.endLine()
    }
  }
}
