import RuleFiles
import SourceScan
import Vocabulary

/// What is near a site: in its call, its loop, its function, its file.
extension FileMatcher {
  func isNear(_ near: CompiledNear, _ site: inout Site, _ outer: Site?) -> Bool {
    if !near.arguments.isEmpty { return hasArgument(near.arguments, site) }
    guard let node = near.node, let region = region(near.region, of: site, outer) else { return false }
    let here = file.outline.function(around: file.outline.scope(at: site.first))
    let function: Int? =
      switch near.region {
      case .class, .file, .call, .chain, .statement, .header: nil
      case .body: bodyScope(of: site).map { isClass($0) ? nil : file.outline.function(around: $0) } ?? here
      default: here
      }
    let own = site.first..<site.end
    let excludesSelf = near.region != .call && near.region != .chain && near.region != .statement
    let isOrdered = near.region == .before || near.region == .after
    guard
      let found = firstSite(
        node, in: region, of: function, starting: site.captures, outer: site,
        where: { _, candidate in
          if excludesSelf, candidate.first..<candidate.end == own { return false }
          return !isOrdered || isElsewhere(candidate, own)
        })
    else { return false }
    site.captures = merged(site.captures, found.captures)
    return true
  }

  /// Whether something that is written before or behind a place may run before or after it: it does not stand in another
  /// branch, nor in one that leads elsewhere, and is no call that the place is an argument of.
  private func isElsewhere(_ candidate: Site, _ place: Range<UInt32>) -> Bool {
    if candidate.first < place.lowerBound, candidate.end >= place.upperBound { return false }
    let (one, other) = (file.outline.scope(at: candidate.first), file.outline.scope(at: place.lowerBound))
    if file.outline.areAlternatives(one, other) { return false }
    return candidate.first < place.lowerBound
      ? goesOn(from: candidate.first, in: one, to: other) : goesOn(from: place.lowerBound, in: other, to: one)
  }

  private func isClass(_ scope: Int) -> Bool { file.outline.scopes[scope].own.contains(.class) }

  /// The scope of the body of a `scope:` site or of a statement, which may be a function of its own.
  private func bodyScope(of site: Site) -> Int? {
    if site.scope >= 0 { return Int(site.scope) }
    guard site.statement >= 0 else { return nil }
    let body = file.outline.statements[described(by: Int(site.statement))].body
    return body >= 0 ? Int(body) : nil
  }

  /// What a decorator stands before; any other statement itself.
  private func described(by statement: Int) -> Int {
    let statements = file.outline.statements
    var index = statement
    while statements[index].kind == .at, index + 1 < statements.count, Int(statements[index].next) < statements.count {
      index = Int(statements[index].next)
    }
    return index
  }

  private func hasArgument(_ names: [Symbol], _ site: Site) -> Bool {
    guard let call = callRange(site) else { return false }
    for part in file.stream.split(call, at: .comma) {
      if token(part.lowerBound).symbol == .doubleStar { return true }
      if part.count > 2, names.contains(token(part.lowerBound).symbol), token(part.lowerBound + 1).symbol == .assign {
        return true
      }
    }
    return false
  }

  /// The arguments of the last call of the site.
  func callRange(_ site: Site) -> Range<UInt32>? {
    guard site.end > site.first + 1 else { return nil }
    let last = token(site.end - 1)
    guard last.symbol == .rightParen, last.payload != Token.noMate, last.payload >= site.first else { return nil }
    return last.payload + 1..<site.end - 1
  }

