import RuleFiles
import SourceScan
import Vocabulary

/// Judges whether a node's conditions hold at a site.
extension FileMatcher {
  /// Whether all conditions of a node hold; binds further captures into the site. `outer` is the site that a `follows`
  /// or `precedes` candidate is held against.
  func holds(_ node: CompiledNode, _ site: inout Site, outer: Site? = nil) -> Bool {
    if !holdsPlace(node, site) { return false }
    if let awaited = node.conditions.awaited, awaited != isAwaited(site) { return false }
    if let blocking = node.conditions.blocking, blocking != (site.isBlocking && !isAwaited(site)) { return false }
    if node.conditions.proven == true, site.proof != .typed { return false }
    if let statement = node.conditions.statement, statement != isWholeStatement(site) { return false }
    if let lines = node.conditions.lines, !lines.holds(lineCount(site)) { return false }
    for headers in node.conditions.insideHeaders
    where !headers.contains(where: { isOpen($0) || insideHeader($0, &site) }) {
      return false
    }
    for header in node.conditions.notInsideHeaders where !isOpen(header) {
      var copy = site
      if insideHeader(header, &copy) { return false }
    }
    for condition in node.conditions.captures where !isPutOff(condition, node, site) {
      guard holds(condition, site) else { return false }
      weigh(condition, &site)
    }
    for other in node.conditions.all where !isOpen(other) && !holdsToo(other, &site) { return false }
    for other in node.conditions.not where !isOpen(other) {
      var copy = site
      if acceptingGuesses({ $0.holdsToo(other, &copy) }) { return false }
    }
    for other in node.conditions.follows where !isOpen(other) && !certain(other, &site, isBefore: true) { return false }
    for other in node.conditions.precedes where !isOpen(other) && !certain(other, &site, isBefore: false) {
      return false
    }
    if let use = node.conditions.uses, !uses(use, site) { return false }
    for near in node.conditions.with where !isOpen(near.node) && !isNear(near, &site, outer) { return false }
    for near in node.conditions.without where !isOpen(near.node) {
      var copy = site
      if acceptingGuesses({ $0.isNear(near, &copy, outer) }) { return false }
    }
    if node.conditions.boundLater.isEmpty { return true }
    return !node.conditions.captures.contains { condition in
      waits(condition, node)
        // What a condition that is still open would bind is open, too.
        && !(project == nil && node.isLate && site.range(of: condition.capture) == nil) && !holds(condition, site)
    }
  }

  /// Whether a condition can only be judged once the whole project is known, and it is not.
  private func isOpen(_ node: CompiledNode?) -> Bool {
    guard project == nil, let node else { return false }
    return node.isLate || node.asksReach
  }

  /// Asks for something that must not be there: what only may be it counts, too.
  private func acceptingGuesses(_ ask: (FileMatcher) -> Bool) -> Bool {
    let before = acceptsGuesses
    acceptsGuesses = true
    defer { acceptsGuesses = before }
    return ask(self)
  }

  /// A site is no better proven than the roles its conditions ask for.
  private func weigh(_ condition: CompiledCapture, _ site: inout Site) {
    guard condition.asksRole, let range = site.range(of: condition.capture),
      let part = credibleRole(condition.role, of: range), part.proof != .typed
    else { return }
    site.proof = max(site.proof, .named)
  }

  /// Whether a condition is on something that a later part of the node binds.
  private func isPutOff(_ condition: CompiledCapture, _ node: CompiledNode, _ site: Site) -> Bool {
    let isBound = site.range(of: condition.capture) != nil
    guard let other = condition.relation?.of, isBound else { return !isBound && waits(condition, node) }
    return node.conditions.boundLater.contains(other) && site.range(of: other) == nil
  }

  /// Whether a later part of the node binds what a condition is on, or what it asks about.
  private func waits(_ condition: CompiledCapture, _ node: CompiledNode) -> Bool {
    let boundLater = node.conditions.boundLater
    return boundLater.contains(condition.capture) || condition.relation.map { boundLater.contains($0.of) } ?? false
  }

  // MARK: Places

  /// What a token is inside of.
  func within(_ index: UInt32) -> ScopeSet {
    guard !file.outline.statements.isEmpty else { return [] }
    return within(index, statement: file.outline.statement(at: index))
  }

  /// What a token of a statement is inside of.
  func within(_ index: UInt32, statement: Int) -> ScopeSet {
    var within = file.outline.scopes[file.outline.scope(at: index, statement: statement)].within
    if file.outline.statements[statement].kind == .at { within.insert(.decorator) }
    return within
  }

  private func holdsPlace(_ node: CompiledNode, _ site: Site) -> Bool {
    guard !node.conditions.inside.isEmpty || node.conditions.notInside.rawValue != 0 else { return true }
    let within = place(of: site)
    for wanted in node.conditions.inside where !within.overlaps(wanted) { return false }
    return !within.overlaps(node.conditions.notInside)
  }

