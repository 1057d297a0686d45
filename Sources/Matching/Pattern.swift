import SourceScan

/// A token pattern, compiled: what it looks like and where to look for it.
struct Pattern: Sendable {
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

  var anchor: Anchor
  var elements: [Element]
  /// Words that must occur in a file for the pattern to match there.
  var required: [Symbol]
  /// Metavariables that must play one of these roles.
  var roles: [(capture: CaptureName, roles: [Int])]
  /// Names of captures the pattern binds.
  var captures: [CaptureName]
  /// Of a framework's pattern: the framework, whose modules' names may be written without their module.
  var framework: Int?
  var text: String
}

/// A metavariable's number: the same name is the same number everywhere.
typealias CaptureName = UInt16

indirect enum Element: Sendable {
  /// An operator, keyword or other fixed token.
  case token(Symbol)
  case name(Symbol)
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

struct Chain: Sendable {
  indirect enum Root: Sendable {
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

  var root: Root
  var links: [Link]
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

  var list: [Argument]

  var isOpen: Bool { list.contains { if case .run = $0 { true } else { false } } }
}

enum StringTest: Sendable {
  case any
  case equals([UInt8])
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
