import Foundation
import Testing

@Suite("What a run prints")
struct ReportOutputTests {
  @Test("the JSON report has the keys that other programs read")
  func contract() async throws {
    try await inWorkspace(["app/service.py": sleepingOnTheLoop]) { place in
      let run = try await place.assay("--format", "json", "--stats")
      #expect(run.status == 1)
      // The statistics go to standard error and leave the report whole.
      #expect(run.complaint.contains("Phase"))
      let report = try ParsedReport(run.output)
      let top = ["tool", "root", "summary", "categories", "problems", "not_checked"]
      #expect(Set(report.whole.keys).isSuperset(of: top))
      #expect(Set(report.object("tool").keys).isSuperset(of: ["name", "version"]))
      #expect(report.object("tool")["name"] as? String == "assay")
      let root = try #require(report.whole["root"] as? String)
      #expect(root.hasPrefix("/") && root.hasSuffix("/repository"))

      let severities = ["critical", "high", "medium", "low"]
      let summary = report.object("summary")
      #expect(Set(summary.keys).isSuperset(of: severities + ["score", "total_issues", "advisory", "files", "lines"]))
      #expect(summary["score"] as? Double == 9.7)
      #expect(summary["high"] as? Int == 1 && summary["total_issues"] as? Int == 1)
      #expect(summary["files"] as? Int == 1 && summary["lines"] as? Int == 5)

      let categories = report.objects("categories")
      #expect(
        categories.map { $0["category"] as? String }
          == ["Query Efficiency", "Transaction Correctness", "Runtime Performance"])
      #expect(
        categories.map { $0["pack"] as? String }
          == ["query-efficiency", "transaction-correctness", "runtime-performance"])
      for category in categories {
        let keys = severities + ["category", "pack", "score", "total_issues", "advisory", "findings"]
        #expect(Set(category.keys).isSuperset(of: keys))
        #expect(category["advisory"] is [Any])
      }

      let finding = try #require(report.findings.first)
      #expect(
        Set(finding.keys).isSuperset(of: [
          "rule", "name", "severity", "confidence", "location", "path", "line", "column", "end_line", "end_column",
          "issue", "principle", "recommendation", "effort", "fingerprint",
        ]))
      for (key, value) in [
        "rule": "RT004", "name": "sync-sleep-in-async", "severity": "HIGH", "confidence": "high",
        "location": "app/service.py:5", "path": "app/service.py", "effort": "S",
        "principle": "Runtime Performance / sync-sleep-in-async",
      ] {
        #expect(finding[key] as? String == value)
      }
      for (key, value) in ["line": 5, "column": 5, "end_line": 5, "end_column": 18] {
        #expect(finding[key] as? Int == value)
      }
    }
  }

  @Test("a fingerprint survives lines that are added above")
  func fingerprint() async throws {
    try await inWorkspace(["service.py": sleepingOnTheLoop]) { place in
      let before = try ParsedReport(await place.assay("--format", "json").output)
      try place.write("# A comment.\n\n" + sleepingOnTheLoop, to: "service.py")
      let after = try ParsedReport(await place.assay("--format", "json").output)
      #expect(before.places == ["service.py:5 RT004"])
      #expect(after.places == ["service.py:7 RT004"])
      let fingerprints = [before, after].map { $0.findings.first?["fingerprint"] as? String }
      #expect(fingerprints[0] != nil && fingerprints[0] == fingerprints[1])
    }
  }

  @Test("any number of jobs prints the same bytes")
  func jobs() async throws {
    var files: [String: String] = [:]
    for number in 0..<75 {
      let name = "part\(number % 7)/module\(number).py"
      files[name] = number.isMultiple(of: 3) ? blameless : sleepingOnTheLoop
    }
    try await inWorkspace(files) { place in
      let one = try await place.assay("--format", "json", "--jobs", "1")
      #expect(try ParsedReport(one.output).findings.count == 50)
      for jobs in ["2", "7"] {
        let run = try await place.assay("--format", "json", "--jobs", jobs)
        #expect(run.output == one.output, "--jobs \(jobs)")
        #expect(run.status == one.status)
      }
    }
  }

  @Test("the Markdown report has its sections and the findings' table")
  func markdown() async throws {
    try await inWorkspace(["service.py": sleepingOnTheLoop]) { place in
      let run = try await place.assay("--format", "markdown")
      #expect(run.status == 1)
      for line in [
        "### Executive Summary", "### Compliance Score", "### Severity Summary", "### Findings by Category",
        "#### 3. Runtime Performance", "### Recommended Actions (Priority-Sorted)", "### Sources Consulted",
      ] {
        #expect(run.output.contains("\n\(line)\n"), "\(line)")
      }
      #expect(run.output.contains("| HIGH | `service.py:5` |"))
    }
  }

  @Test("--quiet leaves the findings, and nothing at all where there are none")
  func quiet() async throws {
    try await inWorkspace(["slow/service.py": sleepingOnTheLoop, "clean/service.py": blameless]) { place in
      let slow = try await place.assay("--quiet", "slow")
      #expect(slow.output.contains("RT004"))
      #expect(!slow.output.contains("Overall"))
      let clean = try await place.assay("--quiet", "clean")
      #expect(clean.status == 0)
      #expect(clean.output.isEmpty)
    }
  }

  @Test("colours go where they are asked for, and the environment is heard")
  func colors() async throws {
    try await inWorkspace(["service.py": sleepingOnTheLoop]) { place in
      let escape = "\u{1B}["
      #expect(try await !place.assay("run").output.contains(escape))
      #expect(try await place.assay("--color", "always", environment: ["NO_COLOR": "1"]).output.contains(escape))
      let never = try await place.assay("--color", "never", environment: ["FORCE_COLOR": "1"])
      #expect(!never.output.contains(escape))
    }
  }

  @Test("-o writes the whole report to the file and nothing to standard output")
  func outputFile() async throws {
    try await inWorkspace(["service.py": sleepingOnTheLoop]) { place in
      let printed = try await place.assay("--format", "json")
      let run = try await place.assay("--format", "json", "-o", "reports.json")
      #expect(run.status == 1)
      #expect(run.output.isEmpty)
      #expect(try place.read("reports.json") == printed.output)
      #expect(try place.names(in: ".") == ["reports.json", "service.py"])
    }
  }

  @Test("a run that fails leaves the report of the run before, and no other file")
  func failedRunKeepsReport() async throws {
    try await inWorkspace([
      "app/service.py": blameless, "team/rule.yaml": "id: TEAM001\n", "report.json": "the last one",
    ]) { place in
      let run = try await place.assay("app", "--rules", "team", "-o", "report.json")
      #expect(run.status == 2)
      #expect(try place.read("report.json") == "the last one")
      #expect(try place.names(in: ".") == ["app", "report.json", "team"])
    }
  }

  @Test("a report file that cannot be written is an error", arguments: ["nowhere/report.json", "app"])
  func unwritable(_ target: String) async throws {
    try await inWorkspace(["app/service.py": blameless]) { place in
      let run = try await place.assay("app", "-o", target)
      #expect(run.status == 2)
      #expect(run.output.isEmpty)
      #expect(run.complaint.contains("`\(target)` cannot be written: "))
    }
  }
}
