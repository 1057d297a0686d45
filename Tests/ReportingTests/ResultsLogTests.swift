import Testing
import Vocabulary

@testable import Reporting

@Suite("The results log")
struct ResultsLogTests {
  private func log(_ reports: AuditReport...) -> ResultsLog {
    reports.reduce(into: ResultsLog()) { $0.append($1) }
  }

  private func dated(
    _ date: String, _ findings: [Finding], packs: [Vocabulary.Category] = Vocabulary.Category.allCases
  )
    -> AuditReport
  {
    var report = report(findings, packs: packs)
    report.date = date
    return report
  }

  @Test("each run is a row with its scores, its counts and the change since the row above")
  func rows() {
    let log = log(dated("2026-03-01", mixed), dated("2026-03-04", []))
    #expect(
      log.text == """
        # Results of Assay

        | Date | Overall | Change | Query Efficiency | Transaction Correctness | Runtime Performance | Critical | High | Medium | Low | Advisory | Problems |
        |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
        | 2026-03-01 | 9.0 | – | 9.0 | 8.0 | 10.0 | 1 | 1 | 0 | 0 | 1 | 0 |
        | 2026-03-04 | 10.0 | +1.0 | 10.0 | 10.0 | 10.0 | 0 | 0 | 0 | 0 | 0 | 0 |

        """)
    #expect(log.movement == "Score 9.0 → 10.0 (+1.0) since 2026-03-01; critical 1 → 0, high 1 → 0.")
  }

  @Test("what is written is read back, with the line ends of Windows too")
  func roundTrip() throws {
    let log = log(
      dated("2026-03-04", []), dated("2026-03-05", mixed), dated("2026-03-05", mixed, packs: [.queryEfficiency]))
    #expect(try ResultsLog(parsing: log.text) == log)
    #expect(try ResultsLog(parsing: log.text.replacing("\n", with: "\r\n")) == log)
    #expect(try ResultsLog(parsing: " \n") == ResultsLog())
  }

  @Test("the last fifty runs are kept")
  func capacity() throws {
    var log = ResultsLog()
    for day in 1...9 { for _ in 1...7 { log.append(dated("2026-03-0\(day)", [])) } }
    #expect(log.rows.count == 50)
    #expect(log.rows.first?.date == "2026-03-02" && log.rows.last?.date == "2026-03-09")
    #expect(try ResultsLog(parsing: log.text) == log)
  }

  @Test("the first run, one that is as good, and one of other packs say so")
  func movement() {
    #expect(log(dated("2026-03-04", [])).movement == "Score 10.0, the first in the results log.")
    #expect(log(dated("2026-03-04", []), dated("2026-03-05", [])).movement == "Score 10.0, as on 2026-03-04.")
    #expect(
      log(dated("2026-03-04", []), dated("2026-03-05", mixed, packs: [.queryEfficiency])).movement
        == "Score 9.0; the run of 2026-03-04 had other packs and cannot be compared.")
    #expect(ResultsLog().movement == nil)
  }

  @Test("a file that is none, or has a line that is no row, is turned down")
  func foreign() {
    #expect(throws: ResultsLogError.foreign) { try ResultsLog(parsing: "# Changelog\n\n- a\n") }
    #expect(throws: ResultsLogError.foreign) { try ResultsLog(parsing: "# Results of Assay\n") }
    let log = log(dated("2026-03-04", [])).text
    let row = String(log.split(separator: "\n").last ?? "")
    let wrong = [
      "a note of my own", "| 2026-03-04 | 9.0 |", row.replacing("2026-03-04", with: "2026-13-04"),
      row.replacing("10.0", with: "11.0"), "<<<<<<< HEAD",
    ]
    for line in wrong {
      #expect(throws: ResultsLogError.malformed(line: 6, text: line)) { try ResultsLog(parsing: log + line + "\n") }
    }
  }
}
