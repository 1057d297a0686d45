/// The scopes inside expressions: comprehensions and lambdas.
extension PythonOutline {
  mutating func addExpressionScopes() {
    var found: [Scope] = []
    var lastBracket: UInt32?
    // Backwards, so that a lambda need not read again what lambdas in it have read.
    var lambdas: [UInt32: Scope] = [:]
    for seed in stream.expressionScopes.reversed() where symbol(seed) == .lambda {
      lambdas[seed] = lambdaScope(seed, lambdas)
    }
    for seed in stream.expressionScopes {
      switch symbol(seed) {
      case .yield: markGenerator(seed)
      case .lambda: found.append(lambdas[seed]!)
      default:
        guard let bracket = stream.openBracket(around: seed), bracket != lastBracket else { continue }
        // A later `for` of a comprehension that was found: only scopes inside its bracket were found since.
        let earlier = found.last { $0.header.lowerBound <= bracket }
        if let earlier, earlier.header.lowerBound == bracket { continue }
        lastBracket = bracket
        if let scope = comprehensionScope(bracket, seed) { found.append(scope) }
      }
    }
    guard !found.isEmpty else { return }
    found.sort { ($0.body.lowerBound, $1.body.upperBound) < ($1.body.lowerBound, $0.body.upperBound) }
    var open: [Int32] = []
    for var scope in found {
      let first = scope.body.lowerBound
      while let last = open.last, outline.scopes[Int(last)].body.upperBound <= first { open.removeLast() }
      let statement = outline.statements.index(at: scope.header.lowerBound)
      scope.statement = Int32(truncatingIfNeeded: statement)
      let parent = open.last { !outline.scopes[Int($0)].hole.contains(first) }
      outline.expressionParents.append(open.last ?? -1)
      scope.parent = parent ?? outline.statements[statement].tokenScope
      if scope.own.contains(.lambda), isOnlyCalled(scope) { scope.own.insert(.asyncFunction) }
      let index = Int32(truncatingIfNeeded: outline.scopes.count)
      outline.scopes.append(scope)
      outline.expressionScopes.append(UInt32(truncatingIfNeeded: index))
      open.append(index)
      bindExpressionScope(index)
    }
  }

  /// Whether an asynchronous function names a lambda, `load = lambda key: …`, and does nothing with the name but call it:
  /// what the lambda does is done there.
  private func isOnlyCalled(_ lambda: Scope) -> Bool {
    let statement = outline.statements[Int(lambda.statement)]
    let function = outline.scopes[Int(owner(of: statement.scope))]
    // Each lambda takes a look at all of the function: in one of thousands of lines, that would take long.
    guard function.own.contains(.asyncFunction), function.body.count <= 1 << 14,
      statement.assign == statement.first + 1, lambda.header.lowerBound == statement.assign + 1
    else { return false }
    let name = stream.tokens[Int(statement.first)].payload
    var isCalled = false
    for index in function.body where index != statement.first {
      let token = stream.tokens[Int(index)]
      guard token.kind == .name, token.payload == name, symbol(index - 1) != .dot else { continue }
      guard Int(index) + 1 < stream.tokens.count, symbol(index + 1) == .leftParen else { return false }
      isCalled = true
    }
    return isCalled
  }

  mutating func markGenerator(_ token: UInt32) {
    guard !outline.statements.isEmpty else { return }
    let scope = owner(of: outline.statements[outline.statements.index(at: token)].scope)
    if outline.scopes[Int(scope)].own.contains(.function) { outline.scopes[Int(scope)].own.insert(.generator) }
  }

  func lambdaScope(_ keyword: UInt32, _ later: [UInt32: Scope]) -> Scope {
    var index = keyword + 1
    let total = UInt32(truncatingIfNeeded: stream.tokens.count)
    var colon: UInt32?
    while index < total {
      let token = stream.tokens[Int(index)]
      if token.flags.contains(.startsLine) || token.kind == .close || token.kind == .stringEnd { break }
      if let inner = later[index] {
        // A lambda in the body ends where the body does; one in a default is passed over.
        index = inner.body.upperBound
        if colon != nil { break }
        continue
      }
      if token.symbol == .colon {
        if colon != nil { break }
        colon = index
      } else if token.symbol == .for || token.symbol == .semicolon || token.symbol == .comma && colon != nil {
        break
      }
      index = stream.after(index)
    }
    let body = colon.map { $0 + 1 } ?? keyword + 1
    return Scope(
      parent: 0, own: .lambda, header: keyword..<body, body: keyword..<max(min(index, total), body), statement: -1)
  }

  func comprehensionScope(_ bracket: UInt32, _ keyword: UInt32) -> Scope? {
    let end = stream.tokens[Int(bracket)].payload
    guard end != Token.noMate, let iterates = stream.firstOutside(of: keyword..<end, .in) else { return nil }
    var index = iterates + 1
    while index < end {
      let symbol = symbol(index)
      if symbol == .for || symbol == .if || symbol == .async { break }
      index = stream.after(index)
    }
    let hole = iterates + 1..<min(index, end)
    var own: ScopeSet = [.comprehension, .anyLoop, .loop]
    if isConstantIterable(hole) { own = [.comprehension, .anyLoop, .constantLoop] }
    return Scope(
      parent: 0, own: own, header: bracket..<bracket + 1, body: bracket + 1..<end, hole: hole, statement: -1)
  }

  mutating func bindExpressionScope(_ index: Int32) {
    let scope = outline.scopes[Int(index)]
    if scope.own.contains(.lambda) {
      // A lambda that was never written to its colon has a header of one token.
      if scope.header.count > 1 {
        bindParameters(scope.header.lowerBound + 1..<scope.header.upperBound - 1, scope.statement, index)
      }
      return
    }
    // Every `for … in` of the comprehension, at its own depth.
    var token = scope.body.lowerBound
    while token < scope.body.upperBound {
      if symbol(token) == .for, let iterates = stream.firstOutside(of: token..<scope.body.upperBound, .in) {
        var end = iterates + 1
        while end < scope.body.upperBound, symbol(end) != .for, symbol(end) != .if, symbol(end) != .async {
          end = stream.after(end)
        }
        bindLoop(
          token + 1..<iterates, iterates + 1..<min(end, scope.body.upperBound), scope.statement, owner: index)
        token = end
      } else {
        token = stream.after(token)
      }
    }
  }
}
