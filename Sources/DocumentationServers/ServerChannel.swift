/// The way to one server: its standard streams, or HTTP.
protocol ServerChannel: Sendable {
  /// Sends a message; for a request, waits for the message that answers it. What else comes meanwhile is noise, news,
  /// or a question of the server, which is answered.
  ///
  /// - Parameter id: that of the request; `nil` for a message that nobody answers.
  func send(
    _ message: JSON, awaiting id: Int?, doing: String, within limit: Duration
  ) async throws(ServerError) -> JSON?

  /// What was agreed on when the connection began.
  func agree(on version: String)

  func close() async
}

/// What a message that comes from a server is.
enum ServerMessage {
  case answer
  /// A question, and what to reply.
  case question(reply: JSON)
  case other

  init(_ message: JSON, awaiting id: Int?) {
    if message["method"]?.text != nil {
      guard let asked = message["id"], asked != .null else {
        self = .other
        return
      }
      if message["method"]?.text == "ping" {
        self = .question(reply: ["jsonrpc": "2.0", "id": asked, "result": [:]])
      } else {
        let refusal: JSON = ["code": -32601, "message": "not offered by this client"]
        self = .question(reply: ["jsonrpc": "2.0", "id": asked, "error": refusal])
      }
    } else if let id, message["id"] == .number(Double(id)), message["result"] != nil || message["error"] != nil {
      self = .answer
    } else {
      self = .other
    }
  }
}

/// The most bytes that a server may say before it answers.
let talkLimit = 32 << 20
