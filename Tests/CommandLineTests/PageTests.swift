import Foundation
import Testing

@Suite("The HTML report in a browser", .serialized)
struct PageTests {
  /// `path:line` of the rows that are shown, in their order.
  private static let shown = """
    [...document.querySelectorAll("tbody[data-rule]")].filter((body) => body.checkVisibility())
      .map((body) => body.dataset.path + ":" + body.dataset.line).join(" ")
    """

  /// Three of high severity, one of them in another folder, and one that is low.
  private static let project = [
    "api/a.py": sleepingOnTheLoop, "api/b.py": "import time\n\n\n\n\nasync def later():\n    time.sleep(2)\n",
    "jobs/c.py": sleepingOnTheLoop,
    "jobs/d.py": "def total(rows):\n    return sum([row.price for row in rows])\n",
  ]

  private func drive(
    _ files: [String: String] = Self.project, _ options: [String] = [], _ steps: Page.Step...
  ) async throws -> Page.Outcome {
    try await drive(files, options, steps: steps)
  }

  private func drive(
    _ files: [String: String], _ options: [String] = [], steps: [Page.Step]
  ) async throws -> Page.Outcome {
    var outcome: Page.Outcome?
    try await inWorkspace(files) { place in
      let run = try await place.assay(["run", "--format", "html", "-o", "page.html", "--exit-zero"] + options)
      #expect(run.status == 0, "\(run.complaint)")
      outcome = try await Page.drive(place.url("page.html"), steps)
    }
    return try #require(outcome)
  }

  @Test("it loads without a complaint, asks no network, and shows every finding with its code folded away")
  func load() async throws {
    let outcome = try await drive(
      Self.project, [], .visit(""), .run(Self.shown), .run("document.getElementById('shown').textContent"),
      .run("String([...document.querySelectorAll('pre')].some((code) => code.checkVisibility()))"),
      .run("getComputedStyle(document.querySelector('.badge')).color"))
    #expect(outcome.console.isEmpty)
    #expect(outcome.results[0] == "api/a.py:5 api/b.py:7 jobs/c.py:5 jobs/d.py:2")
    #expect(outcome.results[1] == "4 of 4 findings")
    #expect(outcome.results[2] == "false")
    #expect(outcome.results[3] == "rgb(181, 68, 10)")
  }

