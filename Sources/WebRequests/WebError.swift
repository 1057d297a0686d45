/// Why a request had no whole answer. A `reason` is libcurl's own words.
package enum WebError: Error, Sendable, Equatable, CustomStringConvertible {
  case noLibrary
  case badAddress(reason: String)
  case unknownHost(reason: String)
  case unreachable(reason: String)
  case timedOut
  case untrusted(reason: String)
  /// The server may have carried out the request.
  case lost(reason: String)
  /// In bytes.
  case tooLarge(limit: Int)
  case cancelled
  case failed(reason: String)

  package var description: String {
    switch self {
    case .noLibrary: "libcurl is not installed; install it (Debian and Ubuntu: `apt-get install libcurl4`)"
    case .badAddress(let reason): "the address is not one that can be called: \(reason)"
    case .unknownHost(let reason): "the host is not known (\(reason)); check the network and the name"
    case .unreachable(let reason): "no connection (\(reason)); check the network"
    case .timedOut: "no answer in time"
    case .untrusted(let reason): "no secure connection (\(reason)); check the system's certificates and its clock"
    case .lost(let reason): "the connection was lost (\(reason))"
    case .tooLarge(let limit): "the answer has more than \(limit) bytes"
    case .cancelled: "given up on request"
    case .failed(let reason): "the request failed: \(reason)"
    }
  }
}
