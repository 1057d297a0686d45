import Foundation

/// A server as its user configured it.
package struct ServerSpec: Sendable, Equatable {
  package enum Place: Sendable, Equatable {
    /// A program to start, spoken to over its standard streams.
    case command(String, arguments: [String], environment: [String: String])
    case address(String, headers: [String: String])
  }

  /// A tool, and the name of its argument.
  package struct Tool: Sendable, Equatable {
    package var name: String
    package var argument: String
  }

  package var name: String
  package var place: Place
  /// Which tools to use, where Assay does not know them.
  package var search: Tool?
  package var read: Tool?
}

/// Why a list of servers cannot be used.
package enum ServerListError: Error, Sendable, Equatable, CustomStringConvertible {
  case notJSON(file: String)
  case noServers(file: String)
  /// `place` is the way through the keys: `mcpServers.context7.args`.
  case wrongValue(file: String, place: String, reason: String)
  case unsetVariable(file: String, place: String, variable: String)

  package var description: String {
    switch self {
    case .notJSON(let file): "`\(file)` is no list of servers: it is not JSON"
    case .noServers(let file):
      "`\(file)` is no list of servers: it needs an object `mcpServers` with one entry per server"
    case .wrongValue(let file, let place, let reason): "`\(file)`: `\(place)` \(reason)"
    case .unsetVariable(let file, let place, let variable):
      "`\(file)`: `\(place)` names the environment variable `\(variable)`, which is not set"
    }
  }
}

/// The servers of a file in the shape that programs that speak to such servers share: an object `mcpServers` (or
/// `servers`) with a name for each, `command`, `args` and `env` or `url` and `headers`. `${NAME}` stands for a variable
/// of the environment, `${NAME:-else}` gives it a value where it has none. `documentation` tells Assay which tools to
/// use: `{"search": {"tool": …, "argument": …}, "read": {"tool": …, "argument": …}}`.
///
/// - Parameter file: for errors.
package func serverList(
  _ json: [UInt8], file: String, environment: [String: String]
) throws(ServerListError) -> [ServerSpec] {
  guard let whole = JSON(json) else { throw .notJSON(file: file) }
  guard
    let (key, list) = ["mcpServers", "servers"].lazy.compactMap({ key in whole[key]?.members.map { (key, $0) } }).first
  else { throw .noServers(file: file) }
  var servers: [ServerSpec] = []
  for (name, entry) in list.sorted(by: { $0.key < $1.key }) {
    let reading = EntryReading(file: file, place: "\(key).\(name)", environment: environment)
    if entry["disabled"] == .boolean(true) { continue }
    servers.append(try reading.server(name, entry))
  }
  return servers
}

private struct EntryReading {
  let file: String
  let place: String
  let environment: [String: String]

  func server(_ name: String, _ entry: JSON) throws(ServerListError) -> ServerSpec {
    guard entry.members != nil else { throw wrong("", "is no object") }
    let place: ServerSpec.Place
    if let command = entry["command"] {
      place = .command(
        try text(command, ".command"), arguments: try texts(entry["args"]), environment: try texts(entry["env"], ".env")
      )
    } else if let url = entry["url"] {
      let address = try text(url, ".url")
      let headers = try texts(entry["headers"], ".headers")
      guard isSafe(address, headers) else {
        throw wrong(".url", "must begin with https://, or with http:// for this machine itself or without headers")
      }
      place = .address(address, headers: headers)
    } else {
      throw wrong("", "needs a `command` or a `url`")
    }
    let documentation = entry["documentation"]
    return ServerSpec(
      name: name, place: place, search: try tool(documentation, "search"), read: try tool(documentation, "read"))
  }

  private func isSafe(_ address: String, _ headers: [String: String]) -> Bool {
    guard let parts = URLComponents(string: address), let host = parts.host, !host.isEmpty else { return false }
    let isLoopback = ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host.lowercased())
    switch parts.scheme?.lowercased() {
    case "https": return true
    case "http": return isLoopback || headers.isEmpty
    default: return false
    }
  }

  private func tool(_ documentation: JSON?, _ key: String) throws(ServerListError) -> ServerSpec.Tool? {
    guard let entry = documentation?[key] else { return nil }
    guard let name = entry["tool"]?.text, let argument = entry["argument"]?.text else {
      throw wrong(".documentation.\(key)", "needs the texts `tool` and `argument`")
    }
    return ServerSpec.Tool(name: name, argument: argument)
  }

  private func texts(_ value: JSON?) throws(ServerListError) -> [String] {
    guard let value else { return [] }
    guard let elements = value.elements else { throw wrong(".args", "is no list") }
    var result: [String] = []
    for element in elements { result.append(try text(element, ".args")) }
    return result
  }

  private func texts(_ value: JSON?, _ key: String) throws(ServerListError) -> [String: String] {
    guard let value else { return [:] }
    guard let members = value.members else { throw wrong(key, "is no object") }
    var result: [String: String] = [:]
    for (name, member) in members { result[name] = try text(member, "\(key).\(name)") }
    return result
  }

  private func text(_ value: JSON, _ key: String) throws(ServerListError) -> String {
    guard var rest = value.text.map({ $0[...] }) else { throw wrong(key, "is no text") }
    var result = ""
    while let start = rest.range(of: "${"), let end = rest[start.upperBound...].firstIndex(of: "}") {
      let inner = rest[start.upperBound..<end]
      let name = inner.range(of: ":-").map { String(inner[..<$0.lowerBound]) } ?? String(inner)
      let otherwise = inner.range(of: ":-").map { String(inner[$0.upperBound...]) }
      guard let found = environment[name].flatMap({ $0.isEmpty ? nil : $0 }) ?? otherwise else {
        throw .unsetVariable(file: file, place: place + key, variable: name)
      }
      result += rest[..<start.lowerBound] + found
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  private func wrong(_ key: String, _ reason: String) -> ServerListError {
    .wrongValue(file: file, place: place + key, reason: reason)
  }
}
