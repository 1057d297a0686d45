import SourceScan

/// What can be asked of a candidate before a pattern is tried on it, for the price of a few comparisons. Numbers and bits
/// only: it is copied for every place that the pattern might match at.
struct PatternShape: Sendable {
  /// How a part of a pattern must begin; brackets around it and an `await` may stand before that.
  enum Head: Sendable {
    case anything, string
    case bracket(Symbol)
    /// With one of these names, or one that an import gives: `copy.deepcopy` may be written `deepcopy`.
    case names(SymbolQuartet)

    /// Not everything begins so.
    @inline(__always)
    var isCertain: Bool { if case .anything = self { false } else { true } }
  }

  /// How the right side of an assignment must begin.
  enum RightSide: Sendable {
    case with(Head)
    /// With the same token as the left side: `$T = $T + …`.
    case leftSide
  }

  /// A word, other than the one the pattern is found by, that stands literally in every match: an attribute or the name
  /// of a keyword argument. Names that an import may rename do not count.
  private(set) var hint = Symbol.none
  /// Of `if len($X)`, `list(sorted($X))`, `$X in list($Y)`: what the header's end, the first argument or the right operand
  /// begins with.
  private(set) var head = Head.anything
  /// The metavariable whose roles can be asked before the pattern is tried: what stands before an attribute, what ends a
  /// header (`if $Q`, `for $X in $Q`), what a comprehension goes through, the only or first argument of a plain function
  /// (`len($Q)`).
  private(set) var telling: CaptureName?
  /// Of an operator, or an assignment, with nothing but a metavariable on its right: that one.
  private(set) var rightOperand: CaptureName?

  /// Of an attribute: whether a call follows it, and whether that has no arguments.
  private(set) var isCall = false
  private(set) var isEmptyCall = false

  private(set) var rightSide = RightSide.with(.anything)
  /// Of an assignment: the token that its right side must end in, unless that stands in brackets.
  private(set) var rightEnd = Symbol.none
  /// Of an assignment: an operator that must stand on its right side, in brackets or not.
  private(set) var rightOperator = Symbol.none
  /// Of an assignment: its target is an attribute, whatever it is called.
  private(set) var assignsAttribute = false

  /// Of a comprehension: its bracket, how what it makes begins, and whether that is what it goes through:
  /// `[$X for $X in $Y]`.
  private(set) var bracket = Symbol.none
  private(set) var element = Head.anything
  private(set) var isCopying = false

  init(_ anchor: Pattern.Anchor, _ elements: [Element], framework: Int?) {
    hint = PatternShape.hint(anchor, elements)
    telling = PatternShape.telling(anchor, elements)
    rightOperand = PatternShape.rightOperand(anchor, elements)
    head = PatternShape.head(anchor, elements, framework)
    if let arguments = PatternShape.attributeCall(anchor, elements) {
      isCall = true
      isEmptyCall = arguments.list.isEmpty
    }
    if case .assignment = anchor { readAssignment(elements, framework) }
    if case .comprehension = anchor, case .chain(let chain)? = elements.first,
      case .bracket(let symbol, let inside) = chain.root
    {
      bracket = symbol
      readComprehension(inside, framework)
    }
  }

  // MARK: Assignments

  private mutating func readAssignment(_ elements: [Element], _ framework: Int?) {
    let right = PatternShape.rightSide(elements)
    /// `nil` for several.
    let only = right.startIndex == 2 ? elements[0] : nil
    if case .chain(let target)? = only, case .anyAttribute? = target.links.last { assignsAttribute = true }
    var operators: [Symbol] = []
    for element in right { PatternShape.collectOperators(element, &operators) }
    rightOperator = operators.first ?? .none
    guard let first = right.first else { return }
    let target: CaptureName? =
      switch only {
      case .expression(let name, _): name
      case .chain(let chain): if case .expression(let name) = chain.root { name } else { nil }
      default: nil
      }
    switch first {
    case .expression(let name?, _) where name == target: rightSide = .leftSide
    case .chain(let chain):
      switch chain.root {
      case .string: rightSide = .with(.string)
      case .bracket(let symbol, _): if chain.links.isEmpty { rightSide = .with(.bracket(symbol)) }
      case .expression(let name): if let name, name == target { rightSide = .leftSide }
      case .path(let path): rightSide = .with(PatternShape.head(path, framework))
      }
    default: break
    }
    guard case .chain(let last)? = elements.last else { return }
    switch last.links.last {
    case .attribute(let name): rightEnd = name
    case .call: rightEnd = .rightParen
    case .subscripted: rightEnd = .rightBracket
    case .anyAttribute, .run, nil: break
    }
  }

