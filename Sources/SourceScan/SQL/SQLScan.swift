/// Turns a script of SQL into what matching looks at: tokens, and an outline of statements.
///
/// Only what a migration applies becomes tokens; the part that takes it back does not. Words that say no more than how
/// sure the writer is (`IF EXISTS`, `IF NOT EXISTS`, `ONLY`) and the schema that is there by itself (`public.`) are
/// passed over, so that rules need not be written once with and once without them. A comma between the actions of an
/// `ALTER TABLE` ends a part of the statement, as a semicolon within a body does. The body of a function is a function's
/// scope, with statements of its own; that of `DO` runs where it stands.
struct SQLScan {
  private let text: SourceText
  private let table: SymbolTable
  private var tokens: [Token] = []
  private var notes: TokenStream.Notes
  private var outline = OutlineParts()
  /// Token indices of the open brackets of the statement at hand.
  private var brackets: [UInt32] = []
  /// The first token of the statement at hand.
  private var first = 0
  /// The statement at hand is a list of actions.
  private var hasActions = false
  private var speller = SQLSpeller()

  static func scan(_ text: SourceText, _ table: SymbolTable) -> ScannedFile {
    var scan = SQLScan(text, table)
    scan.run(SQLScript(text.bytes, count: text.count))
    return ScannedFile(
      text: text, stream: TokenStream(tokens: scan.tokens, scan.notes, foldsNames: true, hasParts: true),
      outline: Outline(scan.outline))
  }

  private init(_ text: SourceText, _ table: SymbolTable) {
    self.text = text
    self.table = table
    notes = TokenStream.Notes(
      lines: [], comments: [], occurrences: [], expressionScopes: [], seen: SymbolSet(capacity: table.count))
  }

  private mutating func run(_ script: SQLScript) {
    outline.scopes.append(Scope(parent: -1, own: .module, header: 0..<0, body: 0..<0, statement: -1))
    tokens.reserveCapacity(script.tokens.count)
    add(script, scope: 0)
    close(scope: 0)
    notes.comments.sort { $0.start < $1.start }
    outline.bindings.index(tokens)
    outline.propagate()
  }

  // MARK: Statements

  /// Bodies in bodies are read this deep.
  private static let deepest = 4

  private mutating func add(_ script: SQLScript, scope: Int32, depth: Int = 0) {
    notes.comments += script.comments
    for statement in script.statements where !statement.isDown {
      begin()
      hasActions = false
      var index = statement.tokens.lowerBound
      while index < statement.tokens.upperBound {
        if let own = body(at: index, of: statement, script), depth < SQLScan.deepest {
          finish(scope: scope)
          let inner = open(own, around: scope)
          add(SQLScript(script.bytes, in: script.content(index), dialect: .standard), scope: inner, depth: depth + 1)
          close(scope: inner)
          begin()
          index += 1
          continue
        }
        if script.isWord(index, "alter"), script.isWord(index + 1, "table") { hasActions = true }
        let noise = noise(at: index, of: statement, script)
        if noise == 0 { add(script, index) }
        index += max(noise, 1)
      }
      finish(scope: scope)
    }
  }

  private mutating func begin() {
    first = tokens.count
    brackets.removeAll(keepingCapacity: true)
  }

  private mutating func finish(scope: Int32) {
    guard first < tokens.count else { return }
    tokens[first].flags.insert(.startsLine)
    outline.statements.append(
      Statement(
        first: UInt32(truncatingIfNeeded: first), end: UInt32(truncatingIfNeeded: tokens.count), scope: scope,
        kind: .none, next: UInt32(truncatingIfNeeded: outline.statements.count + 1)))
  }

  private mutating func open(_ own: ScopeSet, around parent: Int32) -> Int32 {
    let start = UInt32(truncatingIfNeeded: tokens.count)
    let statement = outline.statements.count
    let header = outline.statements.last?.first ?? start
    outline.scopes.append(
      Scope(
        parent: parent, own: own, header: header..<start, body: start..<start,
        statement: Int32(truncatingIfNeeded: statement - 1),
        statements: UInt32(truncatingIfNeeded: statement)..<UInt32(truncatingIfNeeded: statement)))
    return Int32(truncatingIfNeeded: outline.scopes.count - 1)
  }

