import Testing

@Suite("The exit status of a run")
struct ExitStatusTests {
  @Test("code without faults ends with 0, a finding with 1, and `run` may be left out")
  func cleanAndFindings() async throws {
    try await inWorkspace(["clean/service.py": blameless, "slow/service.py": sleepingOnTheLoop]) { place in
      let clean = try await place.assay("run", "clean")
      #expect(clean.status == 0)
      #expect(clean.output.contains("No findings in 1 file, 5 lines."))
      #expect(clean.complaint.isEmpty)
      let slow = try await place.assay("slow")
      #expect(slow.status == 1)
      #expect(slow.output.contains("service.py:5:5: high RT004 sync-sleep-in-async"))
      #expect(slow.output.contains("5 |     time.sleep(1)\n    |     ^^^^^^^^^^^^^\n"))
      #expect(slow.complaint.isEmpty)
    }
  }

  @Test(
    "a request that cannot be carried out ends with 2, says why on standard error and prints no report",
    arguments: [
      (["--bogus"], "Unknown option '--bogus'"),
      (["nowhere"], "there is no file or folder `nowhere`"),
      (["--pack", "style"], "Please provide one of 'query-efficiency'"),
      (["--severity", "awful"], "Please provide one of 'low'"),
      (["--select", "QE0003"], "did you mean `QE003`?"),
      (["--jobs", "0"], "--jobs takes a number from 1 to 1024, not 0"),
      (["--fail-under", "11"], "--fail-under takes a score from 0 to 10"),
      (["--rules", "nowhere"], "there is no rule folder or file `nowhere`"),
      (["--exclude", "["], "opens a `[` that is never closed"),
      (["explain", "QE0003"], "there is no rule `QE0003`; did you mean `QE003`?"),
      (["rules", "--framework", "sqlalchmy"], "did you mean `sqlalchemy`?"),
    ])
  func wrongRequest(_ arguments: [String], _ reason: String) async throws {
    try await inWorkspace(["service.py": blameless]) { place in
      let run = try await place.assay(arguments)
      #expect(run.status == 2)
      #expect(run.output.isEmpty)
      #expect(run.complaint.contains(reason))
    }
  }

  @Test("--fail-on, --fail-under and --exit-zero decide what fails a run")
  func thresholds() async throws {
    try await inWorkspace(["service.py": sleepingOnTheLoop]) { place in
      // One finding of high severity: 9.0 in its category, 9.7 over all.
      for (arguments, status) in [
        (["--fail-on", "critical"], 0), (["--fail-on", "high"], 1),
        (["--fail-on", "none", "--fail-under", "9.7"], 0), (["--fail-on", "none", "--fail-under", "9.8"], 1),
        (["--exit-zero"], 0),
      ] {
        let run = try await place.assay(arguments)
        #expect(Int(run.status) == status, "\(arguments)")
        #expect(run.output.contains("RT004"), "\(arguments)")
      }
    }
  }

  @Test("an empty folder ends with 2, unless --allow-empty says that this is well")
  func emptyFolder() async throws {
    try await inWorkspace(["notes.txt": "nothing to audit"]) { place in
      let run = try await place.assay("run")
      #expect(run.status == 2)
      #expect(run.output.isEmpty)
      #expect(run.complaint.contains("no file to audit"))
      let allowed = try await place.assay("run", "--allow-empty", "--format", "json")
      #expect(allowed.status == 0)
      #expect(try ParsedReport(allowed.output).object("summary")["files"] as? Int == 0)
    }
  }
}
