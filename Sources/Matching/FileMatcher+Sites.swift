import SourceScan
import Vocabulary

/// Finds the sites of nodes that conditions ask for.
extension FileMatcher {
  /// The first site of a node in a range of tokens that passes a test; with `function`, only such as stand directly in
  /// that function.
  func firstSite(
    _ node: CompiledNode, in range: Range<UInt32>, of function: Int?, starting captures: [Capture], outer: Site?,
    where passes: (FileMatcher, Site) -> Bool
  ) -> Site? {
    var found: Site?
    var captures = captures
    if let shares = node.conditions.shares { captures = captures.filter { shares.contains($0.name) } }
    func consider(_ matcher: FileMatcher, _ candidate: Site, binding captures: [Capture] = []) -> Bool {
      var candidate = candidate
      matcher.remainingSteps -= 1
      guard matcher.remainingSteps > 0 else { return true }
      guard range.contains(candidate.first) else { return false }
      if let function {
        let scope = matcher.file.outline.scope(at: candidate.first)
        guard matcher.file.outline.function(around: scope) == function else { return false }
      }
      guard passes(matcher, candidate) else { return false }
      candidate.captures = matcher.merged(candidate.captures, captures)
      guard matcher.holds(node, &candidate, outer: outer) else { return false }
      found = candidate
      return true
    }
    switch node.conditions.source {
    case .patterns(let patterns):
      _ = eachSite(of: patterns, for: node, in: range, starting: captures) { consider($0, $1) }
    case .operations(let wanted):
      let candidates = operations(wanted, in: range)
      for index in candidates.indices {
        guard remainingSteps > 0 else { break }
        remainingSteps -= 1
        guard candidates[index].operations.overlaps(wanted), agrees(candidates[index], captures) else { continue }
        if consider(self, candidates[index], binding: captures) { break }
      }
    case .scopes(let wanted):
      for site in scopeSites(wanted) where consider(self, site) { break }
    case .any(let nodes):
      for alternative in nodes {
        if let site = firstSite(
          alternative, in: range, of: function, starting: captures, outer: outer, where: passes)
        {
          var site = site
          if holds(node, &site, outer: outer) { return site }
        }
      }
    case .regex(let regex, let channel):
      // Mostly it only matters whether there is one, and the first will do.
      let first = regexSites(regex, channel, in: range, isFirst: true)
      if let site = first.first, !consider(self, site) {
        for site in regexSites(regex, channel, in: range).dropFirst() where consider(self, site) { break }
      }
    case .reaches(let reach):
      guard let project, let asked = reach.asked else { break }
      for lead in project.leads(asked, in: range) where !lead.isGuess || acceptsGuesses {
        guard remainingSteps > 0 else { break }
        if let site = site(ofCallAt: lead.name), consider(self, site) { break }
      }
    case .calls, .channel, nil: break
    }
    return found
  }

  /// The call whose callee ends in the name at a token, the call that is handed it to run it, or the attribute of that
  /// name, which is read and not called.
  func site(ofCallAt name: UInt32) -> Site? {
    guard name < tokenCount else { return nil }
    let isAttribute = name > 0 && token(name - 1).symbol == .dot
    let first = isAttribute ? file.stream.chainStart(name) : name
    guard name + 1 < tokenCount, token(name + 1).symbol == .leftParen else {
      if let handed = file.handedFunction(named: name, library.words.handovers) {
        return Site(first: file.stream.chainStart(handed.runner), end: handed.end + 1, captures: [])
      }
      return isAttribute ? Site(first: first, end: name + 1, captures: []) : nil
    }
    let open = token(name + 1)
    guard open.payload != Token.noMate, open.payload > name else { return nil }
    return Site(first: first, end: open.payload + 1, captures: [])
  }

  /// Whether the captures of an operation's site do not contradict what is bound already. They are the framework's
  /// (`$MODEL`, `$KEY`), so equal names must mean equal tokens.
  private func agrees(_ site: Site, _ captures: [Capture]) -> Bool {
    for capture in captures {
      if let other = site.range(of: capture.name), !same(other, capture.range) { return false }
    }
    return true
  }

  func scopeSites(_ wanted: ScopeSet) -> [Site] {
    file.outline.scopes.indices.compactMap { index in
      let scope = file.outline.scopes[index]
      guard index > 0, scope.own.overlaps(wanted) else { return nil }
      return Site(
        first: scope.header.lowerBound, end: max(scope.header.upperBound - 1, scope.header.lowerBound + 1),
        captures: [], scope: Int32(truncatingIfNeeded: index))
    }
  }
}
