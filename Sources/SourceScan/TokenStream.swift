/// All tokens of one file, and what the lexer noticed on the way. A class for the same reason as `Outline`.
package final class TokenStream: Sendable {
  package let tokens: [Token]
  package let lines: [LogicalLine]
  package let comments: [Comment]
  /// Tokens whose symbol is an anchor of some rule, in order.
  package let occurrences: [UInt32]
  /// `for` inside brackets, `lambda` and `yield`: what makes scopes inside expressions, and generators; in order.
  package let expressionScopes: [UInt32]
  /// The interned words that occur; reserved words and operators are not among them.
  package let seen: SymbolSet

  /// Names are the same in capitals or not, with quotes or without; their payloads tell.
  package let foldsNames: Bool
  /// Semicolons divide statements into parts.
  package let hasParts: Bool

  init(tokens: [Token], _ notes: Notes, foldsNames: Bool = false, hasParts: Bool = false) {
    self.tokens = tokens
    lines = notes.lines
    comments = notes.comments
    occurrences = notes.occurrences
    expressionScopes = notes.expressionScopes
    seen = notes.seen
    self.foldsNames = foldsNames
    self.hasParts = hasParts
  }

  /// What a lexer notices beside the tokens.
  struct Notes {
    var lines: [LogicalLine]
    var comments: [Comment]
    var occurrences: [UInt32]
    var expressionScopes: [UInt32]
    var seen: SymbolSet
  }
}

/// A statement's worth of source: in Python a logical line, whatever physical lines it spans.
package struct LogicalLine: Sendable {
  /// Index of its first token.
  package var first: UInt32
  /// Columns of white space before it, tabs to the next multiple of eight.
  package var indent: UInt32
  /// The first `:` outside of brackets that is no lambda's; `LogicalLine.absent` when there is none.
  package var colon: UInt32
  /// The first `=` outside of brackets, or the augmented assignment.
  package var assign: UInt32
  package var hasSemicolon: Bool
  package var hasWalrus: Bool

  @inlinable package static var absent: UInt32 { UInt32.max }
}

/// Byte offsets of a comment, its mark included, its line end not.
package struct Comment: Sendable {
  package var start: UInt32
  package var end: UInt32
}

/// A set of symbols.
package struct SymbolSet: Sendable {
  @usableFromInline var words: [UInt64]

  package init(capacity: Int) { words = Array(repeating: 0, count: (capacity + 63) / 64) }

  package mutating func insert(_ symbol: Symbol) {
    words[Int(symbol.rawValue) >> 6] |= 1 << UInt64(symbol.rawValue & 63)
  }

  @inlinable package func contains(_ symbol: Symbol) -> Bool {
    words[Int(symbol.rawValue) >> 6] & (1 << UInt64(symbol.rawValue & 63)) != 0
  }
}
