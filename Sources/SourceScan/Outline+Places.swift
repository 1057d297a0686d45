extension Outline {
  /// The index of the statement that holds the token. The outline must have statements.
  package func statement(at token: UInt32) -> Int {
    let run = Int(token >> 6)
    guard run + 1 < statementsByRun.count else { return max(statements.count - 1, 0) }
    return statements.index(at: token, in: Int(statementsByRun[run])..<Int(statementsByRun[run + 1]) + 1)
  }

  /// The innermost scope of a token.
  package func scope(at token: UInt32) -> Int {
    guard !statements.isEmpty else { return 0 }
    return scope(at: token, statement: statement(at: token))
  }

  /// The innermost scope of a token of a statement.
  package func scope(at token: UInt32, statement: Int) -> Int {
    let block = Int(statements[statement].tokenScope)
    if expressionScopes.isEmpty { return block }
    var low = 0
    var high = expressionScopes.count
    while low < high {
      let middle = (low + high) / 2
      if scopes[Int(expressionScopes[middle])].body.lowerBound <= token { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return block }
    let first = Int(expressionScopes[0])
    var candidate = Int(expressionScopes[low - 1])
    while candidate >= 0 {
      if scopes[candidate].body.contains(token), !scopes[candidate].hole.contains(token) { return candidate }
      candidate = Int(expressionParents[candidate - first])
    }
    return block
  }

  /// The class whose method the scope belongs to.
  package func classScope(around scope: Int32) -> Int32? {
    scopes.classScope(around: scope)
  }

  /// Whether a token stands behind a `return`, `raise`, `break` or `continue` of a block that it stands in: it is never
  /// reached.
  package func isUnreachable(_ token: UInt32) -> Bool {
    guard !statements.isEmpty else { return false }
    var index = statement(at: token)
    while true {
      let block = statements[index].scope
      let first = scopes[Int(block)].body.lowerBound
      var before = index - 1
      while before >= 0, statements[before].first >= first {
        if statements[before].scope == block, [.return, .raise, .break, .continue].contains(statements[before].kind) {
          return true
        }
        before -= 1
      }
      guard scopes[Int(block)].statement >= 0 else { return false }
      index = Int(scopes[Int(block)].statement)
    }
  }

  /// The nearest function or lambda around a scope (itself included); the module when there is none.
  package func function(around scope: Int) -> Int { Int(scopes[scope].function) }

  /// The statements of the decorators of a function or class, the nearest first.
  package func decorators(of definition: Int) -> ReversedCollection<Range<Int>> {
    var first = definition
    while first > 0, statements[first - 1].kind == .at, statements[first - 1].scope == statements[definition].scope {
      first -= 1
    }
    return (first..<definition).reversed()
  }
}

extension OutlineParts {
  /// Works out what each scope is inside of, from what each is itself. Called again when scopes turned out to be more.
  package mutating func propagate() {
    for index in scopes.indices {
      let scope = scopes[index]
      let parent = scope.parent < 0 ? nil : Optional(scopes[Int(scope.parent)])
      if scope.own.overlaps(.walls) {
        scopes[index].within = scope.own
        // A comprehension's `lambda` or a nested function is a new world.
        scopes[index].function = Int32(truncatingIfNeeded: index)
        scopes[index].loop = -1
        continue
      }
      var within = (parent?.within ?? []).union(scope.own)
      if scope.own.contains(.anyLoop), !scope.own.contains(.serviceLoop) { within.remove(.serviceLoop) }
      // Few turns in each of many are many.
      let isInLongLoop = parent.map { $0.within.contains(.loop) && !$0.within.contains(.shortLoop) } ?? false
      if scope.own.contains(.loop), !scope.own.contains(.shortLoop) || isInLongLoop { within.remove(.shortLoop) }
      scopes[index].function = parent?.function ?? 0
      scopes[index].loop = scope.own.contains(.anyLoop) ? Int32(truncatingIfNeeded: index) : parent?.loop ?? -1
      // Handlers and debug branches inside a loop are off its normal path.
      if !scope.own.isDisjoint(with: [.except, .finally]) || scope.own.contains(.if) && isDebug(scope) {
        within.remove(.loop)
      }
      if scope.own.contains(.except) || scope.own.contains(.finally) { within.remove(.try) }
      scopes[index].within = within
    }
  }

  private func isDebug(_ scope: Scope) -> Bool { debugScopes.contains(scope.body.lowerBound) }
}

extension Statement {
  /// The scope that tokens of the statement's own text stand in: a `while` header is part of each turn.
  var tokenScope: Int32 { kind == .while && body >= 0 ? body : scope }
}

extension Array<Statement> {
  /// The index of the statement that holds the token. There must be statements.
  func index(at token: UInt32) -> Int { index(at: token, in: 0..<count) }

  /// The same, known to be one of some.
  func index(at token: UInt32, in range: Range<Int>) -> Int {
    var low = range.lowerBound
    var high = range.upperBound
    while low + 1 < high {
      let middle = (low + high) / 2
      if self[middle].first <= token { low = middle } else { high = middle }
    }
    return low
  }

  /// For each run of 64 tokens, the statement that holds the first of them; one more for the end.
  var byRun: [UInt32] {
    guard let last else { return [] }
    var starts: [UInt32] = []
    starts.reserveCapacity(Int(last.first >> 6) + 2)
    var index = 0
    for run in 0...last.first >> 6 {
      while index + 1 < count, self[index + 1].first <= run << 6 { index += 1 }
      starts.append(UInt32(truncatingIfNeeded: index))
    }
    starts.append(UInt32(truncatingIfNeeded: count - 1))
    return starts
  }
}

extension Array<Scope> {
  /// The class whose method the scope belongs to.
  func classScope(around scope: Int32) -> Int32? {
    var scope = scope
    while scope > 0 {
      if self[Int(scope)].own.contains(.class) { return scope }
      scope = self[Int(scope)].parent
    }
    return nil
  }
}