  /// What a site is inside of. The asyncness of a method counts, that of a lambda's surroundings does not.
  private func place(of site: Site) -> ScopeSet {
    if site.scope >= 0 {
      let parent = file.outline.scopes[Int(site.scope)].parent
      return parent < 0 ? [] : file.outline.scopes[Int(parent)].within
    }
    return within(site.first)
  }

  private func insideHeader(_ node: CompiledNode, _ site: inout Site) -> Bool {
    var scope = file.outline.scope(at: site.first)
    let function = file.outline.function(around: scope)
    while scope >= 0 {
      let statement = file.outline.scopes[scope].statement
      let isBlock = file.outline.scopes[scope].own.overlaps(.inExpression) == false
      if isBlock, statement >= 0, case .patterns(let patterns)? = node.conditions.source {
        let header = file.outline.statements[Int(statement)]
        if scope == function, insideDecorated(node, patterns, Int(statement), &site) { return true }
        if header.first < site.first || header.end <= site.first {
          for number in patterns {
            let pattern = library.patterns[number]
            if var inner = headerSite(pattern, node, Int(statement), site.captures) {
              inner.captures = merged(site.captures, inner.captures)
              if holds(node, &inner) {
                site.captures = merged(site.captures, inner.captures)
                return true
              }
            }
          }
        }
      }
      if scope == function { return false }
      scope = Int(file.outline.scopes[scope].parent)
    }
    return false
  }

  /// `inside: {pattern: "@atomic"}`: the nearest function has such a decorator.
  private func insideDecorated(_ node: CompiledNode, _ patterns: [Int], _ function: Int, _ site: inout Site) -> Bool {
    guard patterns.contains(where: { library.patterns[$0].isDecorator }) else { return false }
    let owner = file.outline.statements[function].scope
    var statement = function - 1
    while statement >= 0, file.outline.statements[statement].kind == .at,
      file.outline.statements[statement].scope == owner
    {
      for number in patterns where library.patterns[number].isDecorator {
        let place = Place.statement(statement)
        if var inner = self.site(of: library.patterns[number], at: place, for: node, starting: site.captures) {
          inner.captures = merged(site.captures, inner.captures)
          if holds(node, &inner) {
            site.captures = merged(site.captures, inner.captures)
            return true
          }
        }
      }
      statement -= 1
    }
    return false
  }

  private func headerSite(
    _ pattern: Pattern, _ node: CompiledNode, _ statement: Int, _ captures: [Capture]
  ) -> Site? {
    switch pattern.anchor {
    case .withItem:
      for item in withItems(of: statement) {
        if let site = site(of: pattern, at: .withItem(statement: statement, item: item), for: node, starting: captures)
        {
          return site
        }
      }
      return nil
    case .statement(let keyword):
      let kind = file.outline.statements[statement].kind
      guard kind == keyword || keyword == .if && kind == .elif else { return nil }
      return site(of: pattern, at: .statement(statement), for: node, starting: captures)
    default: return nil
    }
  }

  func merged(_ captures: [Capture], _ others: [Capture]) -> [Capture] {
    if others.isEmpty { return captures }
    if captures.isEmpty { return others }
    var merged = captures
    for other in others where !captures.contains(where: { $0.name == other.name }) { merged.append(other) }
    return merged
  }

  func isAwaited(_ site: Site) -> Bool {
    guard site.first > 0 else { return false }
    if token(site.first - 1).symbol == .await { return true }
    guard !file.outline.statements.isEmpty else { return false }
    let statement = file.outline.statements[file.outline.statement(at: site.first)]
    guard statement.isAsync, site.first < statement.end else {
      // `async for` of a comprehension.
      let before = token(site.first - 1)
      if before.symbol == .in, let open = file.stream.openBracket(around: site.first) {
        var index = site.first - 1
        while index > open {
          if token(index).symbol == .for { return index > 0 && token(index - 1).symbol == .async }
          index -= 1
        }
      }
      return false
    }
    guard statement.kind == .with || statement.kind == .for else { return false }
    // `async with limit(open(path))` enters what `limit` gives; only brackets that group stand around what is entered.
    guard let open = file.stream.openBracket(around: site.first), open > statement.first else { return true }
    return token(open - 1).symbol == .with || token(open - 1).symbol == .in
  }

  func isWholeStatement(_ site: Site) -> Bool {
    guard !file.outline.statements.isEmpty else { return false }
    let statement = file.outline.statements[file.outline.statement(at: site.first)]
    var first = statement.first
    while first < site.first, token(first).symbol == .await { first += 1 }
    return statement.kind == .none && statement.assign == LogicalLine.absent && first == site.first
      && site.end == statement.end
  }

  func lineCount(_ site: Site) -> Int {
    if site.scope >= 0 { return file.outline.scopes[Int(site.scope)].statements.count }
    if site.statement >= 0 {
      let statement = file.outline.statements[Int(site.statement)]
      return statement.body >= 0 ? file.outline.scopes[Int(statement.body)].statements.count : 1
    }
    return 1
  }