  /// What stands behind the sign of an assignment.
  private static func rightSide(_ elements: [Element]) -> ArraySlice<Element> {
    elements[min((PatternAnchor.assignment(in: elements) ?? 1) + 1, elements.count)...]
  }

  private static func collectOperators(_ element: Element, _ operators: inout [Symbol]) {
    if case .token(let symbol) = element, symbol == .plus || symbol == .minus { operators.append(symbol) }
    guard case .chain(let chain) = element else { return }
    for case .call(let arguments) in chain.links {
      for case .positional(let elements) in arguments.list { elements.forEach { collectOperators($0, &operators) } }
    }
  }

  private static func rightOperand(_ anchor: Pattern.Anchor, _ elements: [Element]) -> CaptureName? {
    switch anchor {
    case .infix:
      guard case .expression(let name?, .level)? = elements.last else { return nil }
      return name
    case .assignment:
      let right = rightSide(elements)
      guard right.count == 1, case .expression(let name?, _)? = right.first else { return nil }
      return name
    default: return nil
    }
  }

  // MARK: Comprehensions

  private mutating func readComprehension(_ inside: [Element], _ framework: Int?) {
    if case .chain(let chain)? = inside.first { element = PatternShape.head(chain, framework) }
    guard inside.count > 2, case .expression(let made?, _) = inside[0], case .token(.for) = inside[1],
      case .expression(made, _) = inside[2]
    else { return }
    isCopying = true
  }

  // MARK: Calls and names

  private static func hint(_ anchor: Pattern.Anchor, _ elements: [Element]) -> Symbol {
    var words: [Symbol] = []
    for element in elements { collect(element, &words) }
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

  /// The call behind the attribute that a pattern is found by.
  private static func attributeCall(_ anchor: Pattern.Anchor, _ elements: [Element]) -> Arguments? {
    guard case .attribute(let name) = anchor, case .chain(let chain)? = elements.first else { return nil }
    for (index, link) in chain.links.enumerated() {
      guard case .attribute(name) = link else { continue }
      guard index + 1 < chain.links.count, case .call(let arguments) = chain.links[index + 1] else { return nil }
      return arguments
    }
    return nil
  }

  /// The first argument of a plain function, as the elements of the pattern.
  private static func firstArgument(_ anchor: Pattern.Anchor, _ elements: [Element]) -> Element? {
    guard case .path(let path) = anchor, path.count == 1, case .chain(let chain)? = elements.first,
      case .call(let arguments)? = chain.links.first, case .positional(let argument)? = arguments.list.first,
      argument.count == 1
    else { return nil }
    return argument[0]
  }

  private static func telling(_ anchor: Pattern.Anchor, _ elements: [Element]) -> CaptureName? {
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
    case .path:
      guard case .expression(let name?, _)? = firstArgument(anchor, elements) else { return nil }
      return name
    default: return nil
    }
  }

  // MARK: Heads

  private static func head(_ anchor: Pattern.Anchor, _ elements: [Element], _ framework: Int?) -> Head {
    var part: Element?
    switch anchor {
    case .statement, .infix:
      guard elements.count > 1, case .token = elements[elements.count - 2] else { return .anything }
      part = elements.last
    case .path: part = firstArgument(anchor, elements)
    default: break
    }
    guard case .chain(let chain)? = part else { return .anything }
    return head(chain, framework)
  }

  private static func head(_ chain: Chain, _ framework: Int?) -> Head {
    switch chain.root {
    case .path(let path): head(path, framework)
    case .bracket(let symbol, _): .bracket(symbol)
    case .string: .string
    case .expression: .anything
    }
  }

  private static func head(_ path: [Symbol], _ framework: Int?) -> Head {
    // A framework's name may be handed on by a module of the project under its own.
    guard framework == nil, let names = SymbolQuartet(path) else { return .anything }
    return .names(names)
  }
}

/// One to four symbols.
struct SymbolQuartet: Sendable {
  private var symbols: (Symbol, Symbol, Symbol, Symbol)

  /// `nil` for none, or for more than four.
  init?(_ list: [Symbol]) {
    guard let first = list.first, list.count <= 4 else { return nil }
    func symbol(_ index: Int) -> Symbol { index < list.count ? list[index] : first }
    symbols = (first, symbol(1), symbol(2), symbol(3))
  }

  @inline(__always)
  func contains(_ symbol: Symbol) -> Bool {
    symbol == symbols.0 || symbol == symbols.1 || symbol == symbols.2 || symbol == symbols.3
  }
}
