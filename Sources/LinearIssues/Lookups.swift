/// How names become ids.

/// The most pages that a list may have, 50 entries each.
private let pageLimit = 100

extension LinearConnection {
  private func all<Answer, Node>(
    _ what: String, _ operation: (_ cursor: String?) -> LinearOperation<Answer>, _ page: (Answer) -> Page<Node>
  ) async throws(LinearError) -> (nodes: [Node], last: Answer) {
    var nodes: [Node] = []
    var cursor: String?
    for _ in 0..<pageLimit {
      let answer = try await ask(operation(cursor))
      let page = page(answer)
      nodes += page.nodes
      guard page.pageInfo.hasNextPage, let next = page.pageInfo.endCursor, next != cursor else {
        return (nodes, answer)
      }
      cursor = next
    }
    throw .endlessList(what)
  }

  /// The team's id. Keys go before names, and neither needs its capitals.
  func team(_ reference: TeamReference) async throws(LinearError) -> String {
    if let uuid = reference.uuid { return uuid }
    let teams = try await all("teams", { .teams(after: $0) }, { $0.teams }).nodes
    for name in reference.names {
      let wanted = name.lowercased()
      if let found = teams.first(where: { $0.key.lowercased() == wanted }) { return found.id }
      let named = teams.filter { $0.name.lowercased() == wanted }
      if named.count > 1 {
        throw .teamAmbiguous(name, origin: reference.origin, candidates: named.map(\.title))
      }
      if let found = named.first { return found.id }
    }
    throw .teamUnknown(
      reference.names.first ?? "", origin: reference.origin, candidates: teams.map(\.title).sorted())
  }

  /// The team as Linear knows it, and the project that was named or, without one, the one that begins with `Epic 0`.
  func project(_ named: String?, ofTeam id: String) async throws(LinearError) -> (team: TeamNode, project: Named) {
    let (everyone, answer) = try await all(
      "projects", { .projects(ofTeam: id, after: $0) }, { $0.team.projects })
    let team = TeamNode(id: answer.team.id, key: answer.team.key, name: answer.team.name)
    let projects = everyone.filter { $0.archivedAt == nil && $0.trashed != true }
    let candidates = projects.filter(\.isOpen).map(\.name).sorted()
    let found: [ProjectNode]
    if let named {
      found = projects.filter { $0.isCalled(named) }
      // A UUID may be that of a project that other teams have.
      if found.isEmpty, isUUID(named) { return (team, Named(id: named.lowercased(), name: named)) }
      if found.isEmpty { throw .projectUnknown(named, team: team.title, candidates: candidates) }
    } else {
      found = projects.filter { isEpicZero($0.name) }
      if found.isEmpty { throw .projectUntold(team: team.title, candidates: candidates) }
    }
    let open = found.filter(\.isOpen)
    let choice = open.isEmpty ? found : open
    guard choice.count == 1 else {
      throw .projectAmbiguous(
        named ?? "Epic 0", candidates: choice.map { "\($0.name) (\($0.slugId))" }.sorted())
    }
    return (team, Named(id: choice[0].id, name: choice[0].name))
  }

  func labels(named names: [String]) async throws(LinearError) -> [LabelNode] {
    try await all("labels", { .labels(named: names, after: $0) }, { $0.issueLabels }).nodes
  }
}

/// A thing in Linear that has both.
struct Named: Sendable, Equatable {
  var id: String
  var name: String
}

/// `Epic 0`, `Epic 0: Common tasks`, `epic 0 – …`; not `Epic 01` and not `Epic 0.5`.
func isEpicZero(_ name: String) -> Bool {
  let start = "epic 0"
  guard name.lowercased().hasPrefix(start) else { return false }
  let rest = name.dropFirst(start.count)
  if let next = rest.first, next.isLetter || next.isNumber { return false }
  return !(rest.first == "." && rest.dropFirst().first?.isNumber == true)
}

extension ProjectNode {
  /// By its name, its id, or the address that a browser shows, which ends in its `slugId`.
  fileprivate func isCalled(_ words: String) -> Bool {
    let words = words.lowercased()
    let slug = slugId.lowercased()
    if name.lowercased() == words || id.lowercased() == words || slug == words { return true }
    guard !slug.isEmpty, words.hasPrefix("https://") else { return false }
    return words.split(separator: "/").contains { $0 == slug || $0.hasSuffix("-" + slug) }
  }
}
