import Foundation
import Testing

/// The service of `Tests/JobService`, whose three faults take a migration, a model, a listener and calls across files to
/// be seen.
@Suite("A service with three faults")
struct JobServiceTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "JobService")

  private struct Report: Decodable {
    struct Category: Decodable {
      struct Finding: Decodable {
        var rule: String
        var severity: String
        var location: String
        var recommendation: String
      }
      var findings: [Finding]
      var advisory: [Finding]
    }
    var categories: [Category]
  }

  @Test("exactly the three are found, as severe as they are, at their lines")
  func findings() async throws {
    try await inWorkspace([:]) { place in
      let run = try await place.assay("run", Self.folder.path, "--format", "json")
      #expect(run.status == 1)
      let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
      let findings = report.categories.flatMap(\.findings)
      #expect(
        findings.map { "\($0.rule) \($0.severity) \($0.location)" } == [
          "QE001 HIGH app/services/job_processor.py:15", "TX001 CRITICAL app/services/job_processor.py:24",
          "RT002 HIGH app/services/job_processor.py:27",
        ])
      #expect(report.categories.flatMap(\.advisory).map(\.rule) == [])
      try #require(findings.count == 3)
      #expect(findings[0].recommendation.hasPrefix("Hand the row over instead of its key."))
      #expect(findings[1].recommendation.hasPrefix("Commit after each change that others wait for"))
      #expect(findings[2].recommendation.contains("asyncio.to_thread"))
    }
  }

  @Test("a commit in the loop, the row handed over and a thread make it clean")
  func mended() async throws {
    try await inWorkspace([:]) { place in
      let copy = place.url("service")
      try FileManager.default.copyItem(at: Self.folder, to: copy)
      let file = "service/app/services/job_processor.py"
      var code = try place.read(file)
      for (fault, remedy) in [
        ("self._run(job.id)", "self._run(job)"), ("def _run(self, job_id: int)", "def _run(self, job: Job)"),
        ("None:\n        job = await self.jobs.get(job_id)\n        data", "None:\n        data"),
        ("// len(chunks))", "// len(chunks))\n            await self.session.commit()"),
        ("return Path(source).read_bytes()", "return await asyncio.to_thread(Path(source).read_bytes)"),
      ] {
        #expect(code.contains(fault))
        code = code.replacing(fault, with: remedy)
      }
      try place.write(code, to: file)
      let run = try await place.assay("run", "service")
      #expect(run.status == 0)
      #expect(run.output.contains("No findings"))
    }
  }

  @Test("discovery tells the trigger, its channel and listener, the pool and the sessions")
  func discovery() async throws {
    try await inWorkspace([:]) { place in
      let run = try await place.assay("discover", Self.folder.path, "--format", "text")
      #expect(run.status == 0)
      for words in ["expire_on_commit", "pool_size", "max_overflow", "job_events", "jobs", "AFTER INSERT OR UPDATE"] {
        #expect(run.output.contains(words), "\(words)")
      }
    }
  }

  @Test("the Markdown report stands as it was looked at")
  func report() async throws {
    try await inWorkspace([:]) { place in
      // Outside of this checkout, whose `origin` would make links of the locations.
      try FileManager.default.copyItem(at: Self.folder, to: place.url("JobService"))
      let run = try await place.assay("run", "JobService", "--format", "markdown")
      let dated = run.output.replacing(/\d{4}-\d\d-\d\d/, with: "YYYY-MM-DD")
      let snapshot = Self.folder.deletingLastPathComponent().appending(path: "Specimens/job-service.md")
      let expected = try String(contentsOf: snapshot, encoding: .utf8)
      if dated != expected {
        Issue.record("the report is another one now; when it is right: assay run Tests/JobService --format markdown")
        #expect(dated == expected)
      }
    }
  }
}
