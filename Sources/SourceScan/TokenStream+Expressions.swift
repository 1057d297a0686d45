/// Where expressions begin and end, by the precedence of the operators between their parts.
extension TokenStream {
  /// How loosely an expression may be bound: from `Level.any` (a ternary, a lambda, an assignment expression) to
  /// `Level.primary` (names, calls, brackets, literals and the chains of them).
  package enum Level {
    package static let any: UInt8 = 0
    package static let or: UInt8 = 1
    package static let comparison: UInt8 = 4
    package static let primary: UInt8 = 13
  }

  /// How tightly a binary operator binds; `nil` for what is none.
  package static func precedence(_ symbol: Symbol) -> UInt8? {
    switch symbol {
    case .or: 1
    case .and: 2
    case .in, .is, .less, .greater, .lessEqual, .greaterEqual, .equal, .notEqual: Level.comparison
    case .bar: 5
    case .caret: 6
    case .ampersand: 7
    case .shiftLeft, .shiftRight: 8
    case .plus, .minus: 9
    case .star, .slash, .doubleSlash, .percent, .at: 10
    case .doubleStar, .cast: 12
    default: nil
    }
  }

  /// One past the longest expression that begins at `start`; `nil` when none does.
  package func expressionEnd(_ start: UInt32, limit: UInt32, level: UInt8 = Level.any) -> UInt32? {
    var index = start
    while true {
      prefixes: while index < limit {
        switch tokens[Int(index)].symbol {
        case .minus, .plus, .tilde, .await: index += 1
        case .not where level <= 3: index += 1
        case .lambda where level == Level.any:
          guard let colon = lambdaColon(index, limit: limit) else { return nil }
          index = colon + 1
        default: break prefixes
        }
      }
      guard let end = primaryEnd(index, limit: limit) else { return nil }
      index = end
      guard index < limit else { return index }
      let symbol = tokens[Int(index)].symbol
      if let precedence = TokenStream.precedence(symbol), precedence >= level {
        index += 1
        if symbol == .is, index < limit, tokens[Int(index)].symbol == .not { index += 1 }
        continue
      }
      if symbol == .not, level <= Level.comparison, index + 1 < limit, tokens[Int(index + 1)].symbol == .in {
        index += 2
        continue
      }
      if level == Level.any {
        if symbol == .walrus {
          index += 1
          continue
        }
        if symbol == .if, let condition = expressionEnd(index + 1, limit: limit, level: Level.or), condition < limit,
          tokens[Int(condition)].symbol == .else
        {
          index = condition + 1
          continue
        }
      }
      return index
    }
  }

  private func lambdaColon(_ keyword: UInt32, limit: UInt32) -> UInt32? {
    keyword + 1 < limit ? firstOutside(of: keyword + 1..<limit, .colon) : nil
  }

  /// One past the name, literal or bracket at `start` and the attributes, calls and subscripts behind it.
  package func primaryEnd(_ start: UInt32, limit: UInt32) -> UInt32? {
    guard start < limit else { return nil }
    let token = tokens[Int(start)]
    var index: UInt32
    switch token.kind {
    case .name, .number: index = start + 1
    case .string, .stringStart:
      index = after(start)
      while index < limit, tokens[Int(index)].kind == .string || tokens[Int(index)].kind == .stringStart {
        index = after(index)
      }
    case .open:
      guard !token.flags.contains(.interpolation), token.payload != Token.noMate else { return nil }
      index = after(start)
    case .keyword:
      guard token.symbol == .noneWord || token.symbol == .true || token.symbol == .false else { return nil }
      index = start + 1
    case .punctuation where token.symbol == .ellipsis: index = start + 1
    default: return nil
    }
    while index < limit, let next = linkEnd(index, limit: limit) { index = next }
    return min(index, limit)
  }

  /// One past the attribute, call or subscript at `index`; `nil` when there is none.
  package func linkEnd(_ index: UInt32, limit: UInt32) -> UInt32? {
    guard index < limit else { return nil }
    let token = tokens[Int(index)]
    if token.symbol == .dot {
      guard index + 1 < limit, tokens[Int(index + 1)].kind == .name || tokens[Int(index + 1)].kind == .keyword else {
        return nil
      }
      return index + 2
    }
    if token.kind == .open, token.symbol != .leftBrace, token.payload != Token.noMate, token.payload < limit,
      !token.flags.contains(.apart)
    {
      return token.payload + 1
    }
    return nil
  }

  /// The first token of the chain of attributes, calls and subscripts that the name or bracket at `index` is a link of.
  package func chainStart(_ index: UInt32) -> UInt32 {
    var index = index
    while index > 0, !tokens[Int(index)].flags.contains(.startsLine) {
      let token = tokens[Int(index)]
      let before = tokens[Int(index - 1)]
      if token.kind == .open {
        guard isPrimaryEnd(before) else { return index }
      } else {
        guard before.symbol == .dot, index > 1 else { return index }
        guard isPrimaryEnd(tokens[Int(index - 2)]) else { return index }
        index -= 1
      }
      let last = tokens[Int(index - 1)]
      if last.kind == .close || last.kind == .stringEnd {
        guard last.payload != Token.noMate, last.payload < index else { return index }
        index = last.payload
      } else {
        index -= 1
      }
    }
    return index
  }

  private func isPrimaryEnd(_ token: Token) -> Bool {
    switch token.kind {
    case .name, .string, .stringEnd: true
    case .close: !token.flags.contains(.interpolation)
    case .keyword: token.symbol == .noneWord || token.symbol == .true || token.symbol == .false
    default: false
    }
  }

  /// The first token of the longest expression of a level that ends before `end`, not going below `floor`.
  package func operandStart(before end: UInt32, floor: UInt32, level: UInt8) -> UInt32? {
    guard end > floor, isPrimaryEnd(tokens[Int(end - 1)]) || tokens[Int(end - 1)].kind == .number else { return nil }
    var start = end
    while true {
      // The primary that ends here.
      let last = tokens[Int(start - 1)]
      var first = start - 1
      if last.kind == .close || last.kind == .stringEnd {
        guard last.payload != Token.noMate, last.payload >= floor else { return nil }
        first = last.payload
      }
      first = chainStart(first)
      guard first >= floor else { return nil }
      start = first
      while start > floor {
        let symbol = tokens[Int(start - 1)].symbol
        if symbol == .await || symbol == .tilde { start -= 1 } else { break }
      }
      guard start > floor else { return start }
      let before = tokens[Int(start - 1)]
      guard let precedence = TokenStream.precedence(before.symbol), precedence >= level, start - 1 > floor,
        isPrimaryEnd(tokens[Int(start - 2)]) || tokens[Int(start - 2)].kind == .number
      else { return start }
      start -= 1
    }
  }
}
