import Testing

@Suite("What a run looks at")
struct SelectionTests {
  /// QE004 of high severity at 8:9, RT004 at 10:5, RT037 of low severity at 11:12.
  static let mixed = """
    import time
    from sqlalchemy import select
    from sqlalchemy.orm import Session


    def owners(session: Session, orders):
        for order in orders:
            session.execute(select(User).where(User.id == order.user_id))
    async def pause(prices):
        time.sleep(1)
        return sorted(prices)[0]

    """

  @Test("--select, --ignore, --pack and --severity narrow the rules")
  func rules() async throws {
    try await inWorkspace(["shop.py": Self.mixed]) { place in
      for (arguments, rules) in [
        ([], ["10 RT004", "11 RT037", "8 QE004"]),
        (["--select", "QE004,sort-for-extreme"], ["11 RT037", "8 QE004"]),
        (["--select", "RT", "--ignore", "RT004"], ["11 RT037"]),
        (["--pack", "query-efficiency"], ["8 QE004"]),
        (["--severity", "high"], ["10 RT004", "8 QE004"]),
      ] {
        let run = try await place.assay(arguments + ["--format", "json"])
        #expect(run.status == 1)
        #expect(try ParsedReport(run.output).places == rules.map { "shop.py:\($0)" }, "\(arguments)")
      }
    }
  }

  @Test("ignore files hold, nested ones and outside of a checkout too; --no-ignore looks all the same")
  func ignoreFiles() async throws {
    try await inWorkspace([
      ".gitignore": "/drafts/\n", "drafts/service.py": sleepingOnTheLoop, "app/.gitignore": "old_*.py\n!old_kept.py\n",
      "app/old_service.py": sleepingOnTheLoop, "app/old_kept.py": sleepingOnTheLoop,
      "app/node_modules/tool.py": sleepingOnTheLoop,
    ]) { place in
      let run = try await place.assay("--format", "json")
      #expect(try ParsedReport(run.output).places == ["app/old_kept.py:5 RT004"])
      let all = try await place.assay("--format", "json", "--no-ignore")
      #expect(
        try ParsedReport(all.output).places == [
          "app/old_kept.py:5 RT004", "app/old_service.py:5 RT004", "drafts/service.py:5 RT004",
        ])
      let excluded = try await place.assay("--no-ignore", "--exclude", "old_*", "--exclude", "drafts")
      #expect(excluded.status == 2)
      #expect(excluded.complaint.contains("no file to audit"))
    }
  }

  @Test("test code is left out and counted, and --include-tests audits it")
  func testCode() async throws {
    try await inWorkspace([
      "app/service.py": blameless, "tests/test_service.py": sleepingOnTheLoop, "app/conftest.py": sleepingOnTheLoop,
    ]) { place in
      let run = try await place.assay("run")
      #expect(run.status == 0)
      #expect(run.output.contains("Left out: 2 files (test code)."))
      let all = try await place.assay("--include-tests", "--format", "json")
      #expect(try ParsedReport(all.output).places == ["app/conftest.py:5 RT004", "tests/test_service.py:5 RT004"])
    }
  }

  @Test("a comment silences the rule it names, on its line, below it or in the whole file")
  func suppressions() async throws {
    try await inWorkspace([
      "line.py": """
      import time
      async def f():
          time.sleep(1)  # assay: ignore[RT004] the loop is not running yet
          # assay: ignore[sync-sleep-in-async] neither here
          time.sleep(2)
          time.sleep(3)  # noqa: ASYNC251
          time.sleep(4)  # assay: ignore[RT001] another rule
          time.sleep(5)
      """,
      "whole.py": "# assay: ignore-file[RT004] a simulation\n" + sleepingOnTheLoop,
    ]) { place in
      let run = try await place.assay("--format", "json")
      #expect(try ParsedReport(run.output).places == ["line.py:7 RT004", "line.py:8 RT004"])
    }
  }
}
