import Vocabulary

/// One finding in the page's table, with the code, the calls and the advice that unfold below it.
struct HTMLEntry {
  let finding: Finding
  /// The name that links on the page lead to.
  let anchor: String
  let links: SourceLinks?

  init(_ finding: Finding, anchor: String, links: SourceLinks?) {
    self.finding = finding
    self.anchor = anchor
    self.links = links
  }

  var view: HTMLPage.View {
    var view: HTMLPage.View = [
      "anchor": anchor, "severity": finding.severity.word, "pack": finding.category.pack,
      "category": finding.category.title, "ruleID": finding.rule, "ruleName": finding.name,
      "confidence": finding.confidence.word, "effort": finding.effort.rawValue, "hours": finding.effort.hours,
      "path": finding.path, "folders": folders, "file": file, "line": String(finding.start.line),
      "place": "\(finding.path):\(finding.start.line)",
      "issue": Prose(finding.issue).views, "isAdvisory": finding.isAdvisory,
      "recommendation": Prose(finding.recommendation).views, "code": code,
      "hasTrace": !finding.trace.isEmpty,
      "trace": finding.trace.map { ["stepFunction": $0.function, "stepPlace": "\($0.path):\($0.line)"] },
      "links": finding.sources.filter { isWebAddress($0.url) }.map { ["address": $0.url, "words": $0.title] },
    ]
    if let links { view["url"] = links.url(of: finding) }
    let further = finding.end.line - lastShownLine
    if further > 0 { view["further"] = "and \(counted(further, "more line")), to line \(finding.end.line)" }
    return view
  }

  /// With the `/` behind each, where a long path may go on in another line.
  private var folders: [String] { finding.path.split(separator: "/").dropLast().map { $0 + "/" } }

  private var file: String { finding.path.split(separator: "/").last.map(String.init) ?? finding.path }

  private var lastShownLine: Int { finding.snippet.firstLine + finding.snippet.lines.count - 1 }

  private var code: [HTMLPage.View] {
    finding.snippet.lines.enumerated().map { index, line in
      let number = finding.snippet.firstLine + index
      let parts = MarkedLine(line, marking: markedUnits(of: number))
      var view: HTMLPage.View = ["number": String(number), "before": parts.before, "after": parts.after]
      if !parts.marked.isEmpty { view["marked"] = parts.marked }
      return view
    }
  }

  /// The part of a line that the finding is about, in UTF-16 units from 0.
  private func markedUnits(of line: Int) -> Range<Int> {
    guard (finding.start.line...max(finding.end.line, finding.start.line)).contains(line) else { return 0..<0 }
    let start = line == finding.start.line ? max(finding.start.column - 1, 0) : 0
    let end = line == finding.end.line ? max(finding.end.column - 1, start) : Int.max
    return start..<end
  }
}

/// A source line in three parts; what would make a page unreadable is cut to what stands around the marked part.
struct MarkedLine {
  var before: String
  var marked: String
  var after: String

  /// So many characters are shown before and after the marked part, and twice as many of it.
  private static let room = 200

  /// `units` are UTF-16 offsets, from 0. White space before the code is not marked.
  init(_ line: String, marking units: Range<Int>) {
    let start = line.utf16.index(line.startIndex, offsetBy: units.lowerBound, limitedBy: line.endIndex) ?? line.endIndex
    let end = line.utf16.index(line.startIndex, offsetBy: units.upperBound, limitedBy: line.endIndex) ?? line.endIndex
    let code = line[start..<end].firstIndex { !$0.isWhitespace } ?? end
    let front = line[..<code]
    before = front.count > Self.room ? "…" + front.suffix(Self.room) : String(front)
    let middle = line[code..<end]
    marked = middle.count > 2 * Self.room ? middle.prefix(2 * Self.room) + "…" : String(middle)
    let back = line[end...]
    after = back.count > Self.room ? back.prefix(Self.room) + "…" : String(back)
  }
}
