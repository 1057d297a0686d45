import Foundation
import Testing
import Vocabulary

@testable import Reporting

@Suite("The JSON report")
struct JSONReportTests {
  @Test("its keys and values are the contract's")
  func contract() {
    let problem = Problem(stage: .match, path: nil, rule: "QE003", message: "ran out of time", hint: nil)
    let json = ReportFormat.json.render(
      report(
        [finding(trace: [CallStep(path: "app/repo.py", line: 88, function: "get_job")])], problems: [problem],
        notChecked: [NotChecked(rule: "QE036", reason: "no Django here")],
        packs: [.queryEfficiency]))
    let finding =
      #"{"code":["        db.run(q)"],"column":9,"confidence":"high","effort":"M","end_column":17,"end_line":12,"fingerprint":"00f1","#
      + #""issue":"`db.run` sends one statement per turn","line":12,"location":"app/jobs.py:12","#
      + #""name":"n-update-delete-loop","path":"app/jobs.py","#
      + #""principle":"Query Efficiency / n-update-delete-loop","recommendation":"Send one statement.","#
      + #""rule":"QE003","severity":"HIGH","trace":[{"function":"get_job","line":88,"path":"app/repo.py"}]}"#
    let expected =
      #"{"categories":[{"advisory":[],"category":"Query Efficiency","critical":0,"findings":[\#(finding)],"#
      + #""high":1,"low":0,"medium":0,"pack":"query-efficiency","score":9,"total_issues":1}],"#
      + #""date":"2026-03-04","not_checked":[{"reason":"no Django here","rule":"QE036"}],"#
      + #""problems":[{"hint":null,"message":"ran out of time","path":null,"rule":"QE003","stage":"match"}],"#
      + #""root":"/srv/app","skipped":[],"sources":[],"summary":{"advisory":0,"critical":0,"files":3,"#
      + #""findings_per_1000_lines":0.67,"high":1,"lines":1500,"low":0,"medium":0,"score":9,"suppressed":0,"total_issues":1},"#
      + #""tool":{"name":"assay","version":"1.2.3"}}"#
    #expect(json == expected + "\n")
  }

  @Test("code with a line that is far too long is left out")
  func longLine() {
    let lengths = [1000, 1001].map { length in
      let json = ReportFormat.json.render(report([finding(code: String(repeating: "x", count: length))]))
      return json.contains("xxx") ? length : 0
    }
    #expect(lengths == [1000, 0])
  }

  @Test("hostile text comes back from a JSON reader as it went in")
  func roundTrip() throws {
    let text = "a\"b\\c\n\u{1}\u{2028}</script>名🚀"
    let json = ReportFormat.json.render(report([finding(path: text, issue: text)]))
    let document = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let categories = try #require(document["categories"] as? [[String: Any]])
    let findings = try #require(categories[0]["findings"] as? [[String: Any]])
    #expect(findings[0]["path"] as? String == text)
    #expect(findings[0]["issue"] as? String == text)
    #expect(json.split(separator: "\n").count == 1)
  }

  @Test("advisory findings stand apart and are counted apart")
  func advisory() throws {
    let json = ReportFormat.json.render(report(mixed))
    let document = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let summary = try #require(document["summary"] as? [String: Any])
    #expect(summary["advisory"] as? Int == 1)
    #expect(summary["total_issues"] as? Int == 2)
    let categories = try #require(document["categories"] as? [[String: Any]])
    #expect((categories[2]["advisory"] as? [[String: Any]])?.count == 1)
    #expect((categories[2]["findings"] as? [[String: Any]])?.isEmpty == true)
  }

  @Test("times are left out unless asked for")
  func timings() {
    let statistics = Statistics(phases: [Statistics.Line(name: "scan", seconds: 0.25, matches: 3)], bytes: 9)
    let timed = report([], statistics: statistics)
    #expect(!ReportFormat.json.render(timed).contains("statistics"))
    #expect(
      ReportFormat.json.render(timed, options: RenderOptions(timings: true)).contains(
        #""statistics":{"bytes":9,"packs":[],"phases":[{"matches":3,"name":"scan","seconds":0.25}],"rules":[]}"#))
  }
}