  private func region(_ region: MatchSpec.Near.Region, of site: Site, _ outer: Site?) -> Range<UInt32>? {
    let outline = file.outline
    guard !outline.statements.isEmpty else { return nil }
    let scope = outline.scope(at: site.first)
    let function = outline.function(around: scope)
    switch region {
    case .call: return callRange(site)
    case .chain:
      let limit = limit(at: site.first)
      return site.first..<(file.stream.primaryEnd(site.first, limit: limit) ?? site.end)
    case .statement: return statementRange(site)
    case .block:
      let block = outline.statements[outline.statement(at: site.first)].scope
      return outline.scopes[Int(block)].body
    case .loop:
      let loop = outline.scopes[scope].loop
      guard loop >= 0 else { return nil }
      // The header of a `while` is part of each turn.
      let whole = outline.scopes[Int(loop)]
      return whole.own.overlaps(.whileLoop) ? whole.header.lowerBound..<whole.body.upperBound : whole.body
    case .loopHeader:
      let loop = outline.scopes[scope].loop
      guard loop >= 0 else { return nil }
      let header = outline.scopes[Int(loop)]
      return header.own.contains(.comprehension) ? header.hole : header.header
    case .try: return (triedBefore(site) ?? nearest(.try, from: scope)).map { outline.scopes[$0].body }
    case .transaction: return nearest(.transaction, from: scope).map { outline.scopes[$0].body }
    case .function: return outline.scopes[function].body
    case .class:
      return outline.classScope(around: Int32(truncatingIfNeeded: scope)).map { outline.scopes[Int($0)].body }
    case .file: return 0..<tokenCount
    case .before, .above:
      return outline.scopes[function].body.lowerBound..<max(site.first, outline.scopes[function].body.lowerBound)
    case .after:
      return min(site.end, outline.scopes[function].body.upperBound)..<outline.scopes[function].body.upperBound
    case .body:
      if site.scope >= 0 { return outline.scopes[Int(site.scope)].body }
      if site.statement < 0, let inside = comprehension(at: site.first) { return inside }
      return bodyScope(of: site).map { outline.scopes[$0].body }
    case .header:
      if site.statement >= 0, outline.statements[Int(site.statement)].kind == .at {
        let header = outline.statements[described(by: Int(site.statement))]
        return header.first..<header.end
      }
      let owner = outline.scopes[function].statement
      return owner >= 0 ? outline.statements[Int(owner)].first..<outline.statements[Int(owner)].end : nil
    case .handlers: return handlers(from: scope)
    case .between:
      guard let outer else { return nil }
      return site.first < outer.first
        ? min(site.end, outer.first)..<outer.first : min(outer.end, site.first)..<site.first
    }
  }

  /// What stands in the brackets of the comprehension that begins at a token.
  private func comprehension(at first: UInt32) -> Range<UInt32>? {
    let open = token(first)
    guard open.kind == .open, open.payload != Token.noMate,
      file.stream.firstOutside(of: first + 1..<open.payload, .for) != nil
    else { return nil }
    return first + 1..<open.payload
  }

  private func nearest(_ kind: ScopeSet, from scope: Int) -> Int? {
    var scope = scope
    while scope >= 0 {
      let here = file.outline.scopes[scope]
      if here.own.overlaps(kind) { return scope }
      if Int(here.function) == scope { return nil }
      scope = Int(here.parent)
    }
    return nil
  }

  /// The body of the `try` that a site belongs to which is the header of an `except`, `else` or `finally`.
  private func triedBefore(_ site: Site) -> Int? {
    let statements = file.outline.statements
    var index = file.outline.statement(at: site.first)
    let header = statements[index]
    guard header.first == site.first, [.except, .else, .finally].contains(header.kind) else { return nil }
    while index > 0 {
      index -= 1
      guard statements[index].scope == header.scope else { continue }
      switch statements[index].kind {
      case .try: return statements[index].body >= 0 ? Int(statements[index].body) : nil
      case .except, .else: continue
      default: return nil
      }
    }
    return nil
  }

  /// The `except` and `finally` parts of the innermost `try` around a scope.
  private func handlers(from scope: Int) -> Range<UInt32>? {
    guard let tried = nearest(.try, from: scope) else { return nil }
    let statement = file.outline.statements[Int(file.outline.scopes[tried].statement)]
    var next = Int(statement.next)
    var end = statement.next
    while next < file.outline.statements.count {
      let kind = file.outline.statements[next].kind
      // Behind the last handler may be one of a `try` around this one.
      guard kind == .except || kind == .finally || kind == .else, file.outline.statements[next].scope == statement.scope
      else { break }
      next = Int(file.outline.statements[next].next)
      end = UInt32(truncatingIfNeeded: next)
    }
    guard end > statement.next else { return nil }
    let first = file.outline.statements[Int(statement.next)].first
    let last = Int(end) < file.outline.statements.count ? file.outline.statements[Int(end)].first : tokenCount
    return first..<last
  }
}
