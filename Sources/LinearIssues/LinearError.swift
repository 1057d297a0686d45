package import WebRequests

/// Why nothing was published, or why it is not known to be. Texts of servers come without the key, on one line and not
/// too long.
package enum LinearError: Error, Sendable, Equatable {
  case keyMissing
  /// It holds characters that no key has, such as a line break in its middle.
  case keyUnusable
  case endpointRefused(String)
  case unanswered(host: String, WebError, attempts: Int)
  case keyRefused(words: String)
  /// In seconds from now, when Linear tells.
  case rateLimited(freeIn: Int?, attempts: Int)
  case serverFailed(host: String, status: Int, words: String, attempts: Int)
  case unreadable(host: String, status: Int, words: String)
  /// Linear understood and said no.
  case refused(doing: String, reasons: [String])
  /// More pages of a list than any workspace has.
  case endlessList(String)

  /// The places that were looked at.
  case teamUntold(lookedIn: [String])
  case teamUnknown(String, origin: String, candidates: [String])
  case teamAmbiguous(String, origin: String, candidates: [String])
  case projectUntold(team: String, candidates: [String])
  case projectUnknown(String, team: String, candidates: [String])
  case projectAmbiguous(String, candidates: [String])
  case boardUnreadable(path: String, reason: String)
}
