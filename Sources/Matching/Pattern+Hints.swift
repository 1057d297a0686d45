import SourceScan

/// What can be asked of a candidate before the pattern is tried on it, for the price of a few comparisons.
extension Pattern {
  /// A word, other than the one the pattern is found by, that stands literally in every match: an attribute or the name
  /// of a keyword argument. Names that an import may rename do not count.
  var hint: Symbol {
    var words: [Symbol] = []
    for element in elements { Pattern.collect(element, &words) }
    if case .attribute(let anchor) = anchor { words.removeAll { $0 == anchor } }
    return words.first ?? .none
  }

  private static func collect(_ element: Element, _ words: inout [Symbol]) {
    guard case .chain(let chain) = element else { return }
    if case .bracket(_, let inside) = chain.root { inside.forEach { collect($0, &words) } }
    for link in chain.links {
      switch link {
      case .attribute(let word): words.append(word)
      case .call(let arguments):
        for argument in arguments.list {
          switch argument {
          case .positional(let elements): elements.forEach { collect($0, &words) }
          case .keyword(let name, let elements):
            if case .word(let word) = name { words.append(word) }
            elements.forEach { collect($0, &words) }
          case .run: break
          }
        }
      case .subscripted(let elements): elements.forEach { collect($0, &words) }
      case .anyAttribute, .run: break
      }
    }
  }

  /// Of an assignment: how its right side must begin.
  enum RightSide: Sendable {
    case anything, string
    case bracket(Symbol)
    /// With the same token as the left side: `$T = $T + …`.
    case leftSide
  }

  var rightSide: RightSide {
    guard case .assignment = anchor, elements.count > 2 else { return .anything }
    switch elements[2] {
    case .chain(let chain):
      switch chain.root {
      case .string: return .string
      case .bracket(let symbol, _): return chain.links.isEmpty ? .bracket(symbol) : .anything
      case .expression(let name): return isTarget(name) ? .leftSide : .anything
      case .path: return .anything
      }
    case .expression(let name, _): return isTarget(name) ? .leftSide : .anything
    default: return .anything
    }
  }

  private func isTarget(_ name: CaptureName?) -> Bool {
    guard let name else { return false }
    switch elements[0] {
    case .expression(let target, _): return target == name
    case .chain(let chain): return if case .expression(let target) = chain.root { target == name } else { false }
    default: return false
    }
  }

  /// Of an assignment: its target is an attribute, whatever it is called.
  var assignsAttribute: Bool {
    guard case .assignment = anchor, case .chain(let chain) = elements[0] else { return false }
    return if case .anyAttribute = chain.links.last { true } else { false }
  }

  /// Of an assignment: an operator that must stand on its right side, in brackets or not.
  var rightOperator: Symbol {
    guard case .assignment = anchor else { return .none }
    var operators: [Symbol] = []
    for element in elements.dropFirst(2) { Pattern.collectOperators(element, &operators) }
    return operators.first ?? .none
  }

  private static func collectOperators(_ element: Element, _ operators: inout [Symbol]) {
    if case .token(let symbol) = element, symbol == .plus || symbol == .minus { operators.append(symbol) }
    guard case .chain(let chain) = element else { return }
    for case .call(let arguments) in chain.links {
      for case .positional(let elements) in arguments.list { elements.forEach { collectOperators($0, &operators) } }
    }
  }

  /// Of `$X[...]` and `$F(...)`, which have no name to be found by: the bracket that opens behind the metavariable.
  var bareBracket: Symbol? {
    guard elements.count == 1, case .chain(let chain) = elements[0], case .expression = chain.root else { return nil }
    switch chain.links.first {
    case .subscripted: return .leftBracket
    case .call: return .leftParen
    default: return nil
    }
  }

  /// The metavariable whose roles can be asked before the pattern is tried: what stands before an attribute, what ends a
  /// header (`if $Q`, `for $X in $Q`), what a comprehension goes through, the only or first argument of a plain function
  /// (`len($Q)`).
  var telling: CaptureName? {
    switch anchor {
    case .attribute:
      guard case .chain(let chain)? = elements.first, case .expression(let name?) = chain.root,
        case .attribute? = chain.links.first
      else { return nil }
      return name
    case .statement:
      guard case .expression(let name?, _)? = elements.last, elements.count > 1 else { return nil }
      return name
    case .comprehension:
      guard case .chain(let chain)? = elements.first, case .bracket(_, let inside) = chain.root,
        let keyword = inside.firstIndex(where: { if case .token(.in) = $0 { true } else { false } }),
        keyword + 1 < inside.count, case .expression(let name?, _) = inside[keyword + 1]
      else { return nil }
      return name
    case .path(let path) where path.count == 1:
      guard case .chain(let chain)? = elements.first, case .call(let arguments)? = chain.links.first,
        case .positional(let argument)? = arguments.list.first, argument.count == 1,
        case .expression(let name?, _) = argument[0]
      else { return nil }
      return name
    default: return nil
    }
  }

  /// Of an operator between two metavariables: the right one.
  var rightOperand: CaptureName? {
    guard case .infix = anchor, case .expression(let name?, .level)? = elements.last else { return nil }
    return name
  }

  /// How the part that tells most must begin.
  enum Head: Sendable {
    case anything, string
    case bracket(Symbol)
    /// With this name, or one that an import gives it.
    case name(Symbol)
  }

  /// Of `if len($X)`, `list(sorted($X))`, `$X in list($Y)`: what the header's end, the first argument or the right operand
  /// begins with.
  var head: Head {
    var part: Element?
    switch anchor {
    case .statement, .infix:
      guard elements.count > 1, case .token = elements[elements.count - 2] else { return .anything }
      part = elements.last
    case .path(let path) where path.count == 1:
      guard case .chain(let chain)? = elements.first, case .call(let arguments)? = chain.links.first,
        case .positional(let argument)? = arguments.list.first, argument.count == 1
      else { return .anything }
      part = argument[0]
    default: break
    }
    guard case .chain(let chain)? = part else { return .anything }
    switch chain.root {
    // A longer path may be written in many ways.
    case .path(let path): return path.count == 1 && framework == nil ? .name(path[0]) : .anything
    case .bracket(let symbol, _): return .bracket(symbol)
    case .string: return .string
    case .expression: return .anything
    }
  }

  /// Of a comprehension: its bracket.
  var comprehensionBracket: Symbol {
    guard case .comprehension = anchor, case .chain(let chain)? = elements.first,
      case .bracket(let symbol, _) = chain.root
    else { return .none }
    return symbol
  }
}
