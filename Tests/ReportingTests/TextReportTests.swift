import Testing
import Vocabulary

@testable import Reporting

@Suite("The text report")
struct TextReportTests {
  @Test("findings come worst first, each with its code marked, then advisory ones and the scores")
  func wholeReport() {
    let text = ReportFormat.text.render(
      report(
        mixed, notChecked: [NotChecked(rule: "QE036", reason: "no Django here")],
        skipped: [SkippedFiles(reason: "over the size limit", count: 2)]))
    #expect(
      text == """
        app/b.py:4:5: critical TX002 commit-per-iteration
          `db.commit()` commits in every turn
            |
          4 |     db.commit()
            |     ^^^^^^^^^^^
            = help: Commit once, after the loop. [effort M: 1–4 h]

        app/jobs.py:12:9: high QE003 n-update-delete-loop
          `db.run` sends one statement per turn
             |
          12 |         db.run(q)
             |         ^^^^^^^^
             = help: Send one statement. [effort M: 1–4 h]

        Advisory (low confidence, not scored)
          app/a.py:2:1: medium RT001 blocking-io
            `f()` may block

                                                  critical     high   medium      low
        Query Efficiency         █████████░   9.0        0        1        0        0
        Transaction Correctness  ████████░░   8.0        1        0        0        0
        Runtime Performance      ██████████  10.0        0        0        0        0
        Overall                  █████████░   9.0        1        1        0        0

        2 findings (1.33 per 1,000 lines) and 1 advisory in 3 files, 1,500 lines.
        Left out: 2 files (over the size limit).
        Not checked: QE036 (no Django here).

        """)
  }

  @Test("a report without findings still says what was audited")
  func clean() {
    let text = ReportFormat.text.render(report([]))
    #expect(text.hasSuffix("\nNo findings in 3 files, 1,500 lines.\n"))
  }

  @Test("where the table of the scores would not fit it has no bars and names the counts that are not zero")
  func narrow() {
    func scores(_ width: Int) -> [String] {
      let text = ReportFormat.text.render(report(mixed), options: RenderOptions(width: width))
      return text.split(separator: "\n").map(String.init).drop { !$0.hasPrefix("Query Efficiency") }.dropLast()
    }
    #expect(
      scores(76) == [
        "Query Efficiency          9.0  1 high", "Transaction Correctness   8.0  1 critical",
        "Runtime Performance      10.0  no findings", "Overall                   9.0  1 critical, 1 high",
      ])
    #expect(scores(40).prefix(2) == ["Query Efficiency          9.0", "  1 high"])
    #expect(scores(77)[0].contains("█"))
  }

  @Test("quiet leaves the scored findings and the problems")
  func quiet() {
    let problem = Problem(
      stage: .scan, path: "app/x.py", rule: "QE003", message: "ran out of time", hint: "make it simpler")
    let text = ReportFormat.text.render(report(mixed, problems: [problem]), options: RenderOptions(quiet: true))
    #expect(text.contains("critical TX002"))
    #expect(!text.contains("Advisory"))
    #expect(!text.contains("Overall"))
    #expect(
      text.hasSuffix(
        """
        problem: app/x.py: ran out of time (rule QE003)
               = help: make it simpler
        1 problem: this audit may be incomplete.


        """))
  }

  @Test("colour is there only when asked for, and changes nothing but colour")
  func color() throws {
    let plain = ReportFormat.text.render(report(mixed))
    let colored = ReportFormat.text.render(report(mixed), options: RenderOptions(color: true))
    #expect(!plain.contains("\u{1B}"))
    #expect(colored.contains("\u{1B}[1;35mcritical\u{1B}[0m"))
    #expect(colored.replacing(try Regex("\u{1B}\\[[0-9;]*m"), with: "") == plain)
  }

  @Test("control characters of the audited tree never reach the terminal")
  func controlCharacters() {
    let hostile = finding(
      path: "a\u{1B}]0;pwned\u{07}\n.py", columns: 1..<4, code: "x = '\u{1B}[2J'\u{202E}", issue: "bad\u{9B}31m\rgone")
    let text = ReportFormat.text.render(report([hostile]))
    #expect(text.hasPrefix("a␛]0;pwned␇␊.py:12:1: high"))
    #expect(text.contains("x = '␛[2J'\u{FFFD}"))
    #expect(text.contains("bad\u{FFFD}31m␍gone"))
    #expect(!text.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n") || (0x7F..<0xA0).contains($0.value) })
  }

  @Test("prose wraps within the width under its own beginning, a long word staying whole")
  func wrapping() {
    var canvas = TextCanvas(color: false)
    canvas.put("> ")
    canvas.wrap("one two three four five sixsixsixsixsixsixsixsix 日本語 seven", indent: 2, width: 24)
    #expect(canvas.text == "> one two three four\n  five\n  sixsixsixsixsixsixsixsix\n  日本語 seven\n")
  }

  @Test("a span that ends on a later line is marked to the end of its first line")
  func severalLines() {
    let long = finding(columns: 5..<6, lastLine: 15, code: "    run(")
    #expect(
      ReportFormat.text.render(report([long])).contains(
        """
          12 |     run(
             |     ^^^^ and 3 more lines, to line 15

        """))
  }

  @Test("a finding whose line is not in its snippet is told without code")
  func noSnippet() {
    var bare = finding()
    bare.snippet = Snippet(firstLine: 1, lines: [])
    let text = ReportFormat.text.render(report([bare]))
    #expect(text.contains("per turn\n     = help: Send one statement."))
  }
}
