import Foundation
import Testing

@Suite("What a run writes beside its output")
struct ReportFilesTests {
  /// 2026-03-04, noon in UTC.
  private static let day = ["SOURCE_DATE_EPOCH": "1772625600"]

  @Test("--report writes the Markdown report beside any other output")
  func report() async throws {
    try await inWorkspace(["app/service.py": sleepingOnTheLoop]) { place in
      let markdown = try await place.assay("app", "-f", "markdown", environment: Self.day)
      let run = try await place.assay("app", "-f", "json", "--report", "audit.md", environment: Self.day)
      #expect(run.status == 1)
      #expect(try place.read("audit.md") == markdown.output)
      #expect(markdown.output.hasPrefix("## Persistence & Performance Audit Report - 2026-03-04\n"))
      #expect(try ParsedReport(run.output).whole["date"] as? String == "2026-03-04")
      #expect(try place.names(in: ".") == ["app", "audit.md"])
    }
  }

  @Test("a run that fails leaves the files of the run before", arguments: ["--report", "--results-log"])
  func failedRun(option: String) async throws {
    try await inWorkspace(["app/service.py": blameless, "team/rule.yaml": "id: TEAM001\n", "kept": ""]) { place in
      let run = try await place.assay("app", "--rules", "team", option, "kept")
      #expect(run.status == 2)
      #expect(try place.read("kept").isEmpty)
      #expect(try place.names(in: ".") == ["app", "kept", "team"])
    }
  }

