import StandInServers
import Testing
import WebRequests

@testable import DocumentationServers

@Suite("Documentation servers", .serialized)
struct ServerTests {
  private let sqlalchemy = ResearchSubject(name: "sqlalchemy", title: "SQLAlchemy")

  private func spec(_ kind: DocumentationStandIn.Kind) throws -> ServerSpec {
    let command = try DocumentationStandIn.command(kind)
    return shell(command[0], Array(command.dropFirst()))
  }

  private func shell(_ command: String, _ arguments: [String]) -> ServerSpec {
    ServerSpec(name: "test", place: .command(command, arguments: arguments, environment: [:]))
  }

  private func research(
    _ spec: ServerSpec, _ title: String = "SQLAlchemy", limit: Duration = .seconds(300)
  ) async throws(ServerError) -> [ResearchedPage] {
    try await DocumentationServer.with(spec, limit: limit, clientVersion: "1.2.3") { server throws(ServerError) in
      let recipe = try ResearchRecipe(spec, tools: try await server.tools())
      return try await server.research(ResearchSubject(name: "x", title: title), by: recipe)
    }
  }

  private let found = [
    ResearchedPage(
      title: "Sessions and transactions", url: "https://docs.example.org/acme/sqlalchemy/sessions",
      excerpt: "Keep transactions short. A session belongs to one task."),
    ResearchedPage(
      title: "Connection pooling", url: "https://docs.example.org/acme/sqlalchemy/pooling",
      excerpt: "Pings before use: <script>alert(1)</script>"),
  ]

  @Test("the tools of Context7 resolve a library and read its documentation, past what the server prints besides")
  func context7() async throws {
    #expect(try await research(spec(.context7)) == found)
    // Its newer tools have other names.
    #expect(try await research(spec(.faulty)) == found)
    #expect(try await research(spec(.context7), "Redis") == [])
  }

  @Test("a server behind an address gives the same, with streams of events and without", arguments: [true, false])
  func web(_ answersWithJSON: Bool) async throws {
    let server = try DocumentationStandIn(.context7, answersWithJSON: answersWithJSON)
    let spec = ServerSpec(name: "test", place: .address(server.address, headers: ["X-Key": "1"]))
    #expect(try await research(spec) == found)
    // A second connection is a session of its own.
    #expect(try await research(spec) == found)
  }

  @Test("the tools of Ref search, and read the first pages; a page that cannot be read stays a page")
  func ref() async throws {
    let pages = try await research(spec(.ref))
    #expect(pages.map(\.title) == (1...5).map { "SQLAlchemy page \($0)" })
    #expect(pages[0].excerpt == "# Page The text of https://ref.example.org/1")
    #expect(pages[1].excerpt.isEmpty && pages[3].excerpt.isEmpty)
  }

  @Test("an entry says which tools of any other server to use; without that, its tools are told")
  func custom() async throws {
    var spec = try spec(.custom)
    spec.search = ServerSpec.Tool(name: "look_up", argument: "words")
    #expect(
      try await research(spec) == [ResearchedPage(title: "About it", url: "https://wiki.example.org/it", excerpt: "")])
    let other = try self.spec(.other)
    await #expect(throws: ServerError.noKnownTools(["add"])) { try await research(other) }
  }

  @Test("a tool that fails, one that dies and one that is slow are told apart", .timeLimit(.minutes(5)))
  func faults() async throws {
    let spec = try spec(.faulty)
    do {
      _ = try await research(spec, "Celery")
      Issue.record("no failure")
    } catch {
      guard case .toolFailed("resolve-library-id", _) = error else { Issue.record("\(error)"); return }
    }
    await #expect(throws: ServerError.ended(status: 3, words: "out of memory")) { try await research(spec, "Prisma") }
    let late = ServerError.timedOut(doing: "of its tool `resolve-library-id`", limit: .seconds(20))
    await #expect(throws: late) { try await research(spec, "Redis", limit: .seconds(20)) }
  }

  @Test("after an answer that took too long, the connection serves on")
  func afterTimeout() async throws {
    let spec = try spec(.faulty)
    let pages = try await DocumentationServer.with(spec, limit: .seconds(20), clientVersion: "1") {
      server throws(ServerError) in
      let recipe = try ResearchRecipe(spec, tools: try await server.tools())
      let slow = ResearchSubject(name: "redis", title: "Redis")
      do throws(ServerError) {
        _ = try await server.research(slow, by: recipe)
      } catch {}
      return try await server.research(sqlalchemy, by: recipe)
    }
    #expect(pages == found)
  }

  @Test("a cancelled task gives its request up", .timeLimit(.minutes(5)))
  func cancellation() async throws {
    let spec = shell("sh", ["-c", "cat > /dev/null"])
    let task = Task { () -> ServerError? in
      do throws(ServerError) {
        _ = try await research(spec)
        return nil
      } catch {
        return error
      }
    }
    try await Task.sleep(for: .milliseconds(300))
    task.cancel()
    #expect(await task.value == .cancelled)
  }

  @Test("programs that are no such servers are told as what they are", .timeLimit(.minutes(5)))
  func strangers() async throws {
    func failure(_ spec: ServerSpec, limit: Duration = .seconds(300)) async -> ServerError? {
      do throws(ServerError) {
        _ = try await research(spec, limit: limit)
        return nil
      } catch {
        return error
      }
    }
    guard case .notStarted("no-such-program", _) = await failure(shell("no-such-program", [])) else {
      Issue.record("started"); return
    }
    #expect(await failure(shell("sh", ["-c", "echo broken >&2; exit 4"])) == .ended(status: 4, words: "broken"))
    #expect(await failure(shell("sh", ["-c", "yes noise"]), limit: .seconds(2)) != nil)
    #expect(
      await failure(shell("sleep", ["600"]), limit: .seconds(2))
        == .timedOut(doing: "to the greeting", limit: .seconds(2)))
    let old = #"{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"1999-01-01"}}"#
    #expect(await failure(shell("sh", ["-c", "read x; echo '\(old)'; cat"])) == .unknownProtocol("1999-01-01"))
    let linear = try FakeLinear()
    let elsewhere = ServerSpec(name: "x", place: .address(linear.address, headers: [:]))
    #expect(await failure(elsewhere) != nil)
  }

  @Test("questions of a server are answered: a ping with a result, others with a refusal")
  func questions() {
    guard case .question(let pong) = ServerMessage(["jsonrpc": "2.0", "id": "a", "method": "ping"], awaiting: 1),
      case .question(let no) = ServerMessage(["id": 1, "method": "roots/list"], awaiting: 1),
      case .other = ServerMessage(["method": "notifications/message"], awaiting: 1),
      case .other = ServerMessage(["id": 2, "result": [:]], awaiting: 1),
      case .answer = ServerMessage(["id": 1, "result": [:]], awaiting: 1)
    else { Issue.record("a message was taken for another"); return }
    #expect(pong == ["jsonrpc": "2.0", "id": "a", "result": [:]])
    #expect(no["error"]?["code"] == -32601)
  }
}
