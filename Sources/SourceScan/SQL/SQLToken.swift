/// One lexical element of SQL. White space and comments are no tokens.
package struct SQLToken: Sendable, Equatable {
  /// Byte offsets into the text, `end` one past the last byte.
  package var start: UInt32
  package var end: UInt32
  package var kind: SQLTokenKind

  package var range: Range<Int> { Int(start)..<Int(end) }
}

package enum SQLTokenKind: UInt8, Sendable {
  /// A keyword or a name without quotes; PostgreSQL folds such a name to lower case.
  case word
  /// `"Name"` or `` `name` ``.
  case quotedName
  /// `'…'`, with or without a prefix such as `E`.
  case string
  /// `$tag$…$tag$`.
  case dollarString
  case number
  /// An operator or a bracket, one byte each, but `||`, `::` and `:=`.
  case symbol
  /// What ends a statement: `;`, another delimiter that was declared, `GO` on a line of its own.
  case separator
  /// A comment or line that directs a tool: see `SQLDirective`.
  case directive
}

/// What differs between the databases for a lexer.
package enum SQLDialect: Sendable {
  case standard
  /// Backslashes escape in strings, `#` begins a comment, `"` quotes strings as well.
  case mysql

  /// MySQL shows by its backquotes and by `DELIMITER`.
  package static func guess(_ bytes: [UInt8], count: Int) -> SQLDialect {
    var quotes = 0
    var index = 0
    while index < count {
      switch bytes[index] {
      case UInt8(ascii: "`"):
        quotes += 1
        if quotes > 1 { return .mysql }
      case UInt8(ascii: "\n"):
        if ASCII.matches(bytes, at: index + 1, "delimiter ", limit: count) { return .mysql }
      default: break
      }
      index += 1
    }
    return ASCII.matches(bytes, at: 0, "delimiter ", limit: count) ? .mysql : .standard
  }
}

/// What stands for an unknown part of a text that a program puts together: a character that no source means (U+E000),
/// which lexes as a letter of a name.
package enum Hole {
  package static let text = "\u{E000}"
  package static let bytes: [UInt8] = [0xEE, 0x80, 0x80]

  /// How a template is shown: `job_*`.
  package static func shown(_ text: String) -> String {
    guard text.utf8.contains(0xEE) else { return text }
    var shown = ""
    for character in text.unicodeScalars {
      if character == "\u{E000}" {
        if shown.unicodeScalars.last != "*" { shown.append("*") }
      } else {
        shown.unicodeScalars.append(character)
      }
    }
    return shown
  }
}
