import Foundation
import Testing
import Vocabulary

@testable import Reporting

@Suite("A saved report")
struct SavedReportTests {
  private func read(_ json: String) throws(SavedReportError) -> SavedReport {
    try SavedReport(json: Array(json.utf8), readBy: "1.2.3")
  }

  private func failure(_ json: String) -> SavedReportError? {
    do {
      _ = try read(json)
      return nil
    } catch {
      return error
    }
  }

  private var written: AuditReport {
    let problem = Problem(stage: .match, path: "a.py", rule: "QE003", message: "ran out of time", hint: "Mend it.")
    var whole = report(
      mixed, problems: [problem], notChecked: [NotChecked(rule: "QE036", reason: "no Django here")],
      skipped: [SkippedFiles(reason: "test code", count: 2)])
    whole.suppressed = 4
    whole.configuration = AppliedConfiguration(path: "../.assay.yaml", keys: ["ignore", "exclude"])
    return whole
  }

  @Test("read back, it gives the same JSON, the same Markdown and the same page")
  func roundTrip() throws {
    for packs in [Vocabulary.Category.allCases, [.runtimePerformance]] {
      let original = packs.count == 1 ? report([mixed[2]], packs: packs) : written
      let json = ReportFormat.json.render(original)
      let copy = try read(json).report
      #expect(ReportFormat.json.render(copy) == json)
      #expect(
        copy.categories.map { $0.findings.map(\.snippet) } == original.categories.map { $0.findings.map(\.snippet) })
      #expect(ReportFormat.html.render(copy) == ReportFormat.html.render(original))
      let options = RenderOptions()
      #expect(
        ReportFormat.markdown.render(copy, options: options) == ReportFormat.markdown.render(original, options: options)
      )
    }
  }

  @Test("what was told of the stack is told again")
  func stack() throws {
    let stack = StackSummary(rows: [.init(label: "Database", value: "PostgreSQL", evidence: ["compose.yaml:4"])])
    let json = ReportFormat.json.render(written, options: RenderOptions(stack: stack))
    #expect(try read(json).stack == stack)
    #expect(try read(ReportFormat.json.render(written)).stack == nil)
  }

  @Test("what is no JSON, no report, or another program's is said to be so")
  func foreign() {
    for text in ["", "{", "## Report", "{\"tool\":"] {
      guard case .notJSON = failure(text) else { Issue.record("\(text)"); continue }
    }
    for text in ["[]", "{}", "3", #"{"tool":"assay"}"#, #"{"tool":{"name":"assay"}}"#] {
      #expect(failure(text) == .foreign, "\(text)")
    }
    #expect(failure(#"{"tool":{"name":"ruff","version":"1"}}"#) == .otherTool("ruff"))
  }

  @Test("a missing key and a wrong value are named by their place")
  func places() throws {
    let json = ReportFormat.json.render(written)
    #expect(failure(json.replacing(#","root":"/srv/app""#, with: "")) == .missingKey("root"))
    #expect(failure(json.replacing(#""lines":1500,"#, with: "")) == .missingKey("summary.lines"))
    #expect(
      failure(json.replacing(#""severity":"HIGH""#, with: #""severity":"AWFUL""#))
        == .wrongValue(
          place: "categories[0].findings[0].severity", reason: "is `AWFUL`, which is no severity"))
    #expect(
      failure(json.replacing(#""end_line":12"#, with: #""end_line":-1"#))
        == .wrongValue(place: "categories[0].findings[0].end_line", reason: "is -1, which is less than 1"))
    #expect(
      failure(json.replacing(#""line":12"#, with: #""line":"12""#))
        == .wrongValue(place: "categories[0].findings[0].line", reason: "has a value of another kind"))
  }

  @Test("a later version's report is read as long as it can be understood")
  func laterVersion() {
    let later = ReportFormat.json.render(written).replacing(#""version":"1.2.3""#, with: #""version":"1.10.0""#)
    #expect(failure(later.replacing(#"{"categories""#, with: #"{"added":1,"categories""#)) == nil)
    #expect(
      failure(later.replacing(#""pack":"query-efficiency""#, with: #""pack":"cache-use""#))
        == .newerVersion("1.10.0", own: "1.2.3"))
  }

  @Test("every report cut off at any place is an error, and nothing crashes")
  func cut() {
    let json = Array(ReportFormat.json.render(written).utf8)
    for length in stride(from: 0, to: json.count - 2, by: 11) {
      #expect(throws: SavedReportError.self) { try SavedReport(json: Array(json[..<length]), readBy: "1.2.3") }
    }
  }
}
