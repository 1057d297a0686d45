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
    if let lines = node.conditions.lines, !node.asksCallee, !lines.holds(lineCount(site)) { return false }
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
    guard let other = condition.asksOf, isBound else { return !isBound && waits(condition, node) }
    return node.conditions.boundLater.contains(other) && site.range(of: other) == nil
  }

  /// Whether a later part of the node binds what a condition is on, or what it asks about.
  private func waits(_ condition: CompiledCapture, _ node: CompiledNode) -> Bool {
    let boundLater = node.conditions.boundLater
    return boundLater.contains(condition.capture) || condition.asksOf.map(boundLater.contains) ?? false
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
      if scope == function { return insideClass(node, function, &site) }
      scope = Int(file.outline.scopes[scope].parent)
    }
    return false
  }

  /// `inside: {pattern: "class $NAME(Base)"}`: the nearest function is a method of such a class.
  private func insideClass(_ node: CompiledNode, _ function: Int, _ site: inout Site) -> Bool {
    guard case .patterns(let patterns)? = node.conditions.source,
      patterns.contains(where: { library.patterns[$0].isClassHeader }), file.outline.scopes[function].parent >= 0
    else { return false }
    let around = file.outline.scopes[Int(file.outline.scopes[function].parent)]
    guard around.own.contains(.class) else { return false }
    let statement = Int(around.statement)
    for number in patterns {
      if var inner = headerSite(library.patterns[number], node, statement, site.captures), holds(node, &inner) {
        site.captures = merged(site.captures, inner.captures)
        return true
      }
    }
    return false
  }

  /// `inside: {pattern: "@atomic"}`: the nearest function has such a decorator.
  private func insideDecorated(_ node: CompiledNode, _ patterns: [Int], _ function: Int, _ site: inout Site) -> Bool {
    guard patterns.contains(where: { library.patterns[$0].isDecorator }) else { return false }
    for statement in file.outline.decorators(of: function) {
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
    // `(await session.scalars(query)).first()`
    if token(site.first).symbol == .leftParen, site.first + 1 < tokenCount, token(site.first + 1).symbol == .await {
      return true
    }
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
}
