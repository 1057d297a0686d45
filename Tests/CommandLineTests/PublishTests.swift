import Foundation
import StandInServers
import Testing

@Suite("assay publish", .serialized)
struct PublishTests {
  private static let board = """
    ## Linear Configuration

    | Variable | Value |
    |---|---|
    | **Team Key** | ENG |

    """

  private func inPublishingWorkspace(
    _ files: [String: String] = ["service.py": sleepingOnTheLoop, "docs/tasks/kanban_board.md": board],
    _ test: (Workspace, FakeLinear, [String: String]) async throws -> Void
  ) async throws {
    let linear = try FakeLinear()
    try await linear.control([
      "workspace": [
        "teams": [["id": "5f1c0e52-93ab-4c1d-8f2e-0d6b6f3c9a11", "key": "ENG", "name": "Engineering"]],
        "projects": [["name": "Epic 0: Common", "team": "ENG"], ["name": "Epic 1", "team": "ENG"]],
      ]
    ])
    let environment = ["ASSAY_LINEAR_URL": linear.address, "LINEAR_API_KEY": "lin_api_test"]
    try await inWorkspace(files) { try await test($0, linear, environment) }
  }

  @Test("a run becomes one issue, however often it is published that day, and keeps the audit's exit status")
  func run() async throws {
    try await inPublishingWorkspace { place, linear, environment in
      let first = try await place.assay("publish", "--date", "2026-11-22", environment: environment)
      #expect(first.status == 1)
      #expect(first.output == "Created ENG-1: https://linear.app/acme/issue/ENG-1\n")
      #expect(first.complaint.isEmpty)
      let second = try await place.assay(
        "publish", ".", "--exit-zero", "--date", "2026-11-22", environment: environment)
      #expect(second.status == 0)
      #expect(second.output == "Updated ENG-1: https://linear.app/acme/issue/ENG-1\n")
      let issues = try await linear.state().issues
      #expect(issues.map(\.title) == ["Persistence & Performance Audit: 2026-11-22"])
      #expect(issues[0].priority == 2)
      let printed = try await place.assay("--format", "markdown").output
      let table = try #require(printed.split(separator: "\n").first { $0.hasPrefix("| HIGH |") })
      #expect(issues[0].description?.contains(table) == true)
      #expect(try place.names(in: ".") == ["docs", "service.py"])
    }
  }

  @Test("a saved report is published without another audit, from a file or standard input")
  func saved() async throws {
    try await inPublishingWorkspace { place, linear, environment in
      _ = try await place.assay("--format", "json", "-o", "report.json")
      try place.write("not python any more", to: "service.py")
      let run = try await place.assay("publish", "--input", "report.json", "--team", "eng", environment: environment)
      #expect(run.status == 0, "\(run.complaint)")
      #expect(run.output.hasPrefix("Created ENG-1"))
      #expect(try await linear.state().issues[0].description?.contains("sync-sleep-in-async") == true)
    }
  }

