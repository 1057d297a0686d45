/// A text of SQL, taken apart into statements.
package struct SQLScript: Sendable {
  package let bytes: [UInt8]
  package private(set) var tokens: [SQLToken] = []
  package private(set) var statements: [SQLStatement] = []
  package private(set) var comments: [Comment] = []

  /// The whole text.
  package init(_ bytes: [UInt8], count: Int) {
    self.init(bytes, in: 0..<count, dialect: SQLDialect.guess(bytes, count: count))
  }

  /// A part of a text, such as the body of a function. Offsets stay those of the whole.
  package init(_ bytes: [UInt8], in range: Range<Int>, dialect: SQLDialect) {
    self.bytes = bytes
    var lexer = SQLLexer(bytes, in: range, dialect: dialect)
    var state = State()
    while let token = lexer.next() {
      switch token.kind {
      case .directive:
        finish(&state)
        if let direction = SQLDirective(bytes, token.range) {
          if case .up = direction { state.isDown = false } else { state.isDown = true }
        }
      case .separator where state.depth == 0 || bytes[Int(token.start)] != UInt8(ascii: ";"):
        if isCopyFromInput(state) { lexer.skipCopyData() }
        finish(&state)
      case .separator:
        // Within a body of BEGIN … END.
        tokens.append(SQLToken(start: token.start, end: token.end, kind: .symbol))
      default:
        tokens.append(token)
        nest(&state)
      }
      lexer.startsStatement = state.first == tokens.count
    }
    finish(&state)
    comments = lexer.comments
  }

  private struct State {
    /// The first token of the statement at hand.
    var first = 0
    var isDown = false
    /// The statement creates a routine or trigger, whose body may hold statements.
    var mayHaveBody = false
    /// How many BEGIN and CASE are open.
    var depth = 0
  }

  private mutating func finish(_ state: inout State) {
    if state.first < tokens.count {
      statements.append(SQLStatement(tokens: state.first..<tokens.count, isDown: state.isDown))
    }
    state.first = tokens.count
    state.mayHaveBody = false
    state.depth = 0
  }

  /// Follows BEGIN … END in `CREATE TRIGGER`, `FUNCTION`, `PROCEDURE` and `EVENT`, as MySQL, SQLite and SQL functions
  /// of PostgreSQL have them.
  private func nest(_ state: inout State) {
    let last = tokens.count - 1
    guard tokens[last].kind == .word else { return }
    if !state.mayHaveBody {
      guard last > state.first, last - state.first < 16, isWord(state.first, "create") else { return }
      state.mayHaveBody =
        isWord(last, "trigger") || isWord(last, "function") || isWord(last, "procedure") || isWord(last, "event")
      return
    }
    let previous = last - 1
    if isWord(last, "begin") {
      state.depth += 1
    } else if isWord(last, "case") {
      if state.depth > 0, !isWord(previous, "end") { state.depth += 1 }
    } else if isWord(last, "end") {
      if state.depth > 0 { state.depth -= 1 }
    } else if isWord(previous, "end"), state.depth >= 0,
      isWord(last, "if") || isWord(last, "loop") || isWord(last, "while") || isWord(last, "repeat")
        || isWord(last, "for")
    {
      // `END IF` closes no BEGIN: take the END back.
      state.depth += 1
    }
  }

  /// `COPY … FROM stdin`, as pg_dump writes it.
  private func isCopyFromInput(_ state: State) -> Bool {
    guard state.first < tokens.count, isWord(state.first, "copy") else { return false }
    for index in state.first..<tokens.count where isWord(index, "stdin") && isWord(index - 1, "from") { return true }
    return false
  }
}

/// A statement as a range of a script's tokens, without its separator.
package struct SQLStatement: Sendable, Equatable {
  package var tokens: Range<Int>
  /// It stands in the part of a migration that takes it back.
  package var isDown: Bool
}

extension SQLScript {
  /// Whether a token is this word; `word` in lower case.
  package func isWord(_ index: Int, _ word: StaticString) -> Bool {
    guard tokens.indices.contains(index), tokens[index].kind == .word else { return false }
    let token = tokens[index]
    guard Int(token.end - token.start) == word.utf8CodeUnitCount else { return false }
    return ASCII.matches(bytes, at: Int(token.start), word, limit: Int(token.end))
  }

  /// Whether a token is this operator or bracket.
  package func isSymbol(_ index: Int, _ symbol: StaticString) -> Bool {
    guard tokens.indices.contains(index), tokens[index].kind == .symbol || tokens[index].kind == .separator else {
      return false
    }
    let token = tokens[index]
    guard Int(token.end - token.start) == symbol.utf8CodeUnitCount else { return false }
    return ASCII.matches(bytes, at: Int(token.start), symbol, limit: Int(token.end))
  }

