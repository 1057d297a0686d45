import Testing
import Vocabulary

@testable import Reporting

@Suite("The Markdown report")
struct MarkdownReportTests {
  @Test("its sections stand in their order and say what was found")
  func wholeReport() {
    let stack = StackSummary(rows: [
      StackSummary.Row(label: "Database", value: "PostgreSQL 16", evidence: ["compose.yaml:4", "app/db.py:9"])
    ])
    let problem = Problem(stage: .scan, path: "app/x|y.py", rule: nil, message: "not UTF-8", hint: nil)
    let page = ReportFormat.markdown.render(
      report(
        mixed + [finding(line: 30)], problems: [problem],
        notChecked: [
          NotChecked(rule: "QE036", reason: "no Django here"), NotChecked(rule: "QE040", reason: "no Django here"),
        ],
        skipped: [SkippedFiles(reason: "over the size limit", count: 1)]), options: RenderOptions(stack: stack))
    #expect(
      page == """
        ## Persistence & Performance Audit Report - 2026-03-04

        ### Executive Summary

        Overall health is good, with room to improve: 3 files (1,500 lines) score 8.7 of 10, with 3 findings (1 critical, 2 high), but the audit may be incomplete: it met 1 problem. The weakest category is **Transaction Correctness** at 8.0, for `commit-per-iteration` (its only finding). The first thing to do, in `app/b.py:4` (`db.commit()` commits in every turn): Commit once, after the loop.

        ### Compliance Score

        | Category | Score | Notes |
        |---|---:|---|
        | Query Efficiency | 8.0/10 | 2 high; most often `n-update-delete-loop` (2) |
        | Transaction Correctness | 8.0/10 | 1 critical; most often `commit-per-iteration` (1) |
        | Runtime Performance | 10.0/10 | No findings |
        | **Overall** | **8.7/10** | 2.0 findings per 1,000 lines; the score is the mean of the categories |

        ### Severity Summary

        | Severity | Count |
        |---|---:|
        | Critical | 1 |
        | High | 2 |
        | Medium | 0 |
        | Low | 0 |

        ### Findings by Category

        #### 1. Query Efficiency

        | Severity | Location | Issue | Recommendation | Effort |
        |---|---|---|---|---|
        | HIGH | `app/jobs.py:12` | `db.run` sends one statement per turn | Send one statement. | M |
        | HIGH | `app/jobs.py:30` | `db.run` sends one statement per turn | Send one statement. | M |

        #### 2. Transaction Correctness

        | Severity | Location | Issue | Recommendation | Effort |
        |---|---|---|---|---|
        | CRITICAL | `app/b.py:4` | `db.commit()` commits in every turn | Commit once, after the loop. | M |

        #### 3. Runtime Performance

        No findings.

        ### Recommended Actions (Priority-Sorted)

        | Priority | Category | Location | Issue | Recommendation | Effort |
        |---|---|---|---|---|---|
        | CRITICAL | Transaction Correctness | `app/b.py:4` | `db.commit()` commits in every turn | Commit once, after the loop. | M |
        | HIGH | Query Efficiency | `app/jobs.py:12` | `db.run` sends one statement per turn (2 places in this file) | Send one statement. | M |

        ### Sources Consulted

        - Sessions (SQLAlchemy 2.0): <https://docs.example.org/s>

        ### Advisory findings

        Low confidence, shown for a second look and not scored.

        | Severity | Location | Issue | Recommendation | Effort |
        |---|---|---|---|---|
        | MEDIUM | `app/a.py:2` | `f()` may block | Send one statement. | S |

        ### What was not checked

        - `QE036`, `QE040`: no Django here
        - 1 file: over the size limit

        The audit may be incomplete; it met 1 problem:

        | Stage | Where | What went wrong | What to do |
        |---|---|---|---|
        | scan | `app/x\\|y.py` | not UTF-8 |  |

        ### Stack

        | What | Found | Where |
        |---|---|---|
        | Database | PostgreSQL 16 | `compose.yaml:4`, `app/db.py:9` |

        ---

        Made by Assay 1.2.3.

        """)
  }

  @Test("the fixed sections stand there even when there is nothing to say, and a pack that did not run is named")
  func emptyReport() {
    let page = ReportFormat.markdown.render(report([], packs: [.queryEfficiency]))
    let headings = page.split(separator: "\n").filter { $0.hasPrefix("#") }
    #expect(
      headings.map(String.init) == [
        "## Persistence & Performance Audit Report - 2026-03-04", "### Executive Summary", "### Compliance Score",
        "### Severity Summary", "### Findings by Category", "#### 1. Query Efficiency",
        "#### 2. Transaction Correctness", "#### 3. Runtime Performance",
        "### Recommended Actions (Priority-Sorted)", "### Sources Consulted",
      ])
    #expect(page.contains("| Transaction Correctness | – | Not part of this audit |"))
    #expect(page.contains("#### 2. Transaction Correctness\n\nNot part of this audit.\n"))
  }

  @Test(
    "whatever a path, message or code holds, its row keeps five cells in one line",
    arguments: [
      "a|b.py", "a`b`.py", "``x", "a\nb\r\n| c |", "<script>alert(1)</script>", "a\\|b", "\\", "`", "x` | `y",
      "[link](javascript:alert(1))", "</td>", "\u{0}\u{1B}[0m", "|\u{301}", "``\u{301}`", "\u{202E}|\u{200B}",
    ])
  func hostileRows(text: String) throws {
    let bad = finding(path: text, issue: "`\(text)` and \(text)", recommendation: text)
    let page = ReportFormat.markdown.render(report([bad]))
    let row = try #require(page.split(separator: "\n").first { $0.hasPrefix("| HIGH |") })
    // A row is cut at each pipe that has no backslash before it, inside code spans too.
    let scalars = row.unicodeScalars
    let bars = zip(scalars, scalars.dropFirst()).count { $0 != "\\" && $1 == "|" }
    #expect(bars == 5)
    #expect(row.hasSuffix(" | M |"))
    #expect(!row.replacing(try Regex("(`+)(?!`).*?[^`]\\1(?!`)"), with: "").contains("<"))
  }

  @Test("a table shows the first rows of each rule and says what it leaves out")
  func cutTables() {
    let many = (1...40).map { finding(line: $0) } + [finding(rule: "QE009", line: 1)]
    let page = ReportFormat.markdown.render(report(many), options: RenderOptions(rowsPerRule: 30))
    #expect(page.contains("`app/jobs.py:30`"))
    #expect(!page.contains("`app/jobs.py:31`"))
    #expect(
      page.contains(
        "\nAt most 30 findings of each rule are listed; left out: 10 of `QE003`. The full list is in the JSON report.\n"
      ))
    #expect(page.contains("(40 places in this file)"))
  }

  @Test("actions of one severity come with the least effort first")
  func urgency() {
    let actions = RecommendedAction.list(for: [
      finding(effort: .large, path: "a.py"), finding(effort: .small, path: "z.py"),
      finding(severity: .critical, effort: .large, path: "c.py"),
    ])
    #expect(actions.map(\.first.path) == ["c.py", "z.py", "a.py"])
  }
}
