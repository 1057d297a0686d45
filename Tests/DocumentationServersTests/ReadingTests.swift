import Testing

@testable import DocumentationServers

@Suite("What is read of servers and their lists")
struct ReadingTests {
  private func list(_ json: String, _ environment: [String: String] = [:]) throws(ServerListError) -> [ServerSpec] {
    try serverList(Array(json.utf8), file: "mcp.json", environment: environment)
  }

  private func failure(_ json: String) -> String? {
    do throws(ServerListError) {
      _ = try list(json)
      return nil
    } catch {
      return error.description
    }
  }

  @Test("the usual list of servers is understood, with variables of the environment")
  func usual() throws {
    let servers = try list(
      """
      {"mcpServers": {
        "context7": {"command": "npx", "args": ["-y", "@upstash/context7-mcp"], "env": {"KEY": "${C7_KEY}"}},
        "ref": {"type": "http", "url": "https://api.ref.example/mcp?k=${REF_KEY:-none}", "headers": {"X": "a${C7_KEY}b"}},
        "off": {"disabled": true, "command": "x"},
        "wiki": {"command": "wiki", "documentation": {"search": {"tool": "find", "argument": "q"}}}
      }}
      """, ["C7_KEY": "secret"])
    #expect(
      servers == [
        ServerSpec(
          name: "context7",
          place: .command("npx", arguments: ["-y", "@upstash/context7-mcp"], environment: ["KEY": "secret"])),
        ServerSpec(name: "ref", place: .address("https://api.ref.example/mcp?k=none", headers: ["X": "asecretb"])),
        ServerSpec(
          name: "wiki", place: .command("wiki", arguments: [], environment: [:]),
          search: ServerSpec.Tool(name: "find", argument: "q")),
      ])
  }

  @Test(
    "a list that is none is told with the place of the fault",
    arguments: [
      ("nothing", "`mcp.json` is no list of servers: it is not JSON"),
      ("[]", "it needs an object `mcpServers` with one entry per server"),
      (#"{"mcpServers": {"a": 1}}"#, "`mcpServers.a` is no object"),
      (#"{"mcpServers": {"a": {}}}"#, "`mcpServers.a` needs a `command` or a `url`"),
      (#"{"mcpServers": {"a": {"command": "x", "args": [1]}}}"#, "`mcpServers.a.args` is no text"),
      (#"{"mcpServers": {"a": {"command": "x", "args": "y"}}}"#, "`mcpServers.a.args` is no list"),
      (
        #"{"mcpServers": {"a": {"command": "${NOT_SET}"}}}"#,
        "names the environment variable `NOT_SET`, which is not set"
      ),
      (#"{"mcpServers": {"a": {"url": "file:///etc/passwd"}}}"#, "`mcpServers.a.url` must begin with https://"),
      (
        #"{"servers": {"a": {"url": "http://far.example/", "headers": {"K": "v"}}}}"#, "`servers.a.url` must begin with"
      ),
      (
        #"{"mcpServers": {"a": {"command": "x", "documentation": {"search": {"tool": "t"}}}}}"#,
        "`mcpServers.a.documentation.search` needs the texts `tool` and `argument`"
      ),
    ])
  func faults(_ json: String, _ reason: String) {
    #expect(failure(json)?.contains(reason) == true, "\(failure(json) ?? "no failure")")
  }

  @Test("a library's id is found in prose, and paths and addresses are none")
  func libraries() {
    #expect(libraryID(in: "- ID: /django/django\n- ID: /other/x") == "/django/django")
    #expect(libraryID(in: "use `/websites/www.postgresql.org/docs`.") == "/websites/www.postgresql.org/docs")
    #expect(libraryID(in: "see https://x.org/a/b, or a/b, or /one") == nil)
  }

  @Test("pages are taken from links, headings and bare addresses, each once and never without bound")
  func pagesInText() {
    let text = """
      # Guide
      See [the manual](https://docs.example.org/manual), and https://docs.example.org/faq.
      Again: https://docs.example.org/manual
      {"title": "Pools", "x": 1}
      {"url": "https://docs.example.org/pools"}
      """
    #expect(pages(in: text).map(\.title) == ["the manual", "Guide", "Pools"])
    #expect(
      pages(in: text).map(\.url) == [
        "https://docs.example.org/manual", "https://docs.example.org/faq", "https://docs.example.org/pools",
      ])
    let many = (0..<1000).map { "https://docs.example.org/\($0)" }.joined(separator: "\n")
    #expect(pages(in: many).count == 8)
    #expect(pages(in: "https:// http://docs.example.org \u{1B}[31m").isEmpty)
  }

  @Test("text of servers cannot command a terminal")
  func control() {
    let page = pages(in: "# A\u{1B}[31mB\u{202E}\nhttps://docs.example.org/a\nbody\u{7}")[0]
    #expect(page.title == "A [31mB" && page.excerpt == "body")
  }

  @Test("the cache comes back as it was written; other files are told")
  func cache() throws {
    var cache = ResearchCache()
    cache.research["redis"] = ResearchCache.Entry(
      date: "2026-11-22", server: "ref",
      pages: [ResearchedPage(title: "\"T\"\n名", url: "https://docs.example.org/", excerpt: "e")])
    #expect(try ResearchCache(json: cache.json) == cache)
    for text in ["", "[]", #"{"format": 1}"#, #"{"format": 1, "research": 3}"#] {
      #expect(throws: ResearchCache.Fault.foreign) { try ResearchCache(json: Array(text.utf8)) }
    }
    #expect(throws: ResearchCache.Fault.newer) {
      try ResearchCache(json: Array(#"{"format": 2, "research": {}}"#.utf8))
    }
  }
}
