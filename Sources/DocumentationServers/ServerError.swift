package import WebRequests

/// Why a server gave nothing. Its own words come on one line and not too long.
package enum ServerError: Error, Sendable, Equatable, CustomStringConvertible {
  case notStarted(command: String, reason: String)
  /// The process ended; `words` are its last ones on standard error.
  case ended(status: Int32, words: String)
  case timedOut(doing: String, limit: Duration)
  case unanswered(WebError)
  case badStatus(Int, words: String)
  /// It said something that is no answer.
  case unreadable(doing: String, words: String)
  case refused(doing: String, words: String)
  case toolFailed(tool: String, words: String)
  case unknownProtocol(String)
  /// None of its tools is one that Assay knows how to use.
  case noKnownTools([String])
  case tooTalkative(limit: Int)
  case cancelled

  package var description: String {
    switch self {
    case .notStarted(let command, let reason): "`\(command)` cannot be started: \(reason)"
    case .ended(let status, let words): "it ended with status \(status)" + (words.isEmpty ? "" : ": \(words)")
    case .timedOut(let doing, let limit): "no answer \(doing) within \(limit.components.seconds) s"
    case .unanswered(let error): "\(error)"
    case .badStatus(401, _), .badStatus(403, _): "it wants another key; check the `headers` of its entry"
    case .badStatus(let status, let words): "it answered with status \(status)" + (words.isEmpty ? "" : ": \(words)")
    case .unreadable(let doing, let words): "its answer \(doing) cannot be read: \(words)"
    case .refused(let doing, let words): "it refused \(doing): \(words)"
    case .toolFailed(let tool, let words): "its tool `\(tool)` failed: \(words)"
    case .unknownProtocol(let version): "it speaks version `\(version)` of the protocol, which Assay does not"
    case .noKnownTools(let names):
      "none of its tools is known (\(names.isEmpty ? "it has none" : names.prefix(10).joined(separator: ", "))); say "
        + "which one searches under `documentation` in its entry"
    case .tooTalkative(let limit): "it said more than \(limit) bytes without answering"
    case .cancelled: "given up on request"
    }
  }
}

/// A server's text on one line, of a readable length, without what could command a terminal.
func shown(_ text: String, limit: Int = 300) -> String {
  let visible = text.unicodeScalars.map { scalar -> Character in
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: " "
    default: Character(scalar)
    }
  }
  let line = String(visible).split(separator: " ").joined(separator: " ")
  return line.count > limit ? line.prefix(limit) + "…" : line
}
