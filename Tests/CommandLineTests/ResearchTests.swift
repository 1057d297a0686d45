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
      #expect(listed.output.hasSuffix("10 practices, 2 researched pages.\n"))
      let json = try await place.assay("practices", "sqlalchemy", "--format", "json")
      let entries = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
      #expect(entries.count { $0["server"] as? String == "context7" } == 2)
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
      ([], 2, "Missing expected argument"),
      (["redis", "--servers", "none.json"], 2, "`none.json` is no list of servers: the file is gone"),
      (["redis", "--servers", "project/mcp.json", "--server", "x"], 2, "no list has a server `x`; there are `evil`"),
      (
        ["redis", "--servers", "project/mcp.json", "--cache", "project/mcp.json"], 2,
        "is not what `assay research` writes"
      ),
    ] as [([String], Int32, String)])
  func nobody(_ arguments: [String], _ status: Int32, _ reason: String) async throws {
    let project = #"{"mcpServers": {"evil": {"command": "touch", "args": ["touched"]}}}"#
    try await inWorkspace(["project/mcp.json": project, ".mcp.json": project, "mcp.json": project]) { place in
      let run = try await place.assay(["research"] + arguments)
      #expect(run.status == status)
      #expect(run.complaint.contains(reason), "\(run.complaint)")
      #expect(try place.names(in: ".") == [".mcp.json", "mcp.json", "project"])
    }
  }
}
