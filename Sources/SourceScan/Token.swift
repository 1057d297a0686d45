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

  package static let noMate = UInt32.max

  package init(start: Int, end: Int, payload: UInt32, symbol: Symbol, kind: TokenKind, flags: TokenFlags = []) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.end = UInt32(truncatingIfNeeded: end)
    self.payload = payload
    self.symbol = symbol
    self.kind = kind
    self.flags = flags
  }

  package var range: Range<Int> { Int(start)..<Int(end) }
}

package enum TokenKind: UInt8, Sendable {
  case name, keyword, number, string
  /// The parts of an interpolated string: opening quote, literal text between the fields, closing quote. The fields'
  /// braces are `open` and `close` tokens with the flag `interpolation`.
  case stringStart, stringText, stringEnd
  case open, close
  case punctuation
}

package struct TokenFlags: OptionSet, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The first token of a logical line.
  package static let startsLine = TokenFlags(rawValue: 1)
  package static let tripleQuoted = TokenFlags(rawValue: 2)
  package static let raw = TokenFlags(rawValue: 4)
  package static let binary = TokenFlags(rawValue: 8)
  /// A brace around a field of an interpolated string.
  package static let interpolation = TokenFlags(rawValue: 16)
  /// The string's first word is SELECT, INSERT, UPDATE, DELETE, WITH…
  package static let looksLikeSQL = TokenFlags(rawValue: 32)
}
