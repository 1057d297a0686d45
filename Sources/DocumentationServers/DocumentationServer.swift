import Synchronization

/// A server that speaks the Model Context Protocol: the connection, from `initialize` to the end.
package final class DocumentationServer: Sendable {
  /// What one request may take.
  private let limit: Duration
  private let channel: any ServerChannel
  private let requests = Atomic<Int>(0)

  /// The version that is asked for, and those that are understood.
  private static let version = "2025-06-18"
  private static let versions: Set<String> = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"]

  /// A tool of the server, and the names of its arguments.
  package struct Tool: Sendable, Equatable {
    package var name: String
    package var arguments: Set<String>
  }

  private init(channel: any ServerChannel, limit: Duration) {
    self.channel = channel
    self.limit = limit
  }

  /// Starts or calls the server, lets `use` have it, and ends the connection whatever happens.
  package static func with<Value: Sendable>(
    _ spec: ServerSpec, limit: Duration, clientVersion: String,
    _ use: (DocumentationServer) async throws(ServerError) -> Value
  ) async throws(ServerError) -> Value {
    let channel: any ServerChannel
    switch spec.place {
    case .command(let command, let arguments, let environment):
      channel = try ProcessChannel(command: command, arguments: arguments, environment: environment)
    case .address(let address, let headers): channel = WebChannel(address: address, headers: headers)
    }
    let server = DocumentationServer(channel: channel, limit: limit)
    let result: Result<Value, ServerError>
    do throws(ServerError) {
      try await server.initialize(clientVersion)
      result = .success(try await use(server))
    } catch {
      result = .failure(error)
    }
    await channel.close()
    return try result.get()
  }

  private func initialize(_ clientVersion: String) async throws(ServerError) {
    let result = try await ask(
      "initialize",
      [
        "protocolVersion": .string(DocumentationServer.version), "capabilities": [:],
        "clientInfo": ["name": "assay", "version": .string(clientVersion)],
      ], doing: "to the greeting")
    let version = result["protocolVersion"]?.text ?? ""
    guard DocumentationServer.versions.contains(version) else { throw .unknownProtocol(shown(version)) }
    channel.agree(on: version)
    _ = try await channel.send(
      ["jsonrpc": "2.0", "method": "notifications/initialized"], awaiting: nil, doing: "to the greeting", within: limit)
  }

  package func tools() async throws(ServerError) -> [Tool] {
    var tools: [Tool] = []
    var parameters: JSON = [:]
    for _ in 0..<50 {
      let page = try await ask("tools/list", parameters, doing: "about its tools")
      for tool in page["tools"]?.elements ?? [] {
        guard let name = tool["name"]?.text else { continue }
        tools.append(
          Tool(name: name, arguments: Set(tool["inputSchema"]?["properties"]?.members?.keys.map { $0 } ?? [])))
      }
      guard let next = page["nextCursor"]?.text else { break }
      parameters = ["cursor": .string(next)]
    }
    return tools
  }

  /// Calls a tool; its texts, one after the other.
  package func call(_ tool: String, _ arguments: [String: JSON]) async throws(ServerError) -> String {
    let result = try await ask(
      "tools/call", ["name": .string(tool), "arguments": .object(arguments)], doing: "of its tool `\(tool)`")
    let texts = (result["content"]?.elements ?? []).compactMap { part in
      part["text"]?.text ?? part["resource"]?["text"]?.text ?? part["uri"]?.text
    }
    let text = texts.joined(separator: "\n")
    if result["isError"] == .boolean(true) { throw .toolFailed(tool: tool, words: shown(text)) }
    return text
  }

  private func ask(_ method: String, _ parameters: JSON, doing: String) async throws(ServerError) -> JSON {
    let id = requests.add(1, ordering: .relaxed).newValue
    let message: JSON = ["jsonrpc": "2.0", "id": .number(Double(id)), "method": .string(method), "params": parameters]
    let answer: JSON?
    do {
      answer = try await channel.send(message, awaiting: id, doing: doing, within: limit)
    } catch {
      if case .timedOut = error, method != "initialize" {
        // The server may stop working on it; it says nothing to that.
        let news: JSON = [
          "jsonrpc": "2.0", "method": "notifications/cancelled",
          "params": ["requestId": .number(Double(id)), "reason": "it took too long"],
        ]
        _ = try? await channel.send(news, awaiting: nil, doing: doing, within: .seconds(1))
      }
      throw error
    }
    if let error = answer?["error"] {
      throw .refused(doing: "an answer \(doing)", words: shown(error["message"]?.text ?? "it does not say why"))
    }
    guard let result = answer?["result"] else { throw .unreadable(doing: doing, words: "it holds no result") }
    return result
  }
}