  package func text(_ index: Int) -> String { String(decoding: bytes[tokens[index].range], as: UTF8.self) }

  /// One past the bracket that closes the one at `open`, at most `limit`.
  package func closing(_ open: Int, limit: Int) -> Int {
    var depth = 0
    var index = open
    while index < limit {
      if isSymbol(index, "(") || isSymbol(index, "[") { depth += 1 }
      if isSymbol(index, ")") || isSymbol(index, "]") {
        depth -= 1
        if depth <= 0 { return index + 1 }
      }
      index += 1
    }
    return limit
  }

  /// The parts of a range between commas outside of brackets.
  package func arguments(_ range: Range<Int>) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = range.lowerBound
    var index = start
    while index < range.upperBound {
      if isSymbol(index, "(") || isSymbol(index, "[") {
        index = closing(index, limit: range.upperBound)
        continue
      }
      if isSymbol(index, ",") {
        parts.append(start..<index)
        start = index + 1
      }
      index += 1
    }
    if start < range.upperBound { parts.append(start..<range.upperBound) }
    return parts
  }

  /// A name as the database knows it: folded to lower case without quotes, as written within them. `nil` for what is
  /// no name.
  package func name(_ index: Int) -> String? {
    guard tokens.indices.contains(index) else { return nil }
    let token = tokens[index]
    switch token.kind {
    case .word: return folded(token.range)
    case .quotedName: return unquoted(token.range)
    default: return nil
    }
  }

  private func folded(_ range: Range<Int>) -> String {
    var folded: [UInt8] = []
    var index = range.lowerBound
    while index < range.upperBound {
      if bytes[index] == UInt8(ascii: "$"), index + 1 < range.upperBound, bytes[index + 1] == UInt8(ascii: "{") {
        folded += Hole.bytes
        while index < range.upperBound, bytes[index] != UInt8(ascii: "}") { index += 1 }
      } else {
        folded.append(ASCII.lower(bytes[index]))
      }
      index += 1
    }
    return String(decoding: folded, as: UTF8.self)
  }

  private func unquoted(_ range: Range<Int>) -> String {
    let quote = bytes[range.lowerBound]
    var content: [UInt8] = []
    var index = range.lowerBound + 1
    while index < range.upperBound {
      let byte = bytes[index]
      index += 1
      if byte == quote {
        guard index < range.upperBound, bytes[index] == quote else { break }
        index += 1
      }
      content.append(byte)
    }
    return String(decoding: content, as: UTF8.self)
  }

  /// The content of a string as the database reads it; `nil` for what is no string.
  package func string(_ index: Int) -> String? {
    guard tokens.indices.contains(index) else { return nil }
    switch tokens[index].kind {
    case .dollarString: return String(decoding: bytes[content(index)], as: UTF8.self)
    case .string: return unescaped(tokens[index].range)
    default: return nil
    }
  }

  /// The bytes between the quotes of a string or dollar-quoted string, as written.
  package func content(_ index: Int) -> Range<Int> {
    let range = tokens[index].range
    var start = range.lowerBound
    if tokens[index].kind == .dollarString {
      start += 1
      while start < range.upperBound, bytes[start] != UInt8(ascii: "$") { start += 1 }
      start = min(start + 1, range.upperBound)
      let width = start - range.lowerBound
      let isClosed =
        range.upperBound - width >= start && bytes[range.upperBound - 1] == UInt8(ascii: "$")
        && bytes[range.upperBound - width] == UInt8(ascii: "$")
      return start..<(isClosed ? range.upperBound - width : range.upperBound)
    }
    while start < range.upperBound, bytes[start] != UInt8(ascii: "'") { start += 1 }
    start = min(start + 1, range.upperBound)
    let isClosed = range.upperBound > start && bytes[range.upperBound - 1] == UInt8(ascii: "'")
    return start..<(isClosed ? range.upperBound - 1 : range.upperBound)
  }

  private func unescaped(_ range: Range<Int>) -> String {
    let escapes = ASCII.lower(bytes[range.lowerBound]) == UInt8(ascii: "e")
    var start = range.lowerBound
    while start < range.upperBound, bytes[start] != UInt8(ascii: "'") { start += 1 }
    start += 1
    var content: [UInt8] = []
    while start < range.upperBound {
      let byte = bytes[start]
      start += 1
      if byte == UInt8(ascii: "'") {
        guard start < range.upperBound, bytes[start] == byte else { break }
        start += 1
        content.append(byte)
      } else if byte == UInt8(ascii: "\\"), escapes, start < range.upperBound {
        switch bytes[start] {
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "r"): content.append(0x0D)
        default: content.append(bytes[start])
        }
        start += 1
      } else {
        content.append(byte)
      }
    }
    return String(decoding: content, as: UTF8.self)
  }
}
