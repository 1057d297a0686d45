import WebRequests

extension LinearError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .keyMissing:
      "there is no key for Linear; put one into the environment variable LINEAR_API_KEY (Linear: Settings, "
        + "Security & access, Personal API keys)"
    case .keyUnusable:
      "LINEAR_API_KEY holds blanks, line breaks or other characters that no key has; set it again"
    case .endpointRefused(let address):
      "ASSAY_LINEAR_URL is `\(withoutUser(address))`; name an address that begins with https:// (http:// only for this machine "
        + "itself), without a user in it"
    case .unanswered(let host, let error, let attempts):
      "no usable answer from \(host)\(after(attempts)): \(error)"
    case .keyRefused(let words):
      "Linear does not accept the key in LINEAR_API_KEY\(colon(words)); check that it is whole, not revoked, and may "
        + "write issues"
    case .rateLimited(let wait, let attempts):
      "Linear's limit of requests is used up\(after(attempts)); try again "
        + (wait.map { $0 < 120 ? "in \($0) s" : "in \(($0 + 59) / 60) min" } ?? "later")
    case .serverFailed(let host, let status, let words, let attempts):
      "\(host) failed with status \(status)\(after(attempts))\(colon(words)); try again later"
    case .unreadable(let host, let status, let words):
      "\(host) answered with status \(status) and nothing that Linear would say\(colon(words)); check ASSAY_LINEAR_URL "
        + "and the network's proxy"
    case .refused(let doing, let reasons):
      "Linear refused \(doing)\(colon(reasons.joined(separator: "; ")))"
    case .endlessList(let what):
      "Linear's list of \(what) has no end; name the one you mean by its UUID"
    case .teamUntold(let places):
      "no team is named; give one with --team, in a table with a row `Team ID`, `Team UUID` or `Team Key` in "
        + list(places, or: "`\(boardPath)`") + ", or as `linear: {team: …}` in `.assay.yaml`"
    case .teamUnknown(let name, let origin, let candidates):
      "Linear knows no team `\(name)` (named by \(origin)); the key sees \(list(candidates, or: "none"))"
    case .teamAmbiguous(let name, let origin, let candidates):
      "several teams are called `\(name)` (named by \(origin)): \(list(candidates, or: "")); name one by its key"
    case .projectUntold(let team, let candidates):
      "no project of team \(team) has a name that begins with `Epic 0`; name one with --project: "
        + list(candidates, or: "the team has none yet, so create one first")
    case .projectUnknown(let name, let team, let candidates):
      "team \(team) has no project `\(name)`; it has \(list(candidates, or: "none"))"
    case .projectAmbiguous(let name, let candidates):
      "several projects could be `\(name)`; name one of them with --project: \(list(candidates, or: ""))"
    case .boardUnreadable(let path, let reason):
      "cannot read `\(path)`: \(reason); mend it, or name the team with --team"
    }
  }

  private func after(_ attempts: Int) -> String { attempts > 1 ? " after \(attempts) attempts" : "" }

  /// A password may stand before the `@`.
  private func withoutUser(_ address: String) -> String {
    address.lastIndex(of: "@").map { "…" + address[$0...] } ?? address
  }

  private func colon(_ words: String) -> String { words.isEmpty ? "" : ": \(words)" }

  private func list(_ items: [String], or otherwise: String) -> String {
    if items.isEmpty { return otherwise }
    let shown = items.prefix(20).map { "`\($0)`" }.joined(separator: ", ")
    return items.count > 20 ? "\(shown) and \(items.count - 20) more" : shown
  }
}