  @Test("when nothing can be published, one line says why, the status is 2, and the report is on the disk")
  func failure() async throws {
    try await inPublishingWorkspace { place, linear, environment in
      try place.write("sqlalchemy==2.0.36\n", to: "requirements.txt")
      try await linear.fail(nil, "refuse", times: 100, with: ["message": "no rights"])
      let run = try await place.assay("publish", "--date", "2026-11-22", environment: environment)
      #expect(run.status == 2)
      #expect(run.output.isEmpty)
      #expect(
        run.complaint == "Error: not published: Linear refused to list the teams: no rights; the report is kept: "
          + "`assay publish --input assay-report-2026-11-22.json`\n")
      try await linear.control(["faults": [String: Any]()])
      let again = try await place.assay(
        "publish", "--input", "assay-report-2026-11-22.json", environment: environment)
      #expect(again.status == 0 && again.output.hasPrefix("Created ENG-1"))
      #expect(try await linear.state().issues[0].description?.contains("| ORM | SQLAlchemy 2.0.36 (sync) |") == true)
    }
  }

  @Test("-o keeps the report, whatever becomes of the publication")
  func output() async throws {
    try await inPublishingWorkspace { place, _, environment in
      let wrong = environment.merging(["LINEAR_API_KEY": "lin_api_wrong"]) { $1 }
      let run = try await place.assay("publish", "-o", "kept.json", environment: wrong)
      #expect(run.status == 2)
      #expect(run.complaint.contains("does not accept the key") && run.complaint.contains("--input kept.json"))
      #expect(try ParsedReport(place.read("kept.json")).places == ["service.py:5 RT004"])
    }
  }

  @Test("a dry run shows what would be sent, with a key and without, and sends nothing")
  func dryRun() async throws {
    try await inPublishingWorkspace { place, linear, environment in
      let arguments = ["publish", "--dry-run", "--date", "2026-11-22"]
      let known = try await place.assay(arguments, environment: environment)
      #expect(known.status == 0, "\(known.complaint)")
      for line in [
        "Would create an issue\n", "Title        Persistence & Performance Audit: 2026-11-22\n",
        "Team         Engineering (ENG), named by docs/tasks/kanban_board.md\n", "Project      Epic 0: Common\n",
        "Labels       refactoring (to be created), performance (to be created), audit (to be created)\n",
        "Priority     2, high\n", "### Executive Summary\n", "`assay-audit:2026-11-22`",
      ] { #expect(known.output.contains(line), "\(line)") }
      let unknown = try await place.assay(arguments)
      #expect(unknown.status == 0)
      #expect(unknown.output.contains("Team         ENG, named by") && unknown.output.contains("nothing was looked up"))
      let state = try await linear.state()
      #expect(state.issues.isEmpty && state.labels.isEmpty)
      #expect(try place.names(in: ".") == ["docs", "service.py"])
    }
  }

  @Test(
    "a request that cannot be carried out ends with 2 before any audit",
    arguments: [
      (["publish"], [:], "there is no key for Linear; put one into the environment variable LINEAR_API_KEY"),
      (["publish"], ["LINEAR_API_KEY": "k", "ASSAY_LINEAR_URL": "http://example.org/"], "begins with https://"),
      (
        ["publish", "--input", "none.json"], ["LINEAR_API_KEY": "k"],
        "`none.json` cannot be published: there is no such file"
      ),
      (["publish", "--input", "service.py"], ["LINEAR_API_KEY": "k"], "it is not JSON"),
      (["publish", "--input", "a.json", "."], ["LINEAR_API_KEY": "k"], "leave out the paths"),
      (["publish", "--date", "2026-13-01"], ["LINEAR_API_KEY": "k"], "--date takes a day"),
      (["publish", "--timeout", "0"], ["LINEAR_API_KEY": "k"], "--timeout takes a number of seconds"),
      (["publish", "--team", ""], ["LINEAR_API_KEY": "k"], "--team is empty"),
    ] as [([String], [String: String], String)])
  func wrongRequest(_ arguments: [String], _ environment: [String: String], _ reason: String) async throws {
    try await inWorkspace(["service.py": blameless]) { place in
      let run = try await place.assay(arguments, environment: environment)
      #expect(run.status == 2)
      #expect(run.output.isEmpty)
      #expect(run.complaint.contains(reason), "\(run.complaint)")
      #expect(try place.names(in: ".") == ["service.py"])
    }
  }

  @Test("without a board and without --team, the error says where a team may be named")
  func noTeam() async throws {
    try await inPublishingWorkspace(["service.py": blameless]) { place, _, environment in
      let run = try await place.assay("publish", "--dry-run", environment: environment)
      #expect(run.status == 2)
      #expect(run.complaint.contains("no team is named; give one with --team"))
      let named = try await place.assay("publish", "--team", "ENG", environment: environment)
      #expect(named.status == 0 && named.output.hasPrefix("Created ENG-1"))
    }
  }

  @Test("--team goes before the board, which is said; the board of the checkout holds for its folders")
  func teams() async throws {
    let files = [
      "repo/app/service.py": blameless, "repo/.git/HEAD": "ref: refs/heads/main\n",
      "repo/docs/tasks/kanban_board.md": PublishTests.board,
    ]
    try await inPublishingWorkspace(files) { place, _, environment in
      let inherited = try await place.assay("publish", "repo/app", environment: environment)
      #expect(inherited.output.hasPrefix("Created ENG-1"), "\(inherited.complaint)")
      let other = try await place.assay("publish", "repo/app", "--team", "OPS", environment: environment)
      #expect(other.status == 2)
      #expect(other.complaint.contains("note: --team goes before `repo/docs/tasks/kanban_board.md`"))
      #expect(other.complaint.contains("Linear knows no team `OPS` (named by --team)"))
    }
  }

  @Test("in a checkout the locations of the issue lead to the lines at its commit")
  func links() async throws {
    let commit = String(repeating: "ab12", count: 10)
    let files = [
      "app/service.py": sleepingOnTheLoop, "docs/tasks/kanban_board.md": PublishTests.board,
      ".git/HEAD": commit + "\n", ".git/config": "[remote \"origin\"]\n  url = git@github.com:acme/shop.git\n",
    ]
    try await inPublishingWorkspace(files) { place, linear, environment in
      let run = try await place.assay("publish", "app", environment: environment)
      #expect(run.status == 1, "\(run.complaint)")
      let link = "[`service.py:5`](https://github.com/acme/shop/blob/\(commit)/app/service.py#L5)"
      #expect(try await linear.state().issues[0].description?.contains(link) == true)
      let named = try await place.assay(
        "publish", "app", "--dry-run", "--repository-url", "https://gitlab.com/acme/shop", environment: environment)
      #expect(named.output.contains("](https://gitlab.com/acme/shop/-/blob/\(commit)/app/service.py#L5)"))
    }
  }

  @Test("the configuration names team and project where neither the board nor an option does")
  func configured() async throws {
    let files = ["service.py": blameless, ".assay.yaml": "linear:\n  team: ENG\n  project: Epic 1\n"]
    try await inPublishingWorkspace(files) { place, _, environment in
      let run = try await place.assay("publish", "--dry-run", environment: environment)
      #expect(run.status == 0, "\(run.complaint)")
      #expect(run.output.contains("Team         Engineering (ENG), named by .assay.yaml:2\nProject      Epic 1\n"))
      let other = try await place.assay("publish", "--dry-run", "--project", "Epic 0: Common", environment: environment)
      #expect(other.output.contains("Project      Epic 0: Common\n"))
      _ = try await place.assay("--format", "json", "-o", "report.json")
      let saved = try await place.assay("publish", "--input", "report.json", environment: environment)
      #expect(saved.status == 0 && saved.output.hasPrefix("Created ENG-1"), "\(saved.complaint)")
      try place.write("linear: {team: OPS}\n", to: ".assay.yaml")
      let unknown = try await place.assay("publish", "--dry-run", environment: environment)
      #expect(unknown.status == 2 && unknown.complaint.contains("no team `OPS` (named by .assay.yaml:1)"))
      try place.write(PublishTests.board, to: "docs/tasks/kanban_board.md")
      let board = try await place.assay("publish", "--dry-run", environment: environment)
      #expect(board.status == 0 && board.output.contains("named by docs/tasks/kanban_board.md"))
      #expect(
        board.complaint
          == "note: `docs/tasks/kanban_board.md` goes before `.assay.yaml:1`, which names the team `OPS`\n")
    }
  }
}
