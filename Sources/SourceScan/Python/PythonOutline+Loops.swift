/// What kinds of loops there are: endless, few turns, retrying, leaving in the first turn.
extension PythonOutline {
  mutating func classifyLoops() {
    for index in outline.scopes.indices {
      let scope = outline.scopes[index]
      guard scope.own.contains(.loop), !scope.own.contains(.comprehension) else {
        if scope.own.contains(.comprehension), hasFewTurns(scope.hole, in: owner(of: Int(scope.parent))) {
          outline.scopes[index].own = [.comprehension, .anyLoop, .constantLoop]
        }
        continue
      }
      if scope.own.contains(.forLoop),
        let keyword = stream.firstOutside(of: scope.header.lowerBound..<scope.header.upperBound - 1, .in)
      {
        let iterable = keyword + 1..<scope.header.upperBound - 1
        if hasFewTurns(iterable, in: owner(of: index)) { outline.scopes[index].own.insert(.constantLoop) }
      }
      if isRetry(scope) { outline.scopes[index].own.insert(.retryLoop) }
      if !outline.scopes[index].own.isDisjoint(with: [.constantLoop, .retryLoop]) || leavesInFirstTurn(scope) {
        outline.scopes[index].own.remove(.loop)
      }
    }
  }

  /// Binds what a loop gives in each turn.
  mutating func bindLoop(_ targets: Range<UInt32>, _ iterable: Range<UInt32>, _ statement: Int32, owner: Int32?) {
    guard let loop = unwrapped(targets, iterable) else {
      bindTargets(targets, value: iterable, annotation: 0..<0, statement, .loopTarget, owner: owner)
      return
    }
    // The number in front.
    if let comma = stream.firstOutside(of: targets, .comma), comma < loop.targets.lowerBound {
      for index in targets.lowerBound..<comma where stream.tokens[Int(index)].kind == .name {
        add(
          Binding(
            name: index, scope: owner ?? currentOwner, statement: statement, kind: .loopTarget, isPart: true,
            value: iterable))
      }
    }
    bindTargets(loop.targets, value: loop.iterable, annotation: 0..<0, statement, .loopTarget, owner: owner)
  }

  /// What is gone through by `for number, row in enumerate(rows)` and `for row in tqdm(rows)`; `nil` for other loops.
  func unwrapped(
    _ targets: Range<UInt32>, _ iterable: Range<UInt32>
  ) -> (targets: Range<UInt32>, iterable: Range<UInt32>)? {
    guard iterable.count > 3, symbol(iterable.upperBound - 1) == .rightParen else { return nil }
    let open = stream.tokens[Int(iterable.upperBound - 1)].payload
    guard open != Token.noMate, open > iterable.lowerBound, open + 1 < iterable.upperBound - 1 else { return nil }
    let name = open - 1
    guard name == iterable.lowerBound || symbol(iterable.lowerBound + 1) == .dot && name == iterable.lowerBound + 2
    else { return nil }
    let inner = stream.split(open + 1..<iterable.upperBound - 1, at: .comma)[0]
    if inner.isEmpty || inner.count > 1 && symbol(inner.lowerBound + 1) == .assign { return nil }
    if name == iterable.lowerBound, stream.isText(name, "enumerate", bytes) {
      let parts = stream.split(listed(targets), at: .comma)
      guard parts.count == 2, !parts[1].isEmpty else { return nil }
      return unwrapped(parts[1], inner) ?? (parts[1], inner)
    }
    guard ["tqdm", "track", "alive_it", "progressbar"].contains(where: { stream.isText(name, $0, bytes) }) else {
      return nil
    }
    return unwrapped(targets, inner) ?? (targets, inner)
  }

  /// A counted or endless loop around one `try` that leaves the loop when it went well.
  func isRetry(_ scope: Scope) -> Bool {
    if scope.own.contains(.forLoop) {
      let target = scope.header.lowerBound + (symbol(scope.header.lowerBound) == .async ? 2 : 1)
      if ["attempt", "retry", "tries", "trial", "attempts"].contains(where: { stream.isText(target, $0, bytes) }) {
        return true
      }
      guard let keyword = stream.firstOutside(of: scope.header, .in),
        ["range", "count"].contains(where: { stream.isText(keyword + 1, $0, bytes) })
          || keyword + 2 < scope.header.upperBound && symbol(keyword + 2) == .dot
            && stream.isText(keyword + 3, "count", bytes)
      else { return false }
    }
    var index = Int(scope.statements.lowerBound)
    while index < Int(scope.statements.upperBound) {
      let statement = outline.statements[index]
      if statement.kind == .try {
        let handlers = Int(statement.next)
        let leaves = outline.statements[index..<handlers].contains { $0.kind == .return || $0.kind == .break }
        let retries =
          handlers < Int(scope.statements.upperBound) && outline.statements[handlers].kind == .except
        if leaves && retries { return true }
      }
      index = Int(statement.next)
    }
    return false
  }

  /// The body's last statement leaves the loop, and nothing before it begins another turn.
  func leavesInFirstTurn(_ scope: Scope) -> Bool {
    var index = Int(scope.statements.lowerBound)
    var last: Statement?
    while index < Int(scope.statements.upperBound) {
      last = outline.statements[index]
      index = Int(outline.statements[index].next)
    }
    guard let last, last.kind == .return || last.kind == .break || last.kind == .raise else { return false }
    return !outline.statements[Int(scope.statements.lowerBound)..<Int(scope.statements.upperBound)].contains {
      $0.kind == .continue
    }
  }

  func text(_ token: UInt32) -> String {
    String(decoding: bytes[stream.tokens[Int(token)].range], as: UTF8.self)
  }
}
