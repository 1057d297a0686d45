/// The number of an interned word or operator. Rules compare these instead of text.
package struct Symbol: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt16
  @inlinable package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Of all that no rule asks for.
  @inlinable package static var none: Symbol { Symbol(rawValue: 0) }

  // Written out, because the comparison that comes with `RawRepresentable` is generic and costs a call in other rooms.
  @inlinable package static func == (left: Symbol, right: Symbol) -> Bool { left.rawValue == right.rawValue }
  @inlinable package static func != (left: Symbol, right: Symbol) -> Bool { left.rawValue != right.rawValue }
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
    "::",
  ]
}

extension Symbol {
  @inlinable package static var leftParen: Symbol { Symbol(rawValue: 1) }
  @inlinable package static var rightParen: Symbol { Symbol(rawValue: 2) }
  @inlinable package static var leftBracket: Symbol { Symbol(rawValue: 3) }
  @inlinable package static var rightBracket: Symbol { Symbol(rawValue: 4) }
  @inlinable package static var leftBrace: Symbol { Symbol(rawValue: 5) }
  @inlinable package static var rightBrace: Symbol { Symbol(rawValue: 6) }
  @inlinable package static var comma: Symbol { Symbol(rawValue: 7) }
  @inlinable package static var colon: Symbol { Symbol(rawValue: 8) }
  @inlinable package static var semicolon: Symbol { Symbol(rawValue: 9) }
  @inlinable package static var dot: Symbol { Symbol(rawValue: 10) }
  @inlinable package static var assign: Symbol { Symbol(rawValue: 11) }
  @inlinable package static var walrus: Symbol { Symbol(rawValue: 12) }
  @inlinable package static var arrow: Symbol { Symbol(rawValue: 13) }
  @inlinable package static var at: Symbol { Symbol(rawValue: 14) }
  @inlinable package static var ellipsis: Symbol { Symbol(rawValue: 15) }
  @inlinable package static var plusAssign: Symbol { Symbol(rawValue: 16) }
  /// `+=` … `**=`.
  @inlinable package var isAugmentedAssignment: Bool { rawValue >= 16 && rawValue <= 28 }
  @inlinable package static var plus: Symbol { Symbol(rawValue: 29) }
  @inlinable package static var minus: Symbol { Symbol(rawValue: 30) }
  @inlinable package static var star: Symbol { Symbol(rawValue: 31) }
  @inlinable package static var slash: Symbol { Symbol(rawValue: 32) }
  @inlinable package static var doubleSlash: Symbol { Symbol(rawValue: 33) }
  @inlinable package static var percent: Symbol { Symbol(rawValue: 34) }
  @inlinable package static var doubleStar: Symbol { Symbol(rawValue: 35) }
  @inlinable package static var ampersand: Symbol { Symbol(rawValue: 36) }
  @inlinable package static var bar: Symbol { Symbol(rawValue: 37) }
  @inlinable package static var caret: Symbol { Symbol(rawValue: 38) }
  @inlinable package static var tilde: Symbol { Symbol(rawValue: 39) }
  @inlinable package static var shiftLeft: Symbol { Symbol(rawValue: 40) }
  @inlinable package static var shiftRight: Symbol { Symbol(rawValue: 41) }
  @inlinable package static var less: Symbol { Symbol(rawValue: 42) }
  @inlinable package static var greater: Symbol { Symbol(rawValue: 43) }
  @inlinable package static var lessEqual: Symbol { Symbol(rawValue: 44) }
  @inlinable package static var greaterEqual: Symbol { Symbol(rawValue: 45) }
  @inlinable package static var equal: Symbol { Symbol(rawValue: 46) }
  @inlinable package static var notEqual: Symbol { Symbol(rawValue: 47) }
  @inlinable package static var bang: Symbol { Symbol(rawValue: 48) }
  @inlinable package static var dollar: Symbol { Symbol(rawValue: 49) }
  @inlinable package static var question: Symbol { Symbol(rawValue: 50) }
  @inlinable package static var backquote: Symbol { Symbol(rawValue: 51) }
  @inlinable package static var backslash: Symbol { Symbol(rawValue: 52) }
  @inlinable package static var `false`: Symbol { Symbol(rawValue: 53) }
  @inlinable package static var noneWord: Symbol { Symbol(rawValue: 54) }
  @inlinable package static var `true`: Symbol { Symbol(rawValue: 55) }
  @inlinable package static var and: Symbol { Symbol(rawValue: 56) }
  @inlinable package static var `as`: Symbol { Symbol(rawValue: 57) }
  @inlinable package static var assert: Symbol { Symbol(rawValue: 58) }
  @inlinable package static var async: Symbol { Symbol(rawValue: 59) }
  @inlinable package static var await: Symbol { Symbol(rawValue: 60) }
  @inlinable package static var `break`: Symbol { Symbol(rawValue: 61) }
  @inlinable package static var `class`: Symbol { Symbol(rawValue: 62) }
  @inlinable package static var `continue`: Symbol { Symbol(rawValue: 63) }
  @inlinable package static var def: Symbol { Symbol(rawValue: 64) }
  @inlinable package static var del: Symbol { Symbol(rawValue: 65) }
  @inlinable package static var elif: Symbol { Symbol(rawValue: 66) }
  @inlinable package static var `else`: Symbol { Symbol(rawValue: 67) }
  @inlinable package static var except: Symbol { Symbol(rawValue: 68) }
  @inlinable package static var finally: Symbol { Symbol(rawValue: 69) }
  @inlinable package static var `for`: Symbol { Symbol(rawValue: 70) }
  @inlinable package static var from: Symbol { Symbol(rawValue: 71) }
  @inlinable package static var global: Symbol { Symbol(rawValue: 72) }
  @inlinable package static var `if`: Symbol { Symbol(rawValue: 73) }
  @inlinable package static var `import`: Symbol { Symbol(rawValue: 74) }
  @inlinable package static var `in`: Symbol { Symbol(rawValue: 75) }
  @inlinable package static var `is`: Symbol { Symbol(rawValue: 76) }
  @inlinable package static var lambda: Symbol { Symbol(rawValue: 77) }
  @inlinable package static var nonlocal: Symbol { Symbol(rawValue: 78) }
  @inlinable package static var not: Symbol { Symbol(rawValue: 79) }
  @inlinable package static var or: Symbol { Symbol(rawValue: 80) }
  @inlinable package static var pass: Symbol { Symbol(rawValue: 81) }
  @inlinable package static var raise: Symbol { Symbol(rawValue: 82) }
  @inlinable package static var `return`: Symbol { Symbol(rawValue: 83) }
  @inlinable package static var `try`: Symbol { Symbol(rawValue: 84) }
  @inlinable package static var `while`: Symbol { Symbol(rawValue: 85) }
  @inlinable package static var with: Symbol { Symbol(rawValue: 86) }
  @inlinable package static var yield: Symbol { Symbol(rawValue: 87) }

  /// SQL's conversion, `total::text`.
  @inlinable package static var cast: Symbol { Symbol(rawValue: 88) }

  /// The number of symbols every table starts with.
  @inlinable package static var builtinCount: Int { 89 }
}