  @Test("the results log gets a row per run, and the run says how the score moved")
  func resultsLog() async throws {
    try await inWorkspace(["service.py": sleepingOnTheLoop]) { place in
      let first = try await place.assay("--results-log", "log.md", environment: Self.day)
      #expect(first.complaint == "Score 9.7, the first in the results log.\n")
      try place.write(blameless, to: "service.py")
      let second = try await place.assay("--results-log", "log.md", environment: Self.day)
      #expect(second.complaint == "Score 9.7 → 10.0 (+0.3) since 2026-03-04; high 1 → 0.\n")
      let quiet = try await place.assay("-q", "--results-log", "log.md", environment: Self.day)
      #expect(quiet.complaint.isEmpty)
      let rows = try place.read("log.md").split(separator: "\n").suffix(3)
      #expect(
        rows == [
          "| 2026-03-04 | 9.7 | – | 10.0 | 10.0 | 9.0 | 0 | 1 | 0 | 0 | 0 | 0 |",
          "| 2026-03-04 | 10.0 | +0.3 | 10.0 | 10.0 | 10.0 | 0 | 0 | 0 | 0 | 0 | 0 |",
          "| 2026-03-04 | 10.0 | ±0 | 10.0 | 10.0 | 10.0 | 0 | 0 | 0 | 0 | 0 | 0 |",
        ])
    }
  }

  @Test(
    "a run waits while another writes the results log, and adds its row behind the other's",
    .timeLimit(.minutes(2)))
  func resultsLogInTurn() async throws {
    try await inWorkspace(["service.py": blameless]) { place in
      let other = try await place.assay("--results-log", "other.md", environment: Self.day)
      #expect(other.complaint == "Score 10.0, the first in the results log.\n")
      let folder = unsafe open(place.root.path(percentEncoded: false), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      try #require(folder >= 0 && flock(folder, LOCK_EX) == 0)
      async let waiting = place.assay("--report", "audit.md", "--results-log", "log.md", environment: Self.day)
      // The report is written right before the log.
      while try !place.names(in: ".").contains("audit.md") { try await Task.sleep(for: .milliseconds(10)) }
      try await Task.sleep(for: .milliseconds(100))
      try place.write(try place.read("other.md"), to: "log.md")
      close(folder)
      #expect(try await waiting.complaint == "Score 10.0, as on 2026-03-04.\n")
      #expect(try place.read("log.md").split(separator: "\n").count == 5)
      #expect(try place.names(in: ".") == ["audit.md", "log.md", "other.md", "service.py"])
    }
  }

  @Test("a file that is no results log is an error before the audit, and stays as it is")
  func foreignLog() async throws {
    let text = "# Notes\n\nkeep me\n"
    try await inWorkspace(["service.py": sleepingOnTheLoop, "notes.md": text]) { place in
      let run = try await place.assay("--results-log", "notes.md")
      #expect(run.status == 2)
      #expect(run.output.isEmpty)
      #expect(run.complaint.contains("`notes.md` is not a results log of Assay, so it was left alone"))
      #expect(try place.read("notes.md") == text)
      _ = try await place.assay("--results-log", "log.md")
      try place.write(try place.read("log.md") + "keep me\n", to: "log.md")
      let spoilt = try await place.assay("--results-log", "log.md")
      #expect(spoilt.status == 2)
      #expect(spoilt.complaint.contains("`log.md`, line 6: not a row of a results log: `keep me`"))
      #expect(try place.read("log.md").hasSuffix("keep me\n"))
    }
  }

  @Test(
    "files that cannot be what they are to be are an error before the audit",
    arguments: [
      (["--report", "nowhere/audit.md"], "`nowhere/audit.md` cannot be written: its folder does not exist"),
      (["--report", ""], "a file needs a name"), (["--results-log", ""], "a file needs a name"),
      (["--report", "app"], "`app` cannot be written: it is a folder"), (["--report", "-"], "--report takes a file"),
      (["--results-log", "nowhere/log.md"], "`nowhere/log.md` cannot be written: its folder"),
      (["--report", "x.md", "-o", "./x.md"], "--output and --report both name `x.md`"),
      (["--report", "x.md", "--results-log", "app/../x.md"], "--report and --results-log both name `app/../x.md`"),
      (["--repository-url", "https://user:s3cret@nowhere"], "--repository-url takes the address of a repository"),
    ])
  func wrongFiles(arguments: [String], reason: String) async throws {
    try await inWorkspace(["app/service.py": blameless]) { place in
      let run = try await place.assay(["app"] + arguments)
      #expect(run.status == 2)
      #expect(run.output.isEmpty)
      #expect(run.complaint.contains(reason))
      #expect(!run.complaint.contains("s3cret"))
      #expect(try place.names(in: ".") == ["app"])
    }
  }

  @Test("a date that is none is an error")
  func wrongDate() async throws {
    try await inWorkspace(["service.py": blameless]) { place in
      let run = try await place.assay("run", environment: ["SOURCE_DATE_EPOCH": "yesterday"])
      #expect(run.status == 2)
      #expect(run.complaint.contains("SOURCE_DATE_EPOCH is `yesterday`"))
    }
  }

  @Test("locations lead to the checkout's repository at its commit, and no password comes along")
  func links() async throws {
    let commit = String(repeating: "c0ffee00", count: 5)
    try await inWorkspace([
      ".git/HEAD": commit, ".git/config": "[remote \"origin\"]\n\turl = https://me:s3cret@github.com/acme/shop.git\n",
      "app/service.py": sleepingOnTheLoop,
    ]) { place in
      let run = try await place.assay("app", "-f", "markdown")
      #expect(run.output.contains("[`service.py:5`](https://github.com/acme/shop/blob/\(commit)/app/service.py#L5)"))
      #expect(!run.output.contains("s3cret"))
      let page = try await place.assay("app", "-f", "html", "--repository-url", "git@gitlab.example.org:acme/shop.git")
      #expect(page.output.contains("href=\"https://gitlab.example.org/acme/shop/-/blob/\(commit)/app/service.py#L5\""))
      #expect(!page.output.contains("s3cret"))
      try place.write("[remote \"origin\"]\nurl = /srv/git/shop.git\n", to: ".git/config")
      #expect(try await place.assay("app", "-f", "markdown").output.contains("| HIGH | `service.py:5` |"))
    }
  }
}
