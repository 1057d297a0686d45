import Testing

@testable import WebRequests

@Suite("Requests that reach nobody")
struct WebErrorTests {
  @Test("an address of another protocol is refused before anything is sent")
  func otherProtocol() async {
    await #expect(throws: WebError.self) { try await perform(WebRequest("file:///etc/hostname")) }
  }

  @Test("a header with a line break is refused, since it would be two headers")
  func headerInjection() async {
    let request = WebRequest("http://127.0.0.1:9/", headers: [WebHeader("X-A", "1\r\nX-B: 2")])
    await #expect(
      throws: WebError.badAddress(reason: "a header or the address holds a line break or a zero byte")
    ) { try await perform(request) }
  }

  @Test("a port that nobody listens on is told as unreachable")
  func closedPort() async {
    do {
      _ = try await perform(WebRequest("http://127.0.0.1:1/", mayUseProxy: false))
      Issue.record("an answer came from nowhere")
    } catch {
      guard case .unreachable = error else { Issue.record("\(error)"); return }
    }
  }

  @Test("header names are found whatever their case")
  func headerNames() {
    let answer = WebAnswer(status: 200, headers: [WebHeader("Retry-After", "3")], body: [])
    #expect(answer.header("retry-after") == "3")
    #expect(answer.header("Retry") == nil)
  }
}