  private mutating func close(scope: Int32) {
    let index = Int(scope)
    let start = outline.scopes[index].body.lowerBound
    outline.scopes[index].body = start..<UInt32(truncatingIfNeeded: tokens.count)
    let statement = outline.scopes[index].statements.lowerBound
    outline.scopes[index].statements = statement..<UInt32(truncatingIfNeeded: outline.statements.count)
  }

  /// What kind of scope the text in a dollar-quoted string is, when a statement executes it or keeps it as a function's
  /// body.
  private func body(at index: Int, of statement: SQLStatement, _ script: SQLScript) -> ScopeSet? {
    guard script.tokens[index].kind == .dollarString else { return nil }
    let start = statement.tokens.lowerBound
    if script.isWord(start, "do") { return [] }
    guard script.isWord(start, "create"), script.isWord(index - 1, "as") else { return nil }
    for word in start + 1..<min(start + 5, index)
    where script.isWord(word, "function") || script.isWord(word, "procedure") {
      return .function
    }
    return nil
  }

  /// How many tokens from here on mean nothing to rules.
  private func noise(at index: Int, of statement: SQLStatement, _ script: SQLScript) -> Int {
    let token = script.tokens[index]
    guard token.kind == .word || token.kind == .quotedName else { return 0 }
    if script.isWord(index, "only"), index > statement.tokens.lowerBound {
      let before = index - 1
      return script.isWord(before, "table") || script.isWord(before, "on") || script.isWord(before, "exists") ? 1 : 0
    }
    if script.isWord(index, "if") {
      let length =
        script.isWord(index + 1, "exists")
        ? 2 : script.isWord(index + 1, "not") && script.isWord(index + 2, "exists") ? 3 : 0
      // `IF EXISTS (SELECT …) THEN` is a question.
      return length > 0 && !script.isSymbol(index + length, "(") ? length : 0
    }
    if script.isSymbol(index + 1, "."), script.name(index) == "public", !script.isSymbol(index - 1, ".") { return 2 }
    return 0
  }

  // MARK: Tokens

  private mutating func add(_ script: SQLScript, _ index: Int) {
    let token = script.tokens[index]
    switch token.kind {
    case .word, .quotedName: add(name: token)
    case .string, .dollarString: append(token, .string)
    case .number: append(token, .number)
    case .symbol, .separator: add(symbol: token)
    case .directive: break
    }
  }

  private mutating func append(
    _ token: SQLToken, _ kind: TokenKind, _ symbol: Symbol = .none, payload: UInt32 = 0, flags: TokenFlags = []
  ) {
    tokens.append(
      Token(
        start: Int(token.start), end: Int(token.end), payload: payload, symbol: symbol, kind: kind, flags: flags))
  }

  private mutating func add(name token: SQLToken) {
    let hash = speller.hash(text.bytes, token.range)
    let symbol = table.symbol(hash: hash)
    if symbol != .none {
      notes.seen.insert(symbol)
      if table.isAnchor[Int(symbol.rawValue)] {
        notes.occurrences.append(UInt32(truncatingIfNeeded: tokens.count))
      }
    }
    append(token, .name, symbol, payload: UInt32(truncatingIfNeeded: hash))
  }

  private mutating func add(symbol token: SQLToken) {
    let byte = text.bytes[Int(token.start)]
    guard token.end - token.start == 1 else {
      switch byte {
      case UInt8(ascii: "|"): append(token, .punctuation, .bar)
      // `:=` gives a variable of a function its value.
      case UInt8(ascii: ":"):
        append(token, .punctuation, text.bytes[Int(token.start) + 1] == UInt8(ascii: "=") ? .walrus : .cast)
      // `$1` stands for a value.
      default: append(token, .name, payload: UInt32(truncatingIfNeeded: speller.hash(text.bytes, token.range)))
      }
      return
    }
    switch byte {
    case UInt8(ascii: "("): open(token, .leftParen)
    case UInt8(ascii: "["): open(token, .leftBracket)
    case UInt8(ascii: "{"): open(token, .leftBrace)
    case UInt8(ascii: ")"): close(token, .rightParen)
    case UInt8(ascii: "]"): close(token, .rightBracket)
    case UInt8(ascii: "}"): close(token, .rightBrace)
    default:
      if join(token, byte) { return }
      let endsAction = byte == UInt8(ascii: ",") && hasActions && brackets.isEmpty
      append(token, .punctuation, endsAction ? .semicolon : SQLScan.symbol(of: byte))
    }
    anchor()
  }

