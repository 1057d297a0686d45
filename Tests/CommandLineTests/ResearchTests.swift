import Foundation
import StandInServers
import Testing

@Suite("assay research", .serialized)
struct ResearchTests {
  private func list(_ servers: [String: DocumentationStandIn.Kind]) throws -> String {
    let entries = try servers.mapValues { kind -> [String: Any] in
      let command = try DocumentationStandIn.command(kind)
      return ["command": command[0], "args": Array(command.dropFirst())]
    }
    return String(decoding: try JSONSerialization.data(withJSONObject: ["mcpServers": entries]), as: UTF8.self)
  }

  @Test("what a server of the user's list names is kept and listed with what is built in")
  func kept() async throws {
    try await inWorkspace([".config/assay/mcp.json": list(["context7": .context7])]) { place in
      let run = try await place.assay("research", "sqlalchemy", "--timeout", "300")
      #expect(run.status == 0, "\(run.complaint)")
      #expect(run.output.hasPrefix("sqlalchemy, from `context7`:\n  Sessions and transactions\n    https://docs."))
      #expect(try place.names(in: ".cache/assay") == ["research.json"])
      let listed = try await place.assay("practices", "sqlalchemy")
      #expect(listed.output.contains("KB-SA1 ") && listed.output.contains("sqlalchemy, found by context7 on 20"))
      #expect(listed.output.hasSuffix("19 practices, 2 researched pages.\n"))
      let json = try await place.assay("practices", "sqlalchemy", "--format", "json")
      let entries = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
      #expect(entries.count { $0["server"] as? String == "context7" } == 2)
    }
  }

  private static let shop = [
    "shop/pyproject.toml": """
    [project]
    name = "shop"
    dependencies = ["fastapi", "sqlalchemy[asyncio]==2.0.36", "asyncpg", "redis"]
    [dependency-groups]
    dev = ["flask"]

    """,
    "shop/db.py": "from sqlalchemy.ext.asyncio import create_async_engine\n",
  ]

  @Test("a folder stands for the technologies of the project in it, each asked about once")
  func project() async throws {
    try await inWorkspace(Self.shop.merging([".config/assay/mcp.json": list(["ref": .ref])]) { $1 }) { place in
      let run = try await place.assay("research", "shop", "SQLAlchemy", "./shop", "--timeout", "300")
      #expect(run.status == 0 && run.complaint.isEmpty, "\(run.complaint)")
      let headings = run.output.split(separator: "\n").filter { $0.hasSuffix(", from `ref`:") }
      let names = headings.map { $0.dropLast(", from `ref`:".count) }
      #expect(names.first == "sqlalchemy")
      #expect(names.sorted() == ["asyncio", "asyncpg", "fastapi", "postgresql", "redis", "sqlalchemy"])
      let everywhere = try await place.assay("research", "--cache", "other.json", "--timeout", "300")
      #expect(everywhere.output.split(separator: "\n").count { $0.hasSuffix(", from `ref`:") } == 6)
    }
  }

  @Test("of a project, a technology that nobody has anything on is told and fails nothing")
  func projectWithGaps() async throws {
    let servers = try list(["context7": .context7])
    try await inWorkspace(Self.shop.merging([".config/assay/mcp.json": servers]) { $1 }) { place in
      let run = try await place.assay("research", "shop", "--timeout", "300")
      #expect(run.status == 0)
      #expect(run.complaint == "note: no server had anything on redis; what `assay practices` lists on it serves\n")
      let named = try await place.assay("research", "shop", "redis", "--timeout", "300")
      #expect(named.status == 2 && named.complaint.contains("no server had anything on redis"))
      try place.write("{", to: "shop/package.json")
      let broken = try await place.assay("research", "shop", "--timeout", "300")
      #expect(broken.status == 2 && broken.output.contains("sqlalchemy, from `context7`"))
      #expect(broken.complaint.contains("note: package.json: not valid JSON"))
    }
  }

  @Test("`--offline` asks nobody, and says what serves")
  func offline() async throws {
    try await inWorkspace(Self.shop) { place in
      let run = try await place.assay("research", "shop", "--offline")
      #expect(run.status == 0 && run.output == "Nobody was asked; what `assay practices` lists serves.\n")
    }
  }

  private static let kept = """
    {"format": 1, "research": {
      "sqlalchemy": {"date": "2026-03-04", "server": "wiki", "pages": [
        {"title": "Sessions", "url": "https://wiki.example.org/s", "excerpt": "Keep them short."},
        {"title": "Pools", "url": "https://wiki.example.org/p", "excerpt": ""}]},
      "django": {"date": "2026-03-05", "server": "wiki", "pages": [
        {"title": "Atomic", "url": "https://wiki.example.org/a", "excerpt": "x"}]}}}

    """

