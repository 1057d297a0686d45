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

  /// The candidate stands in no branch that the site does not stand in, and nothing leaves on the way.
  private func isCertain(_ candidate: Site, for site: Site, isBefore: Bool) -> Bool {
    let here = file.outline.scope(at: site.first)
    var around: Set<Int> = []
    var scope = here
    while scope >= 0 {
      around.insert(scope)
      scope = Int(file.outline.scopes[scope].parent)
    }
    scope = file.outline.scope(at: candidate.first)
    while scope >= 0, !around.contains(scope) {
      if file.outline.scopes[scope].own.overlaps(.conditional) { return false }
      scope = Int(file.outline.scopes[scope].parent)
    }
    guard !isBefore else { return true }
    if exits(between: site.end, and: candidate.first, of: file.outline.function(around: here)) { return false }
    let common = scope
    scope = here
    while scope >= 0, scope != common {
      if leaves(scope) { return false }
      scope = Int(file.outline.scopes[scope].parent)
    }
    return true
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

  /// Whether the last statement of a block leaves it.
  func leaves(_ scope: Int) -> Bool {
    let block = file.outline.scopes[scope]
    guard block.own.overlaps(.inExpression) == false else { return false }
    var index = Int(block.statements.lowerBound)
    var last: Statement?
    while index < Int(block.statements.upperBound) {
      last = file.outline.statements[index]
      index = Int(file.outline.statements[index].next)
    }
    guard let kind = last?.kind else { return false }
    return kind == .return || kind == .raise || kind == .break || kind == .continue
  }
}
