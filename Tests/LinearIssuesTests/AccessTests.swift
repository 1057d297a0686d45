import Testing

@testable import LinearIssues

@Suite("The way to Linear")
struct AccessTests {
  @Test("the key shows in nothing that is printed")
  func secrecy() throws {
    let key = try LinearKey(environment: ["LINEAR_API_KEY": " lin_api_secret\n"])
    var dumped = ""
    dump(key, to: &dumped)
    dump(["key": key], to: &dumped)
    for text in ["\(key)", String(reflecting: key), dumped, "\(["key": key])"] {
      #expect(!text.contains("secret"), "\(text)")
    }
    #expect(key.authorization == "lin_api_secret")
    #expect(key.removed(from: "bad key lin_api_secret!") == "bad key [key]!")
  }

  @Test("a token of OAuth says what it is")
  func token() throws {
    #expect(try LinearKey(environment: ["LINEAR_API_KEY": "lin_oauth_1"]).authorization == "Bearer lin_oauth_1")
  }

  @Test("no key, or one with a line break in it, is an error")
  func unusable() {
    #expect(throws: LinearError.keyMissing) { try LinearKey(environment: ["LINEAR_API_KEY": " "]) }
    #expect(throws: LinearError.keyUnusable) { try LinearKey(environment: ["LINEAR_API_KEY": "a\nb"]) }
  }

  @Test(
    "the key goes over https, or over http to this machine itself",
    arguments: [
      "https://linear.example/graphql", "http://127.0.0.1:80/graphql", "http://localhost:1/", "http://[::1]:1/",
    ])
  func safe(_ address: String) throws { _ = try LinearEndpoint(address: address) }

  @Test(
    "an endpoint that would show the key to others is refused",
    arguments: [
      "http://linear.example/graphql", "http://127.0.0.1.example.org/", "http://127.0.0.1@example.org/",
      "https://user:password@linear.example/", "ftp://127.0.0.1/", "file:///tmp/x", "linear.example", "",
    ])
  func unsafe(_ address: String) {
    #expect(throws: LinearError.endpointRefused(address)) { try LinearEndpoint(address: address) }
  }

  @Test("ids are of version 4, the same for the same words and no others")
  func ids() {
    let id = stableID("issue", "team", "2026-11-22", "0")
    #expect(isUUID(id))
    #expect(Array(id)[14] == "4" && "89ab".contains(Array(id)[19]))
    #expect(id == stableID("issue", "team", "2026-11-22", "0"))
    let many = (0..<10_000).map { stableID("issue", "team", "2026-11-22", String($0)) }
    #expect(Set(many).count == many.count)
    #expect(stableID("ab", "c") != stableID("a", "bc"))
  }

  @Test(
    "Epic 0 is told from other epics",
    arguments: [
      ("Epic 0", true), ("Epic 0: Common tasks", true), ("EPIC 0 – others", true), ("Epic 0. Others", true),
      ("Epic 01", false), ("Epic 0b", false), ("Epic 0.5", false), ("Epic 1", false), ("The Epic 0", false),
    ])
  func epicZero(_ name: String, _ isIt: Bool) { #expect(isEpicZero(name) == isIt) }
}
