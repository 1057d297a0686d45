import Vocabulary

/// What the template of the page may show, by the names it uses.
///
/// A section of the template whose key is absent looks for it further out, so a key means one thing in all of the page.
struct HTMLPage {
  typealias View = [String: Any]

  let report: AuditReport
  let options: RenderOptions
  /// Scored findings first, then the advisory ones, as far as they are listed.
  private let entries: ShortenedRows<Finding>
  private let actions: [RecommendedAction]
  /// By place, rule and position: where on the page a finding is.
  private let anchors: [Spot: String]

  /// Actions beyond these are folded away.
  private static let promptActions = 8

  private struct Spot: Hashable {
    var rule: String
    var path: String
    var start: Position
  }

  init(_ report: AuditReport, _ options: RenderOptions) {
    self.report = report
    self.options = options
    let scored = report.categories.flatMap(\.findings).sorted(by: Finding.reportOrder)
    let advisory = report.categories.flatMap(\.advisory).sorted(by: Finding.reportOrder)
    entries = ShortenedRows(scored + advisory, perRule: options.entriesPerRule, rule: \.rule)
    actions = RecommendedAction.list(for: scored)
    anchors = Dictionary(
      entries.shown.enumerated().map { (Spot(rule: $1.rule, path: $1.path, start: $1.start), "f\($0 + 1)") },
      uniquingKeysWith: { first, _ in first })
  }

  var view: View {
    var view: View = [
      "version": report.toolVersion, "date": report.date, "root": report.root, "project": project,
      "style": HTMLReport.style, "script": HTMLReport.script, "scriptHash": HTMLReport.scriptHash,
      "files": counted(report.files, "file"), "lines": counted(report.lines, "line"),
      "density": twoDecimals(report.findingsPerThousandLines),
      "overallScore": oneDecimal(report.score), "overallPercent": oneDecimal(report.score * 10),
      "overallGrade": Self.grade(report.score),
      "sentences": sentences, "scores": Category.allCases.map(score),
      "hasFindings": report.counts.total > 0, "charts": HTMLCharts(report).views,
    ]
    if let configuration = report.configuration {
      view["configuration"] = ["path": configuration.path, "keys": configuration.keysInWords]
    }
    if report.suppressed > 0 { view["silenced"] = "\(grouped(report.suppressed)) silenced in the code" }
    view.merge(actionsView) { $1 }
    view.merge(entriesView) { $1 }
    view.merge(appendixView) { $1 }
    return view
  }

  /// The audited folder's own name.
  private var project: String {
    report.root.split(separator: "/").last.map(String.init) ?? report.root
  }

  static func grade(_ score: Double) -> String { score >= 8 ? "good" : score >= 5 ? "fair" : "poor" }

  private var sentences: [View] {
    ExecutiveSummary(of: report, first: actions.first).sentences.map { sentence in
      ["words": sentence.flatMap(words)]
    }
  }

  private func words(_ words: ExecutiveSummary.Words) -> [View] {
    switch words {
    case .plain(let text): [["isPlain": true, "text": text]]
    case .strong(let text): [["isStrong": true, "text": text]]
    case .code(let text): [["isCode": true, "text": text]]
    case .prose(let prose): prose.views
    case .place(let finding):
      [["isPlace": true, "text": "\(finding.path):\(finding.start.line)", "anchor": anchor(of: finding)]]
    }
  }

  /// A finding that is not listed leads to the table.
  private func anchor(of finding: Finding) -> String {
    anchors[Spot(rule: finding.rule, path: finding.path, start: finding.start)] ?? "findings"
  }

  private func score(of category: Category) -> View {
    guard let result = report.categories.first(where: { $0.category == category }) else {
      return ["title": category.title, "grade": "none", "ran": false]
    }
    var view: View = [
      "title": category.title, "ran": true, "grade": Self.grade(result.score), "score": oneDecimal(result.score),
      "percent": oneDecimal(result.score * 10), "note": "No findings",
    ]
    if let (name, count) = result.mostFrequentRule, let rule = result.findings.first(where: { $0.name == name }) {
      view["note"] = result.counts.inWords
      view["mostFrequent"] = ["ruleID": rule.rule, "ruleName": name, "ruleCount": grouped(count)] as View
    }
    return view
  }

  private var actionsView: View {
    let rows = ShortenedRows(actions, perRule: options.entriesPerRule, rule: \.first.rule)
    var view: View = ["hasActions": !actions.isEmpty]
    view["actions"] = rows.shown.enumerated().map { index, action in
      let finding = action.first
      var row: View = [
        "severity": finding.severity.word, "issue": Prose(finding.issue).views,
        "recommendation": Prose(finding.recommendation).views,
        "anchor": anchor(of: finding), "place": "\(finding.path):\(finding.start.line)", "ruleID": finding.rule,
        "title": finding.category.title, "effort": finding.effort.rawValue, "hours": finding.effort.hours,
        "late": index >= Self.promptActions,
      ]
      if action.count > 1 { row["places"] = "\(grouped(action.count)) places in this file" }
      return row
    }
    let more = rows.shown.count - Self.promptActions
    if more > 0 { view["moreActions"] = grouped(more) }
    if !rows.cut.isEmpty { view["actionsCut"] = note(on: rows.cut, "action") }
    return view
  }

  private var entriesView: View {
    let shown = entries.shown
    let scored = shown.filter { !$0.isAdvisory }
    let rules = Dictionary(grouping: shown, by: \.rule)
    var view: View = ["hasEntries": !shown.isEmpty, "hasAdvisory": scored.count < shown.count]
    view["entries"] = shown.enumerated().map { index, finding in
      HTMLEntry(finding, anchor: "f\(index + 1)", links: options.links).view
    }
    view["severities"] = Severity.allCases.reversed().map { severity in
      ["severity": severity.word, "count": grouped(scored.count { $0.severity == severity })] as View
    }
    view["categories"] = Category.allCases.map { category in
      ["pack": category.pack, "title": category.title, "count": grouped(scored.count { $0.category == category })]
        as View
    }
    view["rules"] = rules.keys.sorted().map { id in
      ["id": id, "name": rules[id]?.first?.name ?? "", "count": Self.count(of: rules[id] ?? [])] as View
    }
    if !entries.cut.isEmpty { view["entriesCut"] = note(on: entries.cut, "finding") }
    return view
  }

  private static func count(of findings: [Finding]) -> String {
    let advisory = findings.count(where: \.isAdvisory)
    if advisory == 0 { return grouped(findings.count) }
    return advisory == findings.count
      ? "\(grouped(advisory)) advisory" : "\(grouped(findings.count - advisory)) and \(grouped(advisory)) advisory"
  }

  private func note(on cut: [(rule: String, count: Int)], _ noun: String) -> String {
    let rules = cut.map { "\(grouped($0.count)) of \($0.rule)" }.joined(separator: ", ")
    return "At most \(counted(options.entriesPerRule, noun)) of each rule are listed; left out: \(rules). "
      + "The full list is in the JSON report."
  }
}

extension Prose {
  var views: [HTMLPage.View] {
    pieces.map { piece in
      switch piece {
      case .plain(let text): ["isPlain": true, "text": text]
      case .code(let text): ["isCode": true, "text": text]
      }
    }
  }
}
