import Foundation
import Testing

@Suite(".assay.yaml")
struct ConfigurationTests {
  private static let head = "ref: refs/heads/main\n"

  private func places(_ run: Workspace.Run) throws -> [String] {
    #expect(run.status < 2, "\(run.complaint)")
    return try ParsedReport(run.output).places
  }

  @Test("it narrows a run, from the audited folder or from above it in the checkout, and the report names it")
  func narrowing() async throws {
    let files = [
      ".assay.yaml": "ignore: [RT004]\nseverity: medium\nexclude: [/old/*.py]\n", ".git/HEAD": Self.head,
      "app/shop.py": SelectionTests.mixed, "old/service.py": SelectionTests.mixed,
    ]
    try await inWorkspace(files) { place in
      let whole = try await place.assay("--format", "json")
      #expect(try places(whole) == ["app/shop.py:8 QE004"])
      let configuration = try ParsedReport(whole.output).object("configuration")
      #expect(configuration["path"] as? String == ".assay.yaml")
      #expect(configuration["keys"] as? [String] == ["ignore", "severity", "exclude"])
      let inner = try await place.assay("app", "old", "--format", "json")
      #expect(try places(inner) == ["app/shop.py:8 QE004"])
      let below = try await place.assay("app", "--format", "json")
      #expect(try places(below) == ["shop.py:8 QE004"])
      #expect(try ParsedReport(below.output).object("configuration")["path"] as? String == "../.assay.yaml")
      let text = try await place.assay()
      #expect(text.output.contains("1 file (excluded by the configuration)"))
      #expect(text.output.contains("Configured by .assay.yaml: ignore, severity, exclude."))
      let markdown = try await place.assay("--format", "markdown")
      #expect(markdown.output.hasSuffix(", configured by `.assay.yaml`: ignore, severity, exclude.\n"))
      let without = try await place.assay("--no-config", "--format", "json")
      #expect(try places(without).count == 6)
      #expect(try ParsedReport(without.output).whole["configuration"] == nil)
    }
  }

  @Test("the command line goes before it; rules, exclusions and ignored rules add up")
  func precedence() async throws {
    let files = [
      ".assay.yaml": "select: [RT]\nignore: [RT037]\nseverity: high\nexclude: [a.py]\ninclude-tests: true\n",
      "a.py": SelectionTests.mixed, "b.py": SelectionTests.mixed, "tests/test_c.py": SelectionTests.mixed,
    ]
    try await inWorkspace(files) { place in
      for (arguments, expected) in [
        ([], ["b.py:10 RT004", "tests/test_c.py:10 RT004"]),
        (["--no-include-tests"], ["b.py:10 RT004"]),
        (["--no-include-tests", "--severity", "low"], ["b.py:10 RT004"]),
        (["--no-include-tests", "--severity", "low", "--select", "RT"], ["b.py:10 RT004", "b.py:11 RT037"]),
        (["--no-include-tests", "--select", "QE"], ["b.py:8 QE004"]),
        (["--exclude", "tests"], ["b.py:10 RT004"]),
      ] {
        let run = try await place.assay(arguments + ["--format", "json"])
        #expect(try places(run) == expected, "\(arguments)")
      }
      let nothing = try await place.assay("--ignore", "RT004")
      #expect(nothing.status == 0 && nothing.output.contains("No findings"))
    }
  }

  @Test("it says when a run fails")
  func failing() async throws {
    try await inWorkspace([".assay.yaml": "fail-on: critical\n", "a.py": sleepingOnTheLoop]) { place in
      let lenient = try await place.assay()
      #expect(lenient.status == 0)
      let strict = try await place.assay("--fail-on", "high")
      #expect(strict.status == 1)
      try place.write("fail-on: none\nfail-under: 9.9\n", to: ".assay.yaml")
      let poor = try await place.assay()
      #expect(poor.status == 1)
      let enough = try await place.assay("--fail-under", "1")
      #expect(enough.status == 0)
    }
  }

  @Test("the rules that it names are run, listed, explained and counted once when --rules names them, too")
  func rules() async throws {
    let files = [
      ".assay.yaml": "rules: team\nselect: [TEAM001]\n", "team/rounding.yaml": roundingRule, ".git/HEAD": Self.head,
      "app/a.py": "total = round(price, 2)\n",
    ]
    try await inWorkspace(files) { place in
      let run = try await place.assay("app", "--format", "json")
      #expect(try places(run) == ["a.py:1 TEAM001"])
      let twice = try await place.assay("app", "--format", "json", "--rules", "./team/")
      #expect(try places(twice) == ["a.py:1 TEAM001"])
      let listing = try await place.assay("rules")
      #expect(listing.output.contains("TEAM001"))
      let explanation = try await place.assay("explain", "TEAM001")
      #expect(explanation.output.contains("File        team/rounding.yaml"))
      let without = try await place.assay("explain", "TEAM001", "--no-config")
      #expect(without.status == 2 && without.complaint.contains("there is no rule `TEAM001`"))
    }
  }

