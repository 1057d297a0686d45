import Vocabulary

/// The scored findings as bars: by severity, by rule, by folder. A bar leads to the view of the table that it counts.
struct HTMLCharts {
  private let findings: [Finding]

  /// Bars of one chart; what is left over is told below it.
  private static let length = 10

  init(_ report: AuditReport) { findings = report.categories.flatMap(\.findings) }

  var views: [HTMLPage.View] { [bySeverity, byRule, byFolder] }

  private struct Bar {
    var label: String
    var code: String?
    var full: String
    var query: String
    var findings: [Finding]
  }

  private var bySeverity: HTMLPage.View {
    let bars = Severity.allCases.reversed().map { severity in
      Bar(
        label: severity.word, full: "Show these", query: "severity=\(severity.word)",
        findings: findings.filter { $0.severity == severity })
    }
    return chart("severity", "By severity", bars, noun: "severity")
  }

  private var byRule: HTMLPage.View {
    let groups = Dictionary(grouping: findings, by: \.rule)
    let bars = groups.map { id, members in
      Bar(
        label: members[0].name, code: id, full: "\(id) \(members[0].name)", query: "rule=\(percentEncoded(id))",
        findings: members)
    }
    return chart("rules", "By rule", longestFirst(bars), noun: "rule")
  }

  private var byFolder: HTMLPage.View {
    let groups = Dictionary(grouping: findings) { finding in
      String(
        finding.path[
          ..<(finding.path.lastIndex(of: "/").map { finding.path.index(after: $0) } ?? finding.path.startIndex)])
    }
    let common = commonFolder(of: Array(groups.keys))
    let bars = groups.map { folder, members in
      let rest = folder.dropFirst(common.count)
      let label = folder.isEmpty ? "./" : common.isEmpty ? folder : "…/" + rest
      return Bar(
        label: label, full: folder.isEmpty ? "./" : folder,
        query: folder.isEmpty ? "text=" : "text=\(percentEncoded(printable(folder)))",
        findings: members)
    }
    return chart("folder", "By folder", longestFirst(bars), noun: "folder")
  }

  private func longestFirst(_ bars: [Bar]) -> [Bar] {
    bars.sorted { ($1.findings.count, $0.full) < ($0.findings.count, $1.full) }
  }

  private func chart(_ kind: String, _ heading: String, _ bars: [Bar], noun: String) -> HTMLPage.View {
    let shown = bars.prefix(Self.length)
    let longest = shown.map(\.findings.count).max() ?? 0
    var view: HTMLPage.View = [
      "kind": kind, "heading": heading, "bars": shown.map { self.view(of: $0, longest: max(longest, 1)) },
    ]
    let rest = bars.dropFirst(Self.length)
    if !rest.isEmpty {
      let count = rest.reduce(0) { $0 + $1.findings.count }
      view["rest"] = "\(counted(count, "more finding")) in \(counted(rest.count, noun)) not shown here"
    }
    return view
  }

  private func view(of bar: Bar, longest: Int) -> HTMLPage.View {
    var view: HTMLPage.View = [
      "label": bar.label, "full": bar.full, "query": bar.query, "count": grouped(bar.findings.count),
    ]
    if let code = bar.code { view["code"] = code }
    var start = 0.0
    view["segments"] = Severity.allCases.reversed().compactMap { severity -> HTMLPage.View? in
      let count = bar.findings.count { $0.severity == severity }
      if count == 0 { return nil }
      let width = Double(count) * 100 / Double(longest)
      defer { start += width }
      return ["severity": severity.word, "x": twoDecimals(start), "width": twoDecimals(width)]
    }
    return view
  }

  /// The folders that all of these are in, with the last `/`.
  private func commonFolder(of folders: [String]) -> String {
    guard var common = folders.first?.split(separator: "/"), folders.count > 1 else { return "" }
    for folder in folders.dropFirst() {
      let parts = folder.split(separator: "/")
      common = Array(zip(common, parts).prefix { $0 == $1 }.map(\.0))
    }
    return common.map { $0 + "/" }.joined()
  }
}
