import Synchronization
import WebRequests

/// A server behind an address: each message is a request of its own, answered with a message or with a stream of events
/// among which the answer is.
final class WebChannel: ServerChannel {
  private struct Agreed {
    var session: String?
    var version: String?
  }

  private let address: String
  private let headers: [String: String]
  private let agreed = Mutex(Agreed())

  init(address: String, headers: [String: String]) {
    self.address = address
    self.headers = headers
  }

  func agree(on version: String) { agreed.withLock { $0.version = version } }

  func send(
    _ message: JSON, awaiting id: Int?, doing: String, within limit: Duration
  ) async throws(ServerError) -> JSON? {
    let heard = HeardEvents()
    let request = request("POST", message, within: limit)
    let answer: WebAnswer
    do {
      answer = try await perform(request) { head, part in
        guard head.isStream else { return heard.keep(part) }
        for event in heard.events(after: part) {
          guard let event = JSON(event) else { continue }
          switch ServerMessage(event, awaiting: id) {
          case .answer:
            heard.take(event)
            return false
          case .question(let reply): self.reply(reply, within: limit)
          case .other: break
          }
        }
        return true
      }
    } catch {
      switch error {
      case .timedOut: throw .timedOut(doing: doing, limit: limit)
      case .tooLarge(let limit): throw .tooTalkative(limit: limit)
      case .cancelled: throw .cancelled
      default: throw .unanswered(error)
      }
    }
    if let session = answer.header("Mcp-Session-Id") { agreed.withLock { $0.session = session } }
    guard let id else { return nil }
    if let message = heard.answer { return message }
    let body = heard.kept
    let words = shown(String(decoding: body.prefix(2000), as: UTF8.self))
    let messages = JSON(body).map { $0.elements ?? [$0] } ?? []
    for message in messages {
      if case .answer = ServerMessage(message, awaiting: id) { return message }
    }
    guard (200..<300).contains(answer.status) else { throw .badStatus(answer.status, words: words) }
    throw .unreadable(doing: doing, words: words.isEmpty ? "it is empty" : words)
  }

  /// Answers a question of the server while its answer to us is on the way.
  private func reply(_ message: JSON, within limit: Duration) {
    let request = request("POST", message, within: limit)
    Task { _ = try? await perform(request) }
  }

  private func request(_ method: String, _ message: JSON?, within limit: Duration) -> WebRequest {
    let agreed = agreed.withLock { $0 }
    var lines = headers.sorted { $0.key < $1.key }.map { WebHeader($0.key, $0.value) }
    lines.append(WebHeader("Accept", "application/json, text/event-stream"))
    lines.append(WebHeader("User-Agent", "assay"))
    if message != nil { lines.append(WebHeader("Content-Type", "application/json")) }
    if let session = agreed.session { lines.append(WebHeader("Mcp-Session-Id", session)) }
    if let version = agreed.version { lines.append(WebHeader("MCP-Protocol-Version", version)) }
    return WebRequest(
      address, method: method, headers: lines, body: message?.bytes, timeLimit: limit, sizeLimit: talkLimit,
      mayUseProxy: !["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { address.hasPrefix($0) })
  }

  /// Tells the server to forget the session; whether it does is its own affair.
  func close() async {
    guard agreed.withLock({ $0.session }) != nil else { return }
    _ = try? await perform(request("DELETE", nil, within: .seconds(3)))
  }
}

extension WebAnswer {
  fileprivate var isStream: Bool {
    (200..<300).contains(status) && header("Content-Type")?.lowercased().hasPrefix("text/event-stream") == true
  }
}

/// What came of one answer so far.
private final class HeardEvents: Sendable {
  private struct State {
    var bytes: [UInt8] = []
    /// Where the lines begin that were not looked at yet.
    var data: [UInt8] = []
    var answer: JSON?
  }

  private let state = Mutex(State())

  var kept: [UInt8] { state.withLock { $0.bytes } }
  var answer: JSON? { state.withLock { $0.answer } }

  func keep(_ part: [UInt8]) -> Bool {
    state.withLock { $0.bytes += part }
    return true
  }

  func take(_ answer: JSON) { state.withLock { $0.answer = answer } }

  /// The data of the events that are whole now. An event ends with an empty line; its data are the `data:` lines.
  func events(after part: [UInt8]) -> [[UInt8]] {
    state.withLock { state in
      state.bytes += part
      var events: [[UInt8]] = []
      while let end = state.bytes.firstIndex(of: 0x0A) {
        var line = Array(state.bytes[..<end])
        state.bytes.removeSubrange(...end)
        if line.last == 0x0D { line.removeLast() }
        if line.isEmpty {
          if !state.data.isEmpty { events.append(state.data) }
          state.data = []
        } else if line.starts(with: "data:".utf8) {
          let value = line.dropFirst(5)
          if !state.data.isEmpty { state.data.append(0x0A) }
          state.data += value.first == 0x20 ? value.dropFirst() : value
        }
      }
      return events
    }
  }
}