  @Test("what is kept on the project's technologies joins its best practices, dated and with its address")
  func bestPractices() async throws {
    try await inWorkspace(Self.shop.merging(["kept.json": Self.kept]) { $1 }) { place in
      let run = try await place.assay("discover", "shop", "--cache", "kept.json")
      #expect(run.status == 0)
      let practices = try ParsedReport(run.output).objects("best_practices")
      #expect(Set(practices.map { $0.keys.sorted() }).count == 1)
      let builtIn = practices.filter { $0["server"] is NSNull && $0["date"] is NSNull }
      #expect(builtIn.count > 5 && practices.prefix(builtIn.count).allSatisfy { $0["server"] is NSNull })
      let found = practices.dropFirst(builtIn.count)
      #expect(found.map { $0["url"] as? String } == ["https://wiki.example.org/s", "https://wiki.example.org/p"])
      #expect(found.map { $0["text"] as? String } == ["Keep them short.", "Pools"])
      #expect(found.allSatisfy { $0["server"] as? String == "wiki" && $0["date"] as? String == "2026-03-04" })

      let text = try await place.assay("discover", "shop", "--cache", "kept.json", "--format", "text")
      let summary = "\(builtIn.count) built in, 2 pages found on 2026-03-04"
      #expect(text.output.contains("\nBest practices\n  \(summary)  `assay practices` lists them\n"))
      let report = try await place.assay("run", "shop", "--cache", "kept.json", "--format", "markdown")
      #expect(report.output.contains("| Best practices | \(summary) |"))
      let without = try await place.assay("run", "shop", "--format", "markdown")
      #expect(without.output.contains("| Best practices | \(builtIn.count) built in |"))
      let listed = try await place.assay("practices", "django", "--cache", "kept.json")
      #expect(listed.output.contains("django, found by wiki on 2026-03-05\n  Atomic\n"))
    }
  }

  @Test("a file of research that cannot be used is a problem of the answer, and the rest is told")
  func brokenCache() async throws {
    try await inWorkspace(Self.shop.merging([".cache/assay/research.json": "[]"]) { $1 }) { place in
      for arguments in [["discover", "shop", "--format", "text"], ["run", "shop", "--format", "markdown"]] {
        let run = try await place.assay(arguments)
        #expect(run.status == 2, "\(arguments)")
        let words = run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("cannot be used: it is not what `assay research` writes; delete it"))
        #expect(words.contains("SQLAlchemy"))
      }
      // Nobody asks for practices here.
      #expect(try await place.assay("run", "shop").status == 0)
    }
  }

  @Test("a server that fails is told, the next one is asked, and what was kept before stays")
  func fallback() async throws {
    try await inWorkspace(["mcp.json": list(["a-faulty": .faulty, "b-ref": .ref])]) { place in
      let arguments = ["--servers", "mcp.json", "--cache", "kept.json", "--timeout", "300"]
      let run = try await place.assay(["research", "celery", "prisma", "sqlalchemy"] + arguments)
      #expect(run.status == 0)
      #expect(run.complaint.contains("note: server `a-faulty` on celery: its tool `resolve-library-id` failed"))
      #expect(run.complaint.contains("note: server `a-faulty` on prisma: it ended with status 3: out of memory"))
      #expect(run.output.contains("celery, from `b-ref`:"))
      let before = try place.read("kept.json")
      let failed = try await place.assay(["research", "prisma", "--server", "a-faulty"] + arguments)
      #expect(failed.status == 2)
      #expect(failed.complaint.contains("no server had anything on prisma"))
      #expect(try place.read("kept.json") == before)
    }
  }

  @Test(
    "without a list or with a wrong word, nobody is asked",
    arguments: [
      (["redis"], 2, "no documentation server is configured in"),
      (["rediss"], 2, "nothing is known about `rediss`; did you mean `redis`?"),
      ([], 2, "no technology was found in `.`; name what to ask about, such as `assay research sqlalchemy`"),
      (["project"], 2, "no technology was found in `project`"),
      (["./nowhere"], 2, "there is no folder `./nowhere`; name a project's folder, or technologies such as"),
      (["nowhere"], 2, "nothing is known about `nowhere`"),
      (["redis", "--servers", "none.json"], 2, "`none.json` is no list of servers: the file is gone"),
      (
        ["redis", "--servers", "project/half.json"], 2,
        "Error: `project/half.json` is no list of servers: it is not JSON"
      ),
      (["redis", "--servers", "project/mcp.json", "--server", "x"], 2, "no list has a server `x`; there are `evil`"),
      (
        ["redis", "--servers", "project/mcp.json", "--cache", "project/mcp.json"], 2,
        "is not what `assay research` writes"
      ),
    ] as [([String], Int32, String)])
  func nobody(_ arguments: [String], _ status: Int32, _ reason: String) async throws {
    let project = #"{"mcpServers": {"evil": {"command": "touch", "args": ["touched"]}}}"#
    try await inWorkspace([
      "project/mcp.json": project, "project/half.json": "{", ".mcp.json": project, "mcp.json": project,
    ]) { place in
      let run = try await place.assay(["research"] + arguments)
      #expect(run.status == status)
      #expect(run.complaint.contains(reason), "\(run.complaint)")
      #expect(try place.names(in: ".") == [".mcp.json", "mcp.json", "project"])
    }
  }
}
