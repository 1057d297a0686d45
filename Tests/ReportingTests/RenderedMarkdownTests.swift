import Foundation
import Testing
import Vocabulary

@testable import Reporting

/// What a reader sees: the Markdown report through cmark-gfm, the renderer that GitHub's own is built on.
@Suite("The rendered Markdown report")
struct RenderedMarkdownTests {
  private struct NoRenderer: Error, CustomStringConvertible {
    var description: String { "cmark-gfm could not be run; Scripts/test installs it" }
  }

  private func html(of markdown: String) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: "assay-\(UUID().uuidString).md")
    try Data(markdown.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "cmark-gfm", "--unsafe", "-e", "table", "-e", "autolink", "-e", "strikethrough", "--to", "html", file.path(),
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let html = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw NoRenderer() }
    return html
  }

  /// The texts of the cells, row by row, of each table.
  private func tables(in html: String) -> [[[String]]] {
    html.matches(of: #/<table>(?<table>[\s\S]*?)<\/table>/#).map { table in
      String(table.table).matches(of: #/<tr>(?<row>[\s\S]*?)<\/tr>/#).map { row in
        String(row.row).matches(of: #/<t[hd][^>]*>(?<cell>[\s\S]*?)<\/t[hd]>/#).map { cell in
          var text = String(cell.cell).replacing(#/<\/?(code|strong|a)\b[^>]*>/#, with: "")
          for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] {
            text = text.replacing(entity, with: character)
          }
          return text
        }
      }
    }
  }

  static let hostileTexts = [
    "a|b.py", "a\\|b.py", "a\\\\|b", "`", "``", "a`b``c```d", "` | `", "`\u{301}|\u{301}`", "<script>alert(1)</script>",
    "</td></tr></table>", "<!-- x", "[a](javascript:alert(1))", "![x](y)", "*a*_b_~~c~~", "\\", "&copy;&#124;",
    "a\u{200B}\u{202E}b",
    "אבג", "# x", "| --- |", "$x$", "http://x.y/|z", " a ", "  ",
  ]

  @Test("hostile names neither break a table nor change what is read", arguments: hostileTexts)
  func hostile(text: String) throws {
    let address = try #require(RepositoryAddress("https://github.com/acme/shop"))
    let bad = finding(
      path: text, issue: "`` \(text) `` and \(text)", recommendation: "Do \(text)",
      trace: [CallStep(path: text, line: 2, function: text)])
    let stack = StackSummary(rows: [StackSummary.Row(label: text, value: text, evidence: [text])])
    for links in [nil, SourceLinks(repository: address)] {
      let page = ReportFormat.markdown.render(
        report([bad], problems: [Problem(stage: .scan, path: text, message: text, hint: text)]),
        options: RenderOptions(links: links, stack: stack))
      let rendered = try html(of: page)
      let tables = tables(in: rendered)
      #expect(
        tables.map { $0.map(\.count) } == [[3, 3, 3, 3, 3], [2, 2, 2, 2, 2], [5, 5], [6, 6], [4, 4], [3, 3]])
      let shown = printable(text)
      #expect(tables[2][1][1] == "\(shown):12")
      #expect(tables[3][1][2] == "\(shown):12")
      // In prose backticks are marks, and blanks at the end of a cell are nobody's.
      if !text.contains("`"), !text.hasSuffix(" ") { #expect(tables[2][1][3] == "Do \(shown)") }
      #expect(!rendered.contains("<script") && !rendered.contains("<img") && !rendered.contains("href=\"javascript"))
      #expect((rendered.firstRange(of: "href=\"https://github.com/acme/shop/blob/HEAD/") != nil) == (links != nil))
    }
  }

  @Test("a report renders as its headings, its tables and its sources")
  func structure() throws {
    let rendered = try html(of: ReportFormat.markdown.render(report(mixed)))
    let headings = rendered.matches(of: #/<h[234]>(.*?)<\/h[234]>/#).map { String($0.1) }
    #expect(
      headings == [
        "Persistence &amp; Performance Audit Report - 2026-03-04", "Executive Summary", "Compliance Score",
        "Severity Summary",
        "Findings by Category", "1. Query Efficiency", "2. Transaction Correctness", "3. Runtime Performance",
        "Recommended Actions (Priority-Sorted)", "Sources Consulted", "Advisory findings",
      ])
    #expect(
      tables(in: rendered)[0].map { $0[0] }
        == ["Category", "Query Efficiency", "Transaction Correctness", "Runtime Performance", "Overall"])
    #expect(rendered.contains("<a href=\"https://docs.example.org/s\">https://docs.example.org/s</a>"))
  }
}
