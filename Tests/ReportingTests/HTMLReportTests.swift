import Foundation
import Testing
import Vocabulary

@testable import Reporting

@Suite("The HTML report")
struct HTMLReportTests {
  private func page(_ report: AuditReport, options: RenderOptions = RenderOptions()) -> String {
    ReportFormat.html.render(report, options: options)
  }

  @Test("it has the sections, the scores, the code with its mark, and where calls go")
  func wholePage() {
    let steps = [
      CallStep(path: "jobs/service.py", line: 41, function: "process"),
      CallStep(path: "jobs/repo.py", line: 88, function: "get_job"),
    ]
    let stack = StackSummary(
      rows: [StackSummary.Row(label: "Database", value: "PostgreSQL 16", evidence: ["compose.yaml:4"])],
      sources: [Source(title: "Pooling", url: "https://docs.example.org/pool")])
    let text = page(
      report(
        mixed + [finding(line: 30, trace: steps)],
        problems: [Problem(stage: .scan, path: "x.py", message: "not UTF-8", hint: "Save it as UTF-8.")],
        notChecked: [NotChecked(rule: "QE036", reason: "no Django here")],
        skipped: [SkippedFiles(reason: "over the size limit", count: 2)]),
      options: RenderOptions(stack: stack))
    let headings = text.matches(of: #/<h2[^>]*>(.*?)<\/h2>/#).map { String($0.1) }
    #expect(
      headings == [
        "Executive Summary", "Compliance Score", "By severity", "By rule", "By folder", "Recommended Actions",
        "Findings",
        "Sources Consulted", "What was not checked", "Stack",
      ])
    for piece in [
      "<title>app: Persistence &amp; Performance Audit, 2026-03-04</title>", "aria-label=\"Overall score 8.7 of 10\"",
      "<span class=\"number\">12</span>        <mark>db.run(q</mark>)",
      "2 places in this file",
      "<li><code>process</code> <span class=\"faint\">in <code>jobs/service.py:41</code></span></li><li><code>get_job</code>",
      "<span class=\"tag\">advisory</span>", "<a href=\"https://docs.example.org/s\" rel=\"noreferrer\">Sessions</a>",
      "<a href=\"https://docs.example.org/pool\" rel=\"noreferrer\">Pooling</a>",
      "<li><code>QE036</code> no Django here</li>", "<li>2 files: over the size limit</li>", "not UTF-8",
      "<th scope=\"row\">Database</th><td>PostgreSQL 16</td><td><code>compose.yaml:4</code> </td>",
    ] {
      #expect(text.contains(piece), "\(piece)")
    }
    #expect(text.matches(of: #/<tbody id="f\d+"/#).count == 4)
    #expect(!text.contains("{{"))
  }

  @Test("with nothing found it says so, and a pack that did not run is named")
  func emptyPage() {
    let text = page(report([], packs: [.queryEfficiency]))
    for piece in ["Nothing to do.", "No findings.", "Not part of this audit", "There is nothing to do."] {
      #expect(text.contains(piece), "\(piece)")
    }
    #expect(!text.contains("<form") && !text.contains("class=\"charts\""))
  }

