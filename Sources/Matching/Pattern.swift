import SourceScan

/// A token pattern, compiled: what it looks like and where to look for it. A class, because it is handed to every try
/// and never changes.
final class Pattern: Sendable {
  /// How candidates are found.
  enum Anchor: Sendable {
    /// Statements that begin with this keyword; the pattern describes the whole header.
    case statement(Symbol)
    /// Assignments (`=`), augmented ones by their operator.
    case assignment(Symbol)
    /// The items of `with` statements.
    case withItem
    /// A name that resolves to a path beginning with these names.
    case path([Symbol])
    /// An attribute of a chain.
    case attribute(Symbol)
    /// A binary operator with the pattern's first element before it.
    case infix(Symbol)
    /// A keyword that begins an expression: `await`, `not`, `lambda`.
    case prefix(Symbol)
    case comprehension
    /// Found nowhere by itself; only held against an expression at hand.
    case none
  }

  let anchor: Anchor
  let elements: [Element]
  /// Words that must occur in a file for the pattern to match there.
  let required: [Symbol]
  /// Metavariables that must play one of these roles.
  let roles: [(capture: CaptureName, roles: [Int])]
  /// Names of captures the pattern binds.
  let captures: [CaptureName]
  /// What can be asked of a candidate before the pattern is tried.
  let shape: PatternShape

  /// Of `$ROW.$FIELD`, which nothing is found by: what the attribute is of.
  var attributeOf: CaptureName? {
    guard case .none = anchor, elements.count == 1, case .chain(let chain) = elements[0], chain.links.count == 1,
      case .expression(let name) = chain.root, case .anyAttribute = chain.links[0]
    else { return nil }
    return name
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

  /// Of `[..., $X, ...]`, which has no name to be found by: its bracket.
  var literalBracket: Symbol? {
    guard elements.count == 1, case .chain(let chain) = elements[0], case .bracket(let symbol, _) = chain.root,
      chain.links.isEmpty
    else { return nil }
    return symbol
  }

  /// The pattern is one of a decorator.
  var isDecorator: Bool { if case .statement(.at) = anchor { true } else { false } }

  /// The pattern is one of the header of a class.
  var isClassHeader: Bool { if case .statement(.class) = anchor { true } else { false } }

  /// The pattern is written with `async` before its keyword.
  var beginsWithAsync: Bool {
    if case .token(.async)? = elements.first { true } else { false }
  }

  /// The pattern describes the type that a function returns.
  var writesReturnType: Bool {
    elements.contains { if case .token(.arrow) = $0 { true } else { false } }
  }

  /// Of a framework's pattern: the framework, whose modules' names may be written without their module.
  let framework: Int?

  init(
    anchor: Anchor, elements: [Element], required: [Symbol], roles: [(capture: CaptureName, roles: [Int])],
    captures: [CaptureName],
    framework: Int?
  ) {
    self.anchor = anchor
    self.elements = elements
    self.required = required
    self.roles = roles
    self.captures = captures
    self.framework = framework
    shape = PatternShape(anchor, elements, framework: framework)
  }
}

/// A metavariable's number: the same name is the same number everywhere.
typealias CaptureName = UInt16

enum Element: Sendable {
  /// An operator, keyword or other fixed token.
  case token(Symbol)
  case number(String)
  /// `$X`; `nil` for `$_`. The level says how far the expression reaches.
  case expression(CaptureName?, Extent)
  /// `...` and `$...RUN`.
  case run(CaptureName?)
  case chain(Chain)

  enum Extent: Sendable {
    case level(UInt8)
    /// The targets of a `for`: up to its `in`.
    case targets
    /// All up to the end of the statement or bracket, commas included.
    case rest
  }
}

/// A class, because it is taken apart step by step at every try.
final class Chain: Sendable {
  enum Root: Sendable {
    /// A name and the attributes behind it, written canonically.
    case path([Symbol])
    case expression(CaptureName?)
    case string(StringTest)
    case bracket(Symbol, [Element])
  }

  enum Link: Sendable {
    case attribute(Symbol)
    case anyAttribute(CaptureName?)
    case call(Arguments)
    case subscripted([Element])
    /// `. ... .`: any run of links, also an empty one.
    case run
  }

  let root: Root
  let links: [Link]

  init(root: Root, links: [Link]) {
    self.root = root
    self.links = links
  }
}

struct Arguments: Sendable {
  enum Argument: Sendable {
    case positional([Element])
    case run(CaptureName?)
    case keyword(KeywordName, [Element])
  }

  enum KeywordName: Sendable {
    case word(Symbol)
    case any(CaptureName?)
  }

  let list: [Argument]
  /// Of these, all but the keywords.
  let positional: [Argument]
  /// Whether there may be more arguments than these.
  let isOpen: Bool
  /// Of parameters: a type is written behind one of them.
  let isAnnotated: Bool

  init(list: [Argument]) {
    self.list = list
    isAnnotated = list.contains { argument in
      guard case .positional(let elements) = argument else { return false }
      return elements.contains { if case .token(.colon) = $0 { true } else { false } }
    }
    positional = list.filter { if case .keyword = $0 { false } else { true } }
    isOpen = list.contains { if case .run = $0 { true } else { false } }
  }
}

enum StringTest: Sendable {
  case any
  case equals([UInt8], isBinary: Bool)
  case matches(Int)
}

/// What a metavariable stands for at one site: tokens.
struct Capture: Sendable, Equatable {
  var name: CaptureName
  var range: Range<UInt32>
}

/// How well it is proven that code is what a framework file describes.
enum Proof: UInt8, Sendable, Comparable {
  /// By an import, an annotation or a construction.
  case typed
  /// By the name of a receiver, in a file that imports the framework.
  case named
  /// By a name alone.
  case guessed

  static func < (left: Proof, right: Proof) -> Bool { left.rawValue < right.rawValue }
}
