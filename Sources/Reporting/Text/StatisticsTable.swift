package import Vocabulary

/// Where the time of a run went, for `--stats`.
package struct StatisticsTable: Sendable {
  package var report: AuditReport

  package init(_ report: AuditReport) { self.report = report }

  /// A table of the phases, one of the packs, one of the rules, and the files that were left out.
  package func text(options: RenderOptions = RenderOptions()) -> String {
    var canvas = TextCanvas(color: options.color)
    let statistics = report.statistics
    put("Phase", statistics.phases, on: &canvas)
    put("Pack", statistics.packs, on: &canvas)
    put("Rule", statistics.rules, on: &canvas)
    let size = "\(oneDecimal(Double(statistics.bytes) / 1_000_000)) MB"
    canvas.put("\(counted(report.files, "file")), \(counted(report.lines, "line")), \(size)")
    canvas.endLine()
    for skipped in report.skipped {
      canvas.put("left out: \(skipped.counted), \(printable(skipped.kind))")
      canvas.endLine()
    }
    return canvas.text
  }

  private func put(_ title: String, _ lines: [Statistics.Line], on canvas: inout TextCanvas) {
    if lines.isEmpty { return }
    let column = max(lines.map(\.name.count).max() ?? 0, title.count, 24)
    canvas.put(title, .strong)
    canvas.spaces(column - title.count)
    canvas.put("      time     matches", .strong)
    canvas.endLine()
    for line in lines {
      let time = milliseconds(line.seconds)
      let matches = grouped(line.matches)
      canvas.put(printable(line.name))
      canvas.spaces(column - line.name.count + 10 - time.count)
      canvas.put(time)
      canvas.spaces(12 - matches.count)
      canvas.put(matches)
      canvas.endLine()
    }
    canvas.endLine()
  }

  private func milliseconds(_ seconds: Double) -> String { "\(oneDecimal(seconds * 1000)) ms" }
}