  /// Operators may be what a pattern is found by.
  private mutating func anchor() {
    let index = tokens.count - 1
    if table.isAnchor[Int(tokens[index].symbol.rawValue)] {
      notes.occurrences.append(UInt32(truncatingIfNeeded: index))
    }
  }

  /// Operators of two or three characters reach the scan one by one.
  private mutating func join(_ token: SQLToken, _ byte: UInt8) -> Bool {
    guard let last = tokens.last, tokens.count > first, last.end == token.start,
      last.kind == .punctuation
    else { return false }
    let whole: Symbol
    switch (last.symbol, byte) {
    case (.less, UInt8(ascii: "=")): whole = .lessEqual
    case (.greater, UInt8(ascii: "=")): whole = .greaterEqual
    case (.less, UInt8(ascii: ">")), (.bang, UInt8(ascii: "=")): whole = .notEqual
    case (.minus, UInt8(ascii: ">")): whole = .arrow
    case (.dot, UInt8(ascii: ".")):
      let count = tokens.count
      guard count - first > 1, tokens[count - 2].symbol == .dot, tokens[count - 2].end == last.start
      else {
        return false
      }
      tokens.removeLast()
      whole = .ellipsis
    default: return false
    }
    let index = tokens.count - 1
    if notes.occurrences.last.map({ Int($0) >= index }) ?? false { notes.occurrences.removeLast() }
    tokens[index].symbol = whole
    tokens[index].end = token.end
    anchor()
    return true
  }

  private static func symbol(of byte: UInt8) -> Symbol {
    switch byte {
    case UInt8(ascii: ","): .comma
    case UInt8(ascii: "."): .dot
    case UInt8(ascii: ":"): .colon
    case UInt8(ascii: ";"): .semicolon
    case UInt8(ascii: "="): .equal
    case UInt8(ascii: "<"): .less
    case UInt8(ascii: ">"): .greater
    case UInt8(ascii: "+"): .plus
    case UInt8(ascii: "-"): .minus
    case UInt8(ascii: "*"): .star
    case UInt8(ascii: "/"): .slash
    case UInt8(ascii: "%"): .percent
    case UInt8(ascii: "|"): .bar
    case UInt8(ascii: "&"): .ampersand
    case UInt8(ascii: "^"): .caret
    case UInt8(ascii: "~"): .tilde
    case UInt8(ascii: "!"): .bang
    case UInt8(ascii: "@"): .at
    case UInt8(ascii: "$"): .dollar
    case UInt8(ascii: "?"): .question
    default: .none
    }
  }

  // MARK: Brackets

  private mutating func open(_ token: SQLToken, _ symbol: Symbol) {
    let flags: TokenFlags = symbol == .leftParen && isBehindTable() ? .apart : []
    brackets.append(UInt32(truncatingIfNeeded: tokens.count))
    append(token, .open, symbol, payload: Token.noMate, flags: flags)
  }

  /// A bracket of the wrong shape closes nothing, unless the one before it fits: then the inner one was never closed.
  private mutating func close(_ token: SQLToken, _ symbol: Symbol) {
    let depth = brackets.lastIndex { tokens[Int($0)].symbol.rawValue + 1 == symbol.rawValue }
    guard let depth else {
      append(token, .close, symbol, payload: Token.noMate)
      return
    }
    let mate = brackets[depth]
    brackets.removeSubrange(depth...)
    tokens[Int(mate)].payload = UInt32(truncatingIfNeeded: tokens.count)
    append(token, .close, symbol, payload: mate)
  }

  private static let beforeTables = Set(
    ["TABLE", "ON", "INTO", "REFERENCES", "COPY"].map { nameHash($0) })

  /// Whether the name that ends here is a table's, so that what follows are columns and no arguments.
  private func isBehindTable() -> Bool {
    var index = tokens.count - 1
    guard index > first, tokens[index].kind == .name else { return false }
    while index - 2 > first, tokens[index - 1].symbol == .dot, tokens[index - 2].kind == .name {
      index -= 2
    }
    let before = tokens[index - 1]
    return before.kind == .name && SQLScan.beforeTables.contains(before.payload)
  }
}
