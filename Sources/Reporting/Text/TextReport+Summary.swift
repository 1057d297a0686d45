import Vocabulary

extension TextReport {
  /// One cell of the bar per point of the score.
  private static let barWidth = 10
  private static let countWidth = 9

  /// A line with a bar per category and one for all of them, then what the figures stand on.
  func putSummary(on canvas: inout TextCanvas) {
    let column = (report.categories.map(\.category.title.count).max() ?? 0) + 2
    let titleWidth = max(column, "Overall".count + 2)
    if options.width < titleWidth + Self.barWidth + 6 + Self.countWidth * Severity.allCases.count {
      putNarrowScores(titleWidth, on: &canvas)
    } else {
      putScores(titleWidth, on: &canvas)
    }
    canvas.endLine()
    canvas.wrap(totals, indent: 0, width: proseWidth)
    for line in leftOut { canvas.wrap(line, indent: 0, width: proseWidth, .faint) }
  }

  private func putScores(_ titleWidth: Int, on canvas: inout TextCanvas) {
    canvas.spaces(titleWidth + Self.barWidth + 6)
    for severity in Severity.allCases.reversed() { putRight(severity.word, .faint, on: &canvas) }
    canvas.endLine()
    for category in report.categories {
      putScore(category.score, of: category.category.title, .plain, titleWidth, on: &canvas)
      putCounts(category.counts, on: &canvas)
    }
    putScore(report.score, of: "Overall", .strong, titleWidth, on: &canvas)
    putCounts(report.counts, on: &canvas)
  }

  /// Where the table would be torn apart by the terminal: no bars, and only the counts that are not zero.
  private func putNarrowScores(_ titleWidth: Int, on canvas: inout TextCanvas) {
    var rows = report.categories.map { ($0.category.title, $0.score, $0.counts, TextCanvas.Style.plain) }
    rows.append(("Overall", report.score, report.counts, .strong))
    for (title, score, counts, style) in rows {
      canvas.put(title, style)
      let figure = oneDecimal(score)
      canvas.spaces(titleWidth - title.count + 4 - figure.count)
      canvas.put(figure, .strong)
      let indent = options.width < titleWidth + 26 ? 2 : titleWidth + 6
      if indent == 2 { canvas.endLine() }
      canvas.spaces(2)
      canvas.wrap(counts.total == 0 ? "no findings" : counts.inWords, indent: indent, width: proseWidth)
    }
  }

  private func putScore(
    _ score: Double, of title: String, _ style: TextCanvas.Style, _ width: Int, on canvas: inout TextCanvas
  ) {
    canvas.put(title, style)
    canvas.spaces(width - title.count)
    // Only a full score fills the bar, and only a score of 0 empties it.
    let filled = score > 0 ? max(Int(score), 1) : 0
    canvas.repeating("█", filled, score >= 8 ? .good : score >= 5 ? .fair : .poor)
    canvas.repeating("░", Self.barWidth - filled, .faint)
    let figure = oneDecimal(score)
    canvas.spaces(6 - figure.count)
    canvas.put(figure, .strong)
  }

  private func putCounts(_ counts: SeverityCounts, on canvas: inout TextCanvas) {
    for severity in Severity.allCases.reversed() {
      let count = counts[severity]
      putRight(grouped(count), count == 0 ? .faint : .severity(severity), on: &canvas)
    }
    canvas.endLine()
  }

  /// Flush right in a column of the counts.
  private func putRight(_ words: String, _ style: TextCanvas.Style, on canvas: inout TextCanvas) {
    canvas.spaces(Self.countWidth - words.count)
    canvas.put(words, style)
  }

  private var totals: String {
    var words = report.counts.total == 0 ? "No findings" : counted(report.counts.total, "finding")
    if report.counts.total > 0 { words += " (\(twoDecimals(report.findingsPerThousandLines)) per 1,000 lines)" }
    if report.advisoryCount > 0 { words += " and \(grouped(report.advisoryCount)) advisory" }
    if report.suppressed > 0 { words += ", \(grouped(report.suppressed)) silenced in the code" }
    return words + " in \(counted(report.files, "file")), \(counted(report.lines, "line"))."
  }

  private var leftOut: [String] {
    var lines: [String] = []
    if !report.skipped.isEmpty {
      let reasons = report.skipped.map { "\($0.counted) (\(printable($0.kind)))" }
      lines.append("Left out: \(reasons.joined(separator: ", ")).")
    }
    for group in report.notChecked.byReason {
      lines.append("Not checked: \(group.rules.joined(separator: ", ")) (\(group.reason)).")
    }
    if let configuration = report.configuration {
      lines.append("Configured by \(printable(configuration.path)): \(configuration.keysInWords).")
    }
    return lines
  }
}