  @Test("the address filters and sorts")
  func address() async throws {
    let outcome = try await drive(
      Self.project, [], .visit("#severity=low"), .run(Self.shown), .visit("#text=jobs/"), .run(Self.shown),
      .visit("#rule=RT004&text=sleep(2)"), .run(Self.shown), .visit("#category=query-efficiency"), .run(Self.shown),
      .run("String(document.getElementById('none').checkVisibility())"), .visit("#severity=high,low&sort=-location"),
      .run(Self.shown), .visit("#rule=NONE&severity=%22&sort=constructor&confidence=%E0"), .run(Self.shown),
      .visit("#%"), .run(Self.shown))
    #expect(outcome.console.isEmpty)
    let all = "api/a.py:5 api/b.py:7 jobs/c.py:5 jobs/d.py:2"
    #expect(
      outcome.results == [
        "jobs/d.py:2", "jobs/c.py:5 jobs/d.py:2", "api/b.py:7", "", "true",
        "jobs/d.py:2 jobs/c.py:5 api/b.py:7 api/a.py:5", all, all,
      ])
  }

  @Test("typing, clicking and the keyboard filter, sort, unfold and clear, and the address keeps up")
  func hands() async throws {
    let unfolded = """
      [...document.querySelectorAll("pre")].filter((code) => code.checkVisibility())
        .map((code) => code.textContent.trim()).join(" ")
      """
    let outcome = try await drive(
      Self.project, [], .visit(""), .click("#filters [name=text]"), .type("JOBS c.py"), .run(Self.shown),
      .run("location.hash"), .click("#filters [type=reset]"), .run(Self.shown), .run("location.hash"),
      .click("[data-sort=location]"), .click("[data-sort=location]"), .run(Self.shown),
      .run("document.querySelector('th[aria-sort]').textContent + document.querySelector('th[aria-sort]').ariaSort"),
      .click("[href='#rule=RT004']"), .run("location.hash + ' ' + document.activeElement.id"),
      .visit(""), .run("document.querySelector('.fold').focus(), ''"), .press("Enter"), .run(unfolded), .press(" "),
      .run(unfolded), .click("#f2 .issue"), .run(unfolded), .click(".actions a[href='#f3']"), .run(unfolded),
      .click("#expand"), .run("String([...document.querySelectorAll('pre')].every((code) => code.checkVisibility()))"),
      .click("label:has([value=low])"), .run(Self.shown))
    #expect(outcome.console.isEmpty)
    let all = "api/a.py:5 api/b.py:7 jobs/c.py:5 jobs/d.py:2"
    #expect(
      outcome.results == [
        "jobs/c.py:5", "#text=JOBS+c.py", all, "", "jobs/d.py:2 jobs/c.py:5 api/b.py:7 api/a.py:5",
        "Locationdescending",
        "#rule=RT004 findings-heading", "", "5    time.sleep(1)", "", "7    time.sleep(2)",
        "7    time.sleep(2) 5    time.sleep(1)", "true", "jobs/d.py:2",
      ])
  }

  @Test("a hostile file name or code line shows as text")
  func hostile() async throws {
    let names = [
      "<script>alert(1)<!--.py", "\"><img src=x onerror=alert(2)>.py", "' onfocus='alert(3).py", "]]>&lt;.py",
      "\"\u{301} autofocus onfocus=alert(4) x=\"\u{301}.py", "<\u{338}b>{{&style}}.py", "`|`.py",
    ]
    let code = """
      import time


      async def refresh():
          time.sleep(len("</script><script>alert(5)</script></pre>]]><img src=x onerror=alert(6)>"))

      """
    let files = Dictionary(uniqueKeysWithValues: names.map { ("app/" + $0, code) })
    let outcome = try await drive(
      files, ["--repository-url", "https://github.com/acme/shop"], .visit(""), .click("#expand"),
      .run("[...document.querySelectorAll('tbody[data-rule]')].map((body) => body.dataset.path).join('\\n')"),
      .run("[...document.querySelectorAll('td.location')].map((cell) => cell.textContent).join('\\n')"),
      .run("[...new Set([...document.querySelectorAll('pre')].map((code) => code.textContent))].join('\\n')"),
      .run("String(document.scripts.length) + document.images.length + document.querySelectorAll('pre b').length"),
      .run(
        "String([...document.querySelectorAll('*')].some((e) => [...e.attributes].some((a) => /^on|autofocus/.test(a.name))))"
      ))
    #expect(outcome.console.isEmpty)
    #expect(Set(outcome.results[0].split(separator: "\n").map(String.init)) == Set(names.map { "app/" + $0 }))
    #expect(Set(outcome.results[1].split(separator: "\n").map(String.init)) == Set(names.map { "app/\($0):5" }))
    #expect(outcome.results[2] == "5    \(code.split(separator: "\n")[2].drop { $0 == " " })\n")
    #expect(outcome.results[3] == "100")
    #expect(outcome.results[4] == "false")
  }

  @Test("long lines, long paths and a long stack make the page no wider than the window")
  func width() async throws {
    let files = [
      "deep/" + String(repeating: "folder_with_a_long_name/", count: 6) + "service.py": """
      import time


      async def refresh():
          time.sleep(len("\(String(repeating: "x", count: 700))"))

      """,
      "requirements.txt": "elasticsearch==8.0\nsqlalchemy\npython-oracledb\nasyncpg\npsycopg2-binary\nmariadb\n",
    ]
    let widths = "`${innerWidth} ${document.documentElement.scrollWidth}`"
    var steps: [Page.Step] = []
    for width in [1280, 480] {
      steps += [.resize(width), .visit(""), .run(widths), .click("#expand"), .run(widths)]
    }
    let outcome = try await drive(files, steps: steps)
    #expect(outcome.console.isEmpty)
    #expect(outcome.results == ["1280 1280", "1280 1280", "480 480", "480 480"])
  }

  @Test("advisory findings wait behind the filter of confidence")
  func advisory() async throws {
    let files = [
      "app/jobs.py": "price = round(amount, 2)\n", "team/rule.yaml": roundingRule + "confidence: low\n",
      "app/service.py": sleepingOnTheLoop,
    ]
    let outcome = try await drive(
      files, ["--rules", "team"], .visit(""), .run(Self.shown), .visit("#confidence=low"), .run(Self.shown),
      .visit("#confidence=any"),
      .run(Self.shown))
    #expect(outcome.console.isEmpty)
    #expect(outcome.results == ["app/service.py:5", "app/jobs.py:1", "app/service.py:5 app/jobs.py:1"])
  }
}
