/// The number of an interned word or operator. Rules compare these instead of text.
package struct Symbol: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Of all that no rule asks for.
  package static let none = Symbol(rawValue: 0)
}

/// The symbols that every table starts with, in this order: the operators and reserved words of all languages.
package enum BuiltinSymbols {
  package static let words: [StaticString] = [
    "", "(", ")", "[", "]", "{", "}", ",", ":", ";", ".", "=", ":=", "->", "@", "...",
    "+=", "-=", "*=", "/=", "//=", "%=", "@=", "&=", "|=", "^=", ">>=", "<<=", "**=",
    "+", "-", "*", "/", "//", "%", "**", "&", "|", "^", "~", "<<", ">>",
    "<", ">", "<=", ">=", "==", "!=", "!", "$", "?", "`", "\\",
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
  ]
}

extension Symbol {
  private static func fixed(_ index: UInt16) -> Symbol { Symbol(rawValue: index) }

  package static let leftParen = fixed(1)
  package static let rightParen = fixed(2)
  package static let leftBracket = fixed(3)
  package static let rightBracket = fixed(4)
  package static let leftBrace = fixed(5)
  package static let rightBrace = fixed(6)
  package static let comma = fixed(7)
  package static let colon = fixed(8)
  package static let semicolon = fixed(9)
  package static let dot = fixed(10)
  package static let assign = fixed(11)
  package static let walrus = fixed(12)
  package static let arrow = fixed(13)
  package static let at = fixed(14)
  package static let ellipsis = fixed(15)
  package static let plusAssign = fixed(16)
  /// `+=` … `**=`.
  package var isAugmentedAssignment: Bool { (16...28).contains(rawValue) }
  package static let plus = fixed(29)
  package static let minus = fixed(30)
  package static let star = fixed(31)
  package static let slash = fixed(32)
  package static let doubleSlash = fixed(33)
  package static let percent = fixed(34)
  package static let doubleStar = fixed(35)
  package static let ampersand = fixed(36)
  package static let bar = fixed(37)
  package static let caret = fixed(38)
  package static let tilde = fixed(39)
  package static let shiftLeft = fixed(40)
  package static let shiftRight = fixed(41)
  package static let less = fixed(42)
  package static let greater = fixed(43)
  package static let lessEqual = fixed(44)
  package static let greaterEqual = fixed(45)
  package static let equal = fixed(46)
  package static let notEqual = fixed(47)
  package static let bang = fixed(48)
  package static let dollar = fixed(49)
  package static let question = fixed(50)
  package static let backquote = fixed(51)
  package static let backslash = fixed(52)
  package static let `false` = fixed(53)
  package static let none_ = fixed(54)
  package static let `true` = fixed(55)
  package static let and = fixed(56)
  package static let `as` = fixed(57)
  package static let assert = fixed(58)
  package static let async = fixed(59)
  package static let await = fixed(60)
  package static let `break` = fixed(61)
  package static let `class` = fixed(62)
  package static let `continue` = fixed(63)
  package static let def = fixed(64)
  package static let del = fixed(65)
  package static let elif = fixed(66)
  package static let `else` = fixed(67)
  package static let except = fixed(68)
  package static let finally = fixed(69)
  package static let `for` = fixed(70)
  package static let from = fixed(71)
  package static let global = fixed(72)
  package static let `if` = fixed(73)
  package static let `import` = fixed(74)
  package static let `in` = fixed(75)
  package static let `is` = fixed(76)
  package static let lambda = fixed(77)
  package static let nonlocal = fixed(78)
  package static let not = fixed(79)
  package static let or = fixed(80)
  package static let pass = fixed(81)
  package static let raise = fixed(82)
  package static let `return` = fixed(83)
  package static let `try` = fixed(84)
  package static let `while` = fixed(85)
  package static let with = fixed(86)
  package static let yield = fixed(87)

  /// The number of symbols every table starts with.
  package static let builtinCount = 88
}
