import Foundation

/// The key that opens a workspace. It is handed to Linear and to nobody else: nothing that prints or mirrors this value
/// shows it.
package struct LinearKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The only place that the key is taken from.
  package static let variable = "LINEAR_API_KEY"

  private let secret: String

  package init(environment: [String: String]) throws(LinearError) {
    let found = (environment[LinearKey.variable] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    guard !found.isEmpty else { throw .keyMissing }
    guard found.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) else { throw .keyUnusable }
    secret = found
  }

  /// What the header `Authorization` says: personal keys stand alone, OAuth tokens behind a word.
  var authorization: String { secret.hasPrefix("lin_oauth_") ? "Bearer \(secret)" : secret }

  /// The text without the key: servers and proxies have been seen to repeat what they were sent.
  func removed(from text: String) -> String { text.replacingOccurrences(of: secret, with: "[key]") }

  package var description: String { "[key]" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Where Linear answers.
package struct LinearEndpoint: Sendable, Equatable {
  /// Names another endpoint, such as one that stands in for Linear in a test.
  package static let variable = "ASSAY_LINEAR_URL"

  let address: String
  let host: String
  /// Only to this machine itself may the key go unencrypted, and then past no proxy.
  let isLoopback: Bool

  package init(environment: [String: String]) throws(LinearError) {
    let named = environment[LinearEndpoint.variable] ?? ""
    try self.init(address: named.isEmpty ? "https://api.linear.app/graphql" : named)
  }

  init(address: String) throws(LinearError) {
    guard let parts = URLComponents(string: address), let host = parts.host, !host.isEmpty, parts.user == nil,
      parts.password == nil
    else { throw .endpointRefused(address) }
    isLoopback = ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host.lowercased())
    let scheme = parts.scheme?.lowercased()
    guard scheme == "https" || (scheme == "http" && isLoopback) else { throw .endpointRefused(address) }
    self.address = address
    self.host = host
  }
}