  @Test(
    "a mistake in it ends the run before it begins, with its place",
    arguments: [
      ("selct: QE\n", "1 fault in the configuration, so nothing was done:\n.assay.yaml:1:1: "),
      ("select: [QE, TX99]\n", ".assay.yaml:1:14: no rule is called `TX99` (`assay rules` lists them)"),
      ("ignore: sync-sleep-in-asinc\n", "(did you mean `sync-sleep-in-async`?)"),
      ("exclude: [ok, '[a']\n", ".assay.yaml:1:15: the path pattern `[a` opens a `[` that is never closed"),
      ("rules: nowhere\n", ".assay.yaml:1:8: there is no rule folder or file `nowhere`"),
      ("pack: query-efficiency\nselect: RT\n", "the configuration together rule out all of them"),
    ])
  func mistakes(_ text: String, _ words: String) async throws {
    try await inWorkspace([".assay.yaml": text, "a.py": sleepingOnTheLoop]) { place in
      let run = try await place.assay("-o", "report.txt")
      #expect(run.status == 2)
      #expect(run.complaint.contains(words), "\(run.complaint)")
      let names = try place.names(in: ".")
      #expect(!names.contains("report.txt"))
    }
  }

  @Test("--config names one, wherever it lies; what is named must be there")
  func named() async throws {
    let files = [
      "ci/strict.yaml": "exclude: [/old.py]\nfail-on: none\n", "app/a.py": sleepingOnTheLoop, "app/old.py": "x",
    ]
    try await inWorkspace(files) { place in
      let run = try await place.assay("app", "--config", "ci/strict.yaml")
      #expect(run.status == 0)
      #expect(run.output.contains("1 file (excluded by the configuration)"))
      #expect(run.output.contains("Configured by ci/strict.yaml: exclude, fail-on."))
      let missing = try await place.assay("--config", "none.yaml")
      #expect(missing.status == 2 && missing.complaint.contains("`none.yaml` cannot be used: there is no such file"))
      let both = try await place.assay("--config", "ci/strict.yaml", "--no-config")
      #expect(both.status == 2 && both.complaint.contains("contradict each other"))
    }
  }

  @Test("outside of a checkout what stands above the audited folder is not read")
  func noCheckout() async throws {
    try await inWorkspace([".assay.yaml": "select: nothing\n", "app/a.py": sleepingOnTheLoop]) { place in
      let below = try await place.assay("app")
      #expect(below.status == 1)
      let here = try await place.assay(".")
      #expect(here.status == 2)
    }
  }

  @Test("an audited tree cannot have files outside of it read, through links or otherwise")
  func untrusted() async throws {
    let files = [
      "secret.yaml": "password: hunter2\n", "tree/a.py": sleepingOnTheLoop, "tree/team/ok.yaml": roundingRule,
      "rules/other.yaml": roundingRule,
    ]
    try await inWorkspace(files) { place in
      func link(_ path: String, to target: String) throws {
        try? FileManager.default.removeItem(at: place.url(path))
        try FileManager.default.createSymbolicLink(atPath: place.url(path).path, withDestinationPath: target)
      }
      try link("tree/.assay.yaml", to: "../secret.yaml")
      let linked = try await place.assay("tree")
      #expect(linked.status == 2 && linked.complaint.contains("it is a link that leads out of `tree`"))
      #expect(!linked.complaint.contains("password"))
      try link("tree/.assay.yaml", to: "nothing")
      let dangling = try await place.assay("tree")
      #expect(dangling.status == 2)

      try FileManager.default.removeItem(at: place.url("tree/.assay.yaml"))
      try place.write("rules: team\n", to: "tree/.assay.yaml")
      let honest = try await place.assay("tree")
      #expect(honest.status == 1)
      for (name, target) in [("tree/team/x.yaml", "../../secret.yaml"), ("tree/team/x", "../../rules")] {
        try link(name, to: target)
        let run = try await place.assay("tree")
        #expect(run.status == 2 && run.complaint.contains("`\(name)` leads out of"), "\(run.complaint)")
        #expect(!run.complaint.contains("password"))
        try FileManager.default.removeItem(at: place.url(name))
      }
      try link("tree/team/again", to: "../team")
      let circular = try await place.assay("tree")
      #expect(circular.status == 1)
    }
  }
}