  /// Text that would end an element or an attribute, or start a script, if it were let through.
  static let hostileTexts = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "]]>", "</script><b>",
    "</pre></code></table>", "&lt;&amp;", "\"\u{301} onfocus=alert(1) x=\"\u{301}", "<\u{338}script>", "{{&script}}",
    "{{#entries}}",
    "\u{202E}gnp.x", "a\u{0}b", "-->", "<!--",
  ]

  @Test("hostile text is text wherever it stands", arguments: hostileTexts)
  func hostile(text: String) throws {
    let steps = [CallStep(path: text, line: 1, function: text)]
    let bad = finding(
      rule: text, name: text, path: text, columns: 1..<2, code: text, issue: "`\(text)` \(text)", recommendation: text,
      sources: [Source(title: text, url: text, holdsFor: text)], trace: steps)
    let stack = StackSummary(rows: [StackSummary.Row(label: text, value: text, evidence: [text])])
    var hostile = report(
      [bad], problems: [Problem(stage: .scan, path: text, rule: text, message: text, hint: text)],
      notChecked: [NotChecked(rule: text, reason: text)], skipped: [SkippedFiles(reason: text, count: 1)])
    hostile.root = "/srv/\(text)"
    hostile.toolVersion = text
    let plain = page(
      report(
        [
          finding(
            rule: "x", name: "x", path: "x", columns: 1..<2, code: "x", issue: "`x` x", recommendation: "x",
            sources: [Source(title: "x", url: "x", holdsFor: "x")], trace: [CallStep(path: "x", line: 1, function: "x")]
          )
        ], problems: [Problem(stage: .scan, path: "x", rule: "x", message: "x", hint: "x")],
        notChecked: [NotChecked(rule: "x", reason: "x")], skipped: [SkippedFiles(reason: "x", count: 1)]),
      options: RenderOptions(stack: StackSummary(rows: [StackSummary.Row(label: "x", value: "x", evidence: ["x"])])))
    let rendered = page(hostile, options: RenderOptions(stack: stack))
    // The marks of the language are the template's alone: as many as in a page about nothing special, but for folders
    // in a path, each of which is a place to break the line.
    for mark in ["<script", "</script", "<img", "<b>", "<td", "</pre", "\">", "\"", "'"] {
      #expect(count(mark, in: rendered) == count(mark, in: plain), "\(mark)")
    }
    #expect(!rendered.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\u{0}" })
  }

  private func count(_ mark: String, in text: String) -> Int {
    // Behind the style and before the script.
    let body = text[text.firstRange(of: "<body>")!.lowerBound..<text.ranges(of: "<script>").last!.lowerBound]
    let bytes = Array(body.utf8)
    let wanted = Array(mark.utf8)
    return bytes.indices.count { bytes[$0...].starts(with: wanted) }
  }

  @Test("only its own script may run")
  func policy() throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/sha256sum")
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    input.fileHandleForWriting.write(Data(HTMLReport.script.utf8))
    try input.fileHandleForWriting.close()
    let digits = Array(String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self).prefix(64))
    let digest = Data(
      stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) })
    #expect(
      HTMLReport.scriptHash == "sha256-\(digest.base64EncodedString())",
      "the script has changed: put what Scripts/page-script-hash prints into HTMLReport.scriptHash")
    #expect(page(report([])).contains("script-src '\(HTMLReport.scriptHash)'"))
  }

  @Test("a page lists the first findings of each rule and says what it leaves out")
  func cut() {
    let many = (1...12).map { finding(line: $0) } + [finding(rule: "QE009", line: 1)]
    let text = page(report(many), options: RenderOptions(entriesPerRule: 10))
    #expect(text.matches(of: #/<tbody id="f\d+"/#).count == 11)
    #expect(
      text.contains(
        "At most 10 findings of each rule are listed; left out: 2 of QE003. The full list is in the JSON report."))
  }

  @Test("locations lead to the repository when it is known")
  func links() throws {
    let address = try #require(RepositoryAddress("https://github.com/acme/shop"))
    let text = page(report(mixed), options: RenderOptions(links: SourceLinks(repository: address, revision: "c0ffee")))
    #expect(text.contains("href=\"https://github.com/acme/shop/blob/c0ffee/app/b.py#L4\""))
  }

  @Test("charts strip what all folders share, and lead to what they count")
  func charts() throws {
    let findings = ["src/a/x.py", "src/a/y.py", "src/b c/z.py"].map { finding(path: $0) }
    let text = page(report(findings))
    #expect(text.contains("href=\"#text=src/a/\" title=\"src/a/\"><span class=\"label\"><bdi>…/a/</bdi>"))
    #expect(text.contains("href=\"#text=src/b%20c/\""))
    #expect(text.contains("href=\"#rule=QE003\""))
  }

  @Test("a long line is cut around its marked part, and a mark may go over several lines")
  func longLines() {
    let line = MarkedLine(
      String(repeating: "a", count: 500) + "MARK" + String(repeating: "b", count: 500), marking: 500..<504)
    #expect(line.before == "…" + String(repeating: "a", count: 200))
    #expect(line.marked == "MARK")
    #expect(line.after == String(repeating: "b", count: 200) + "…")
    let second = MarkedLine("\t\tcall()", marking: 0..<Int.max)
    #expect(second.before == "\t\t" && second.marked == "call()" && second.after.isEmpty)
    let beyond = MarkedLine("é🚀", marking: 40..<50)
    #expect(beyond.before == "é🚀" && beyond.marked.isEmpty)
  }
}
