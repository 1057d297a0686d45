import SourceScan

/// What certainly comes before something, or after it.
extension FileMatcher {
  /// Whether a site of the node was certainly passed before this one, or will certainly be reached after.
  func certain(_ node: CompiledNode, _ site: inout Site, isBefore: Bool) -> Bool {
    let scope = file.outline.scope(at: site.first)
    let function = file.outline.function(around: scope)
    let body = file.outline.scopes[function].body
    let range = isBefore ? body.lowerBound..<site.first : min(site.end, body.upperBound)..<body.upperBound
    let outer = site
    guard
      let found = firstSite(
        node, in: range, of: function, starting: site.captures, outer: outer,
        where: { matcher, candidate in
          if isBefore, candidate.end > outer.first { return false }
          return matcher.isCertain(candidate, for: outer, isBefore: isBefore)
        })
    else { return false }
    site.captures = merged(site.captures, found.captures)
    return true
  }

  /// The candidate stands in no branch that the site does not stand in, and nothing else leaves on the way.
  private func isCertain(_ candidate: Site, for site: Site, isBefore: Bool) -> Bool {
    let here = file.outline.scope(at: site.first)
    let around = scopes(around: here)
    var scope = file.outline.scope(at: candidate.first)
    while scope >= 0, !around.contains(scope) {
      if file.outline.scopes[scope].own.overlaps(.conditional) { return false }
      scope = Int(file.outline.scopes[scope].parent)
    }
    guard !isBefore else { return true }
    let function = file.outline.function(around: here)
    // Where leaving is asked for, it is all the same what leaves first.
    if !isExit(candidate), exits(between: site.end, and: candidate.first, of: function) { return false }
    let common = scope
    scope = here
    while scope >= 0, scope != common {
      if leaves(scope) { return false }
      scope = Int(file.outline.scopes[scope].parent)
    }
    return true
  }

  /// A scope, and all that it stands in.
  private func scopes(around scope: Int) -> Set<Int> {
    var around: Set<Int> = []
    var next = scope
    while next >= 0 {
      around.insert(next)
      next = Int(file.outline.scopes[next].parent)
    }
    return around
  }

  /// Whether a `return` or `raise` of the function stands between two tokens.
  private func exits(between start: UInt32, and end: UInt32, of function: Int) -> Bool {
    guard start < end else { return false }
    return statements(in: start..<end).contains { index in
      let statement = file.outline.statements[index]
      return (statement.kind == .return || statement.kind == .raise) && statement.end <= end
        && file.outline.function(around: Int(statement.scope)) == function
    }
  }

  /// Whether the word that leaves is what was found, and not something in its statement.
  private func isExit(_ site: Site) -> Bool {
    let statement = file.outline.statements[file.outline.statement(at: site.first)]
    return statement.first == site.first
      && (statement.kind == .return || statement.kind == .raise || statement.kind == .break)
  }

  /// Whether what is done at a token may be followed by what is written behind it in another scope: no block on the way
  /// out ends by leaving. What leaves itself is looked for to be found, and what is tried may fail before it leaves.
  func goesOn(from token: UInt32, in scope: Int, to other: Int) -> Bool {
    let around = scopes(around: other)
    var next = scope
    while next >= 0, !around.contains(next) {
      let block = next
      next = Int(file.outline.scopes[block].parent)
      if file.outline.scopes[block].own.contains(.try) { return true }
      guard let last = lastStatement(of: block), last.first > token else { continue }
      switch last.kind {
      case .return, .raise: return false
      case .break, .continue:
        let loop = Int(file.outline.scopes[block].loop)
        if loop >= 0, around.contains(loop) { return false }
      default: break
      }
    }
    return true
  }

  /// Whether the last statement of a block leaves it.
  func leaves(_ scope: Int) -> Bool {
    let kind = lastStatement(of: scope)?.kind
    return kind == .return || kind == .raise || kind == .break || kind == .continue
  }

  private func lastStatement(of scope: Int) -> Statement? {
    let block = file.outline.scopes[scope]
    guard block.own.overlaps(.inExpression) == false else { return nil }
    var index = Int(block.statements.lowerBound)
    var last: Statement?
    while index < Int(block.statements.upperBound) {
      last = file.outline.statements[index]
      index = Int(file.outline.statements[index].next)
    }
    return last
  }
}
