/// One lexical element of a source file, 16 bytes. White space, line ends and comments are no tokens.
package struct Token: Sendable {
  /// Byte offsets into the source, `end` one past the last byte.
  package var start: UInt32
  package var end: UInt32
  /// Of a name: 32 bits of its hash. Of a bracket or an f-string's ends: the index of its mate, `Token.noMate` when it
  /// has none.
  package var payload: UInt32
  /// The word's or operator's symbol; `Symbol.none` for names no rule asks for, numbers and strings.
  package var symbol: Symbol
  package var kind: TokenKind
  package var flags: TokenFlags

  @inlinable package static var noMate: UInt32 { UInt32.max }

  package init(start: Int, end: Int, payload: UInt32, symbol: Symbol, kind: TokenKind, flags: TokenFlags = []) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.end = UInt32(truncatingIfNeeded: end)
    self.payload = payload
    self.symbol = symbol
    self.kind = kind
    self.flags = flags
  }

  @inlinable package var range: Range<Int> { Int(start)..<Int(end) }
}

package enum TokenKind: UInt8, Sendable {
  case name, keyword, number, string
  /// The parts of an interpolated string: opening quote, literal text between the fields, closing quote. The fields'
  /// braces are `open` and `close` tokens with the flag `interpolation`.
  case stringStart, stringText, stringEnd
  case open, close
  case punctuation

  // Written out, because the comparison that comes with a raw type is generic and costs a call in other rooms.
  @inlinable package static func == (left: TokenKind, right: TokenKind) -> Bool { left.rawValue == right.rawValue }
  @inlinable package static func != (left: TokenKind, right: TokenKind) -> Bool { left.rawValue != right.rawValue }
}

package struct TokenFlags: OptionSet, Sendable {
  package let rawValue: UInt8
  @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The first token of a logical line.
  @inlinable package static var startsLine: TokenFlags { TokenFlags(rawValue: 1) }
  @inlinable package static var tripleQuoted: TokenFlags { TokenFlags(rawValue: 2) }
  @inlinable package static var raw: TokenFlags { TokenFlags(rawValue: 4) }
  @inlinable package static var binary: TokenFlags { TokenFlags(rawValue: 8) }
  /// A brace around a field of an interpolated string.
  @inlinable package static var interpolation: TokenFlags { TokenFlags(rawValue: 16) }
  /// The string's first word is SELECT, INSERT, UPDATE, DELETE, WITH…
  @inlinable package static var looksLikeSQL: TokenFlags { TokenFlags(rawValue: 32) }
  /// The `in` of a `for`: it compares nothing, and no pattern is found by it.
  @inlinable package static var ofLoop: TokenFlags { TokenFlags(rawValue: 64) }
  /// A bracket that calls nothing, though a name stands before it: the columns in `ON jobs (state)`.
  @inlinable package static var apart: TokenFlags { TokenFlags(rawValue: 128) }
}