  /// `all:` and `not:`: conditions on the same site, or another source that has a site here.
  private func holdsToo(_ node: CompiledNode, _ site: inout Site) -> Bool {
    guard node.conditions.source != nil else { return holds(node, &site) }
    var range = statementRange(site)
    if site.scope >= 0 || site.statement >= 0 { range = site.first..<max(site.end, site.first + 1) }
    let outer = site
    guard
      let found = firstSite(
        node, in: range, of: nil, starting: site.captures, outer: nil,
        where: { _, inner in
          inner.first == outer.first || inner.end == outer.end
            || inner.first <= outer.first && inner.end >= outer.end
        })
    else { return false }
    site.captures = merged(site.captures, found.captures)
    return true
  }

  func statementRange(_ site: Site) -> Range<UInt32> {
    guard !file.outline.statements.isEmpty else { return site.first..<site.end }
    let statement = file.outline.statements[file.outline.statement(at: site.first)]
    return statement.first..<statement.end
  }

  // MARK: Other sites

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

  /// The call whose callee ends in the name at a token.
  func site(ofCallAt name: UInt32) -> Site? {
    guard name + 1 < tokenCount else { return nil }
    let open = token(name + 1)
    guard open.symbol == .leftParen, open.payload != Token.noMate, open.payload > name else { return nil }
    let isAttribute = name > 0 && token(name - 1).symbol == .dot
    let first = isAttribute ? file.stream.chainStart(name) : name
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

  // MARK: Order

  /// Whether a site of the node was certainly passed before this one, or will certainly be reached after.
  private func certain(_ node: CompiledNode, _ site: inout Site, isBefore: Bool) -> Bool {
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

  // MARK: Regions

  private func isNear(_ near: CompiledNear, _ site: inout Site, _ outer: Site?) -> Bool {
    if !near.arguments.isEmpty { return hasArgument(near.arguments, site) }
    guard let node = near.node, let region = region(near.region, of: site, outer) else { return false }
    let function: Int? =
      switch near.region {
      case .class, .file, .call, .chain, .statement: nil
      case .body: file.outline.function(around: bodyScope(of: site) ?? file.outline.scope(at: site.first))
      default: file.outline.function(around: file.outline.scope(at: site.first))
      }
    let own = site.first..<site.end
    let excludesSelf = near.region != .call && near.region != .chain && near.region != .statement
    guard
      let found = firstSite(
        node, in: region, of: function, starting: site.captures, outer: site,
        where: { _, candidate in !excludesSelf || candidate.first..<candidate.end != own })
    else { return false }
    site.captures = merged(site.captures, found.captures)
    return true
  }

  /// The scope of the body of a `scope:` site or of a statement, which may be a function of its own.
  private func bodyScope(of site: Site) -> Int? {
    if site.scope >= 0 { return Int(site.scope) }
    guard site.statement >= 0 else { return nil }
    let body = file.outline.statements[Int(site.statement)].body
    return body >= 0 ? Int(body) : nil
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
    case .try: return nearest(.try, from: scope).map { outline.scopes[$0].body }
    case .transaction: return nearest(.transaction, from: scope).map { outline.scopes[$0].body }
    case .function: return outline.scopes[function].body
    case .class:
      return outline.classScope(around: Int32(truncatingIfNeeded: scope)).map { outline.scopes[Int($0)].body }
    case .file: return 0..<tokenCount
    case .before:
      return outline.scopes[function].body.lowerBound..<max(site.first, outline.scopes[function].body.lowerBound)
    case .after:
      return min(site.end, outline.scopes[function].body.upperBound)..<outline.scopes[function].body.upperBound
    case .body:
      if site.scope >= 0 { return outline.scopes[Int(site.scope)].body }
      if site.statement < 0, let inside = comprehension(at: site.first) { return inside }
      guard site.statement >= 0, outline.statements[Int(site.statement)].body >= 0 else { return nil }
      return outline.scopes[Int(outline.statements[Int(site.statement)].body)].body
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

  /// The `except` and `finally` parts of the innermost `try` around a scope.
  private func handlers(from scope: Int) -> Range<UInt32>? {
    guard let tried = nearest(.try, from: scope) else { return nil }
    let statement = file.outline.statements[Int(file.outline.scopes[tried].statement)]
    var next = Int(statement.next)
    var end = statement.next
    while next < file.outline.statements.count {
      let kind = file.outline.statements[next].kind
      guard kind == .except || kind == .finally || kind == .else else { break }
      next = Int(file.outline.statements[next].next)
      end = UInt32(truncatingIfNeeded: next)
    }
    guard end > statement.next else { return nil }
    let first = file.outline.statements[Int(statement.next)].first
    let last = Int(end) < file.outline.statements.count ? file.outline.statements[Int(end)].first : tokenCount
    return first..<last
  }
}
