/// Brackets and operators.
extension PythonLexer {
  mutating func open(_ index: Int) {
    let symbol: Symbol =
      switch byte(index) {
      case UInt8(ascii: "("): .leftParen
      case UInt8(ascii: "["): .leftBracket
      default: .leftBrace
      }
    let token = tokenCount
    emit(index, index &+ 1, Token.noMate, symbol, .open)
    brackets.append(UInt32(truncatingIfNeeded: token))
  }

  mutating func close(_ index: Int) -> Int {
    let symbol: Symbol =
      switch byte(index) {
      case UInt8(ascii: ")"): .rightParen
      case UInt8(ascii: "]"): .rightBracket
      default: .rightBrace
      }
    guard let mate = brackets.last else {
      emit(index, index &+ 1, Token.noMate, symbol, .close)
      return index &+ 1
    }
    let opening = unsafe tokens[Int(mate)]
    if opening.flags.contains(.interpolation), symbol == .rightBrace {
      return closeField(index, mate)
    }
    // A bracket of the wrong shape closes nothing, unless the one before it fits: then the inner one was never closed.
    var depth = brackets.count &- 1
    while depth >= 0, unsafe tokens[Int(brackets[depth])].symbol.rawValue &+ 1 != symbol.rawValue {
      if unsafe tokens[Int(brackets[depth])].flags.contains(.interpolation) {
        depth = -1
        break
      }
      depth &-= 1
    }
    guard depth >= 0 else {
      emit(index, index &+ 1, Token.noMate, symbol, .close)
      return index &+ 1
    }
    let matching = brackets[depth]
    brackets.removeSubrange(depth...)
    unsafe tokens[Int(matching)].payload = UInt32(truncatingIfNeeded: tokenCount)
    emit(index, index &+ 1, matching, symbol, .close)
    return index &+ 1
  }

  mutating func punctuation(_ start: Int) -> Int {
    let first = byte(start)
    let second = byte(start &+ 1)
    let third = byte(start &+ 2)
    let equals = UInt8(ascii: "=")
    var length = 1
    var symbol = Symbol.none
    switch first {
    case UInt8(ascii: "."):
      if second >= UInt8(ascii: "0"), second <= UInt8(ascii: "9") { return number(start) }
      if second == first, third == first { (symbol, length) = (.ellipsis, 3) } else { symbol = .dot }
    case UInt8(ascii: ","): symbol = .comma
    case UInt8(ascii: "="): if second == equals { (symbol, length) = (.equal, 2) } else { symbol = .assign }
    case UInt8(ascii: ":"):
      if let end = formatSpecification(start) { return end }
      if second == equals {
        (symbol, length) = (.walrus, 2)
        line.hasWalrus = true
      } else {
        symbol = .colon
      }
    case UInt8(ascii: ";"): symbol = .semicolon
    case UInt8(ascii: "@"):
      if second == equals { (symbol, length) = (Symbol(rawValue: 22), 2) } else { symbol = .at }
    case UInt8(ascii: "-"):
      if second == equals {
        (symbol, length) = (Symbol(rawValue: 17), 2)
      } else if second == UInt8(ascii: ">") {
        (symbol, length) = (.arrow, 2)
      } else {
        symbol = .minus
      }
    case UInt8(ascii: "+"): (symbol, length) = second == equals ? (.plusAssign, 2) : (.plus, 1)
    case UInt8(ascii: "*"):
      if second == first {
        (symbol, length) = third == equals ? (Symbol(rawValue: 28), 3) : (.doubleStar, 2)
      } else {
        (symbol, length) = second == equals ? (Symbol(rawValue: 18), 2) : (.star, 1)
      }
    case UInt8(ascii: "/"):
      if second == first {
        (symbol, length) = third == equals ? (Symbol(rawValue: 20), 3) : (.doubleSlash, 2)
      } else {
        (symbol, length) = second == equals ? (Symbol(rawValue: 19), 2) : (.slash, 1)
      }
    case UInt8(ascii: "%"): (symbol, length) = second == equals ? (Symbol(rawValue: 21), 2) : (.percent, 1)
    case UInt8(ascii: "&"): (symbol, length) = second == equals ? (Symbol(rawValue: 23), 2) : (.ampersand, 1)
    case UInt8(ascii: "|"): (symbol, length) = second == equals ? (Symbol(rawValue: 24), 2) : (.bar, 1)
    case UInt8(ascii: "^"): (symbol, length) = second == equals ? (Symbol(rawValue: 25), 2) : (.caret, 1)
    case UInt8(ascii: "~"): symbol = .tilde
    case UInt8(ascii: "<"):
      if second == first {
        (symbol, length) = third == equals ? (Symbol(rawValue: 27), 3) : (.shiftLeft, 2)
      } else {
        (symbol, length) = second == equals ? (.lessEqual, 2) : (.less, 1)
      }
    case UInt8(ascii: ">"):
      if second == first {
        (symbol, length) = third == equals ? (Symbol(rawValue: 26), 3) : (.shiftRight, 2)
      } else {
        (symbol, length) = second == equals ? (.greaterEqual, 2) : (.greater, 1)
      }
    case UInt8(ascii: "!"): (symbol, length) = second == equals ? (.notEqual, 2) : (.bang, 1)
    case UInt8(ascii: "$"): symbol = .dollar
    case UInt8(ascii: "?"): symbol = .question
    case UInt8(ascii: "`"): symbol = .backquote
    default: break
    }
    let token = tokenCount
    emit(start, start &+ length, 0, symbol, .punctuation)
    if brackets.isEmpty { note(symbol, UInt32(truncatingIfNeeded: token)) }
    return start &+ length
  }

  /// What an operator outside of brackets says about its logical line.
  @inline(__always)
  private mutating func note(_ symbol: Symbol, _ token: UInt32) {
    switch symbol {
    case .colon:
      if pendingLambdas > 0 {
        pendingLambdas &-= 1
      } else if line.colon == LogicalLine.absent {
        line.colon = token
      }
    case .semicolon:
      line.hasSemicolon = true
      pendingLambdas = 0
    default:
      // The `=` of a lambda's default assigns nothing.
      if symbol == .assign || symbol.isAugmentedAssignment, line.assign == LogicalLine.absent, pendingLambdas == 0 {
        line.assign = token
      }
    }
  }
}
