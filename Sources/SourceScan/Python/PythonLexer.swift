/// Turns Python source into tokens, in one pass over the bytes and without ever failing: what is no valid Python is
/// lexed as well as it can be.
///
/// Logical lines end at a line end outside of brackets. A bracket that is never closed would swallow the rest of the
/// file; so a statement keyword that no expression can hold (`def`, `return`, …) at the start of a physical line closes
/// all open brackets and begins a new logical line.
///
/// The pointers are valid for the lexer's life: it is made and used inside `lex`, within the arrays' access scopes. The
/// content is followed by zero bytes (`SourceText.padding`), so that looking ahead by less than that needs no check.
@safe struct PythonLexer: ~Copyable {
  private let source: UnsafePointer<UInt8>
  private let count: Int
  private let classes: UnsafePointer<ByteClass>
  private let continuesWord: UnsafePointer<Bool>
  private let fingerprints: UnsafePointer<UInt32>
  private let slots: UnsafePointer<UInt16>
  private let slotMask: Int
  private let isAnchor: UnsafePointer<Bool>

  /// Room for one token more than `capacity`: what is written after the overflow goes there.
  private let tokens: UnsafeMutablePointer<Token>
  private let capacity: Int
  private(set) var tokenCount = 0
  private(set) var overflowed = false

  private(set) var lines: [LogicalLine] = []
  private(set) var comments: [Comment] = []
  private(set) var occurrences: [UInt32] = []
  private(set) var expressionScopes: [UInt32] = []
  private(set) var seen: SymbolSet

  /// Token indices of the open brackets.
  private var brackets: [UInt32] = []
  private var strings: [InterpolatedString] = []
  private var line = LogicalLine(
    first: 0, indent: 0, colon: LogicalLine.absent, assign: LogicalLine.absent, hasSemicolon: false, hasWalrus: false)
  /// The next token begins a logical line.
  private var startsLine = true
  /// `lambda`s of this line, outside of brackets, whose colon is still to come.
  private var pendingLambdas = 0
  /// Bracket depths of the `for`s whose `in` is still to come.
  private var pendingLoops: [Int] = []
  /// Byte offset of the current physical line.
  private var lineStart = 0
  private var firstOnPhysicalLine = true

  /// An f-string or t-string whose end has not been reached.
  private struct InterpolatedString {
    var startToken: Int
    var quote: UInt8
    var isTriple: Bool
    var isRaw: Bool
    /// Bracket depths of the fields whose format specification is being read.
    var specifications: [Int] = []
  }

  /// Tokens of `text`; `nil` from `run` when the estimate of their number was too small.
  static func lex(_ text: SourceText, _ table: SymbolTable) -> TokenStream {
    // One token per three bytes is twice what code has; dense data needs up to one per byte (and an end of each
    // unterminated f-string, of which every byte can begin at most one).
    run(text, table, capacity: text.count / 3 + 64) ?? run(text, table, capacity: text.count * 2 + 64)!
  }

  private static func run(_ text: SourceText, _ table: SymbolTable, capacity: Int) -> TokenStream? {
    var notes: TokenStream.Notes?
    let tokens = unsafe [Token](unsafeUninitializedCapacity: capacity + 1) { buffer, initialized in
      unsafe text.bytes.withUnsafeBufferPointer { source in
        unsafe table.fingerprints.withUnsafeBufferPointer { fingerprints in
          unsafe table.slots.withUnsafeBufferPointer { slots in
            unsafe table.isAnchor.withUnsafeBufferPointer { isAnchor in
              unsafe ByteClass.table.withUnsafeBufferPointer { classes in
                unsafe ByteClass.continuesWord.withUnsafeBufferPointer { continuesWord in
                  var lexer = unsafe PythonLexer(
                    source: source.baseAddress!, count: text.count, classes: classes.baseAddress!,
                    continuesWord: continuesWord.baseAddress!, fingerprints: fingerprints.baseAddress!,
                    slots: slots.baseAddress!, slotMask: slots.count - 1, isAnchor: isAnchor.baseAddress!,
                    tokens: buffer.baseAddress!, capacity: capacity, seen: SymbolSet(capacity: table.count))
                  lexer.run()
                  if !lexer.overflowed {
                    notes = TokenStream.Notes(
                      lines: lexer.lines, comments: lexer.comments, occurrences: lexer.occurrences,
                      expressionScopes: lexer.expressionScopes, seen: lexer.seen)
                  }
                  initialized = lexer.tokenCount
                }
              }
            }
          }
        }
      }
    }
    return notes.map { TokenStream(tokens: tokens, $0) }
  }

  private init(
    source: UnsafePointer<UInt8>, count: Int, classes: UnsafePointer<ByteClass>, continuesWord: UnsafePointer<Bool>,
    fingerprints: UnsafePointer<UInt32>, slots: UnsafePointer<UInt16>, slotMask: Int, isAnchor: UnsafePointer<Bool>,
    tokens: UnsafeMutablePointer<Token>, capacity: Int, seen: SymbolSet
  ) {
    unsafe self.source = source
    self.count = count
    unsafe self.classes = classes
    unsafe self.continuesWord = continuesWord
    unsafe self.fingerprints = fingerprints
    unsafe self.slots = slots
    self.slotMask = slotMask
    unsafe self.isAnchor = isAnchor
    unsafe self.tokens = tokens
    self.capacity = capacity
    self.seen = seen
    lines.reserveCapacity(count / 40 + 8)
    occurrences.reserveCapacity(count / 60 + 8)
  }

  // MARK: Reading

  @inline(__always)
  private func byte(_ index: Int) -> UInt8 { unsafe source[index] }

  /// The first byte from one on that is marked, eight at a time; behind the content when none in it is. The padding
  /// allows for reading on.
  @inline(__always)
  private func first(from start: Int, _ marks: (UInt64) -> UInt64) -> Int {
    var index = start
    while index < count {
      let found = marks(unsafe UnsafeRawPointer(source + index).loadUnaligned(as: UInt64.self))
      if found != 0 { return index &+ found.trailingZeroBitCount >> 3 }
      index &+= 8
    }
    return index
  }

  private mutating func run() {
    var index = 0
    if byte(0) == 0xEF, byte(1) == 0xBB, byte(2) == 0xBF {
      index = 3
      lineStart = 3
    }
    while index < count && !overflowed {
      switch unsafe classes[Int(byte(index))] {
      case .space:
        index = first(from: index &+ 1) { ByteChunk.differs($0, from: 0x20) }
      case .other:
        index &+= 1
      case .word:
        index = word(index)
      case .punctuation:
        index = punctuation(index)
      case .lineEnd:
        index = lineEnd(index)
      case .open:
        open(index)
        index &+= 1
      case .close:
        index = close(index)
      case .quote:
        index = string(from: index, quoteAt: index)
      case .digit:
        index = number(index)
      case .hash:
        index = comment(index)
      case .backslash:
        index = backslash(index)
      }
    }
    if overflowed { return }
    while let string = strings.popLast() { endString(string, at: count, length: 0) }
    finishLine()
  }

  private mutating func lineEnd(_ index: Int) -> Int {
    let next = byte(index) == 0x0D && byte(index &+ 1) == 0x0A ? index &+ 2 : index &+ 1
    lineStart = next
    firstOnPhysicalLine = true
    if brackets.isEmpty { finishLine() }
    return next
  }

  private mutating func backslash(_ index: Int) -> Int {
    switch byte(index &+ 1) {
    case 0x0A: return index &+ 2
    case 0x0D: return byte(index &+ 2) == 0x0A ? index &+ 3 : index &+ 2
    default:
      emit(index, index &+ 1, 0, .backslash, .punctuation)
      return index &+ 1
    }
  }

  private mutating func comment(_ index: Int) -> Int {
    let end = min(first(from: index &+ 1) { ByteChunk.marks($0, 0x0A) | ByteChunk.marks($0, 0x0D) }, count)
    comments.append(Comment(start: UInt32(truncatingIfNeeded: index), end: UInt32(truncatingIfNeeded: end)))
    return end
  }

  private mutating func word(_ start: Int) -> Int {
    var end = start &+ 1
    while unsafe continuesWord[Int(byte(end))] && end < count { end &+= 1 }
    let next = byte(end)
    if next == UInt8(ascii: "\"") || next == UInt8(ascii: "'"), end &- start <= 3, isStringPrefix(start, end) {
      return string(from: start, quoteAt: end)
    }
    let hash = unsafe hashWord(source + start, end &- start)
    var slot = Int(truncatingIfNeeded: hash) & slotMask
    var symbol = Symbol.none
    let fingerprint = UInt32(truncatingIfNeeded: hash >> 32)
    while unsafe slots[slot] != 0 {
      if unsafe fingerprints[slot] == fingerprint {
        unsafe symbol = Symbol(rawValue: slots[slot])
        break
      }
      slot = (slot &+ 1) & slotMask
    }
    let isKeyword = symbol.rawValue >= Symbol.false.rawValue && symbol.rawValue < UInt16(Symbol.builtinCount)
    if isKeyword {
      keyword(symbol, start)
      let isLoop = symbol == .in && endsTargets()
      emit(start, end, UInt32(truncatingIfNeeded: hash), symbol, .keyword, isLoop ? .ofLoop : [])
    } else {
      emit(start, end, UInt32(truncatingIfNeeded: hash), symbol, .name)
    }
    return end
  }

  /// Whether an `in` here belongs to a `for`.
  private mutating func endsTargets() -> Bool {
    while let depth = pendingLoops.last, depth >= brackets.count {
      pendingLoops.removeLast()
      if depth == brackets.count { return true }
    }
    return false
  }

  /// What a keyword means for lines and scopes, before its token is emitted.
  @inline(__always)
  private mutating func keyword(_ symbol: Symbol, _ start: Int) {
    if !brackets.isEmpty {
      if firstOnPhysicalLine, PythonLexer.beginsStatementOnly(symbol) {
        brackets.removeAll(keepingCapacity: true)
        while let string = strings.popLast() { endString(string, at: start, length: 0) }
        finishLine()
      } else if symbol == .for {
        expressionScopes.append(UInt32(truncatingIfNeeded: tokenCount))
      }
    }
    if symbol == .for { pendingLoops.append(brackets.count) }
    if symbol == .yield { expressionScopes.append(UInt32(truncatingIfNeeded: tokenCount)) }
    if symbol == .lambda {
      expressionScopes.append(UInt32(truncatingIfNeeded: tokenCount))
      if brackets.isEmpty { pendingLambdas &+= 1 }
    }
  }

  /// Keywords that begin a statement and stand in no expression.
  private static func beginsStatementOnly(_ symbol: Symbol) -> Bool {
    switch symbol {
    case .def, .class, .return, .raise, .while, .with, .try, .del, .pass, .assert, .import, .global, .nonlocal, .except,
      .finally, .break, .continue:
      true
    default: false
    }
  }

  private func isStringPrefix(_ start: Int, _ end: Int) -> Bool {
    guard end &- start <= 2 else { return false }
    for index in start..<end {
      switch byte(index) | 0x20 {
      case UInt8(ascii: "r"), UInt8(ascii: "b"), UInt8(ascii: "u"), UInt8(ascii: "f"), UInt8(ascii: "t"): continue
      default: return false
      }
    }
    return true
  }

  private mutating func number(_ start: Int) -> Int {
    var end = start &+ 1
    let second = byte(end) | 0x20
    if byte(start) == UInt8(ascii: "0"),
      second == UInt8(ascii: "x") || second == UInt8(ascii: "o") || second == UInt8(ascii: "b")
    {
      end &+= 1
      while PythonLexer.isHexDigit(byte(end)) { end &+= 1 }
    } else {
      // One point at most, and none behind an exponent: in `1..real` the second begins an attribute.
      var mayHavePoint = byte(start) != UInt8(ascii: ".")
      while true {
        let value = byte(end)
        if value >= UInt8(ascii: "0") && value <= UInt8(ascii: "9") || value == UInt8(ascii: "_") {
          end &+= 1
        } else if value == UInt8(ascii: "."), mayHavePoint {
          mayHavePoint = false
          end &+= 1
        } else if value | 0x20 == UInt8(ascii: "e") {
          let sign = byte(end &+ 1) == UInt8(ascii: "+") || byte(end &+ 1) == UInt8(ascii: "-") ? 1 : 0
          guard byte(end &+ 1 &+ sign) >= UInt8(ascii: "0"), byte(end &+ 1 &+ sign) <= UInt8(ascii: "9") else { break }
          mayHavePoint = false
          end &+= 2 &+ sign
        } else {
          break
        }
      }
      if byte(end) | 0x20 == UInt8(ascii: "j") { end &+= 1 }
    }
    end = min(end, count)
    emit(start, end, 0, .none, .number)
    return end
  }

  private static func isHexDigit(_ value: UInt8) -> Bool {
    value >= UInt8(ascii: "0") && value <= UInt8(ascii: "9") || value == UInt8(ascii: "_")
      || (value | 0x20) >= UInt8(ascii: "a") && (value | 0x20) <= UInt8(ascii: "f")
  }

  // MARK: Brackets and operators

  private mutating func open(_ index: Int) {
    let symbol: Symbol =
      switch byte(index) {
      case UInt8(ascii: "("): .leftParen
      case UInt8(ascii: "["): .leftBracket
      default: .leftBrace
      }
    let token = tokenCount
    emit(index, index &+ 1, Token.noMate, symbol, .open)
    brackets.append(UInt32(truncatingIfNeeded: token))
  }

  private mutating func close(_ index: Int) -> Int {
    let symbol: Symbol =
      switch byte(index) {
      case UInt8(ascii: ")"): .rightParen
      case UInt8(ascii: "]"): .rightBracket
      default: .rightBrace
      }
    guard let mate = brackets.last else {
      emit(index, index &+ 1, Token.noMate, symbol, .close)
      return index &+ 1
    }
    let opening = unsafe tokens[Int(mate)]
    if opening.flags.contains(.interpolation), symbol == .rightBrace {
      return closeField(index, mate)
    }
    // A bracket of the wrong shape closes nothing, unless the one before it fits: then the inner one was never closed.
    var depth = brackets.count &- 1
    while depth >= 0, unsafe tokens[Int(brackets[depth])].symbol.rawValue &+ 1 != symbol.rawValue {
      if unsafe tokens[Int(brackets[depth])].flags.contains(.interpolation) {
        depth = -1
        break
      }
      depth &-= 1
    }
    guard depth >= 0 else {
      emit(index, index &+ 1, Token.noMate, symbol, .close)
      return index &+ 1
    }
    let matching = brackets[depth]
    brackets.removeSubrange(depth...)
    unsafe tokens[Int(matching)].payload = UInt32(truncatingIfNeeded: tokenCount)
    emit(index, index &+ 1, matching, symbol, .close)
    return index &+ 1
  }

  private mutating func punctuation(_ start: Int) -> Int {
    let first = byte(start)
    let second = byte(start &+ 1)
    let third = byte(start &+ 2)
    let equals = UInt8(ascii: "=")
    var length = 1
    var symbol = Symbol.none
    switch first {
    case UInt8(ascii: "."):
      if second >= UInt8(ascii: "0"), second <= UInt8(ascii: "9") { return number(start) }
      if second == first, third == first { (symbol, length) = (.ellipsis, 3) } else { symbol = .dot }
    case UInt8(ascii: ","): symbol = .comma
    case UInt8(ascii: "="): if second == equals { (symbol, length) = (.equal, 2) } else { symbol = .assign }
    case UInt8(ascii: ":"):
      if let end = formatSpecification(start) { return end }
      if second == equals {
        (symbol, length) = (.walrus, 2)
        line.hasWalrus = true
      } else {
        symbol = .colon
      }
    case UInt8(ascii: ";"): symbol = .semicolon
    case UInt8(ascii: "@"):
      if second == equals { (symbol, length) = (Symbol(rawValue: 22), 2) } else { symbol = .at }
    case UInt8(ascii: "-"):
      if second == equals {
        (symbol, length) = (Symbol(rawValue: 17), 2)
      } else if second == UInt8(ascii: ">") {
        (symbol, length) = (.arrow, 2)
      } else {
        symbol = .minus
      }
    case UInt8(ascii: "+"): (symbol, length) = second == equals ? (.plusAssign, 2) : (.plus, 1)
    case UInt8(ascii: "*"):
      if second == first {
        (symbol, length) = third == equals ? (Symbol(rawValue: 28), 3) : (.doubleStar, 2)
      } else {
        (symbol, length) = second == equals ? (Symbol(rawValue: 18), 2) : (.star, 1)
      }
    case UInt8(ascii: "/"):
      if second == first {
        (symbol, length) = third == equals ? (Symbol(rawValue: 20), 3) : (.doubleSlash, 2)
      } else {
        (symbol, length) = second == equals ? (Symbol(rawValue: 19), 2) : (.slash, 1)
      }
    case UInt8(ascii: "%"): (symbol, length) = second == equals ? (Symbol(rawValue: 21), 2) : (.percent, 1)
    case UInt8(ascii: "&"): (symbol, length) = second == equals ? (Symbol(rawValue: 23), 2) : (.ampersand, 1)
    case UInt8(ascii: "|"): (symbol, length) = second == equals ? (Symbol(rawValue: 24), 2) : (.bar, 1)
    case UInt8(ascii: "^"): (symbol, length) = second == equals ? (Symbol(rawValue: 25), 2) : (.caret, 1)
    case UInt8(ascii: "~"): symbol = .tilde
    case UInt8(ascii: "<"):
      if second == first {
        (symbol, length) = third == equals ? (Symbol(rawValue: 27), 3) : (.shiftLeft, 2)
      } else {
        (symbol, length) = second == equals ? (.lessEqual, 2) : (.less, 1)
      }
    case UInt8(ascii: ">"):
      if second == first {
        (symbol, length) = third == equals ? (Symbol(rawValue: 26), 3) : (.shiftRight, 2)
      } else {
        (symbol, length) = second == equals ? (.greaterEqual, 2) : (.greater, 1)
      }
    case UInt8(ascii: "!"): (symbol, length) = second == equals ? (.notEqual, 2) : (.bang, 1)
    case UInt8(ascii: "$"): symbol = .dollar
    case UInt8(ascii: "?"): symbol = .question
    case UInt8(ascii: "`"): symbol = .backquote
    default: break
    }
    let token = tokenCount
    emit(start, start &+ length, 0, symbol, .punctuation)
    if brackets.isEmpty { note(symbol, UInt32(truncatingIfNeeded: token)) }
    return start &+ length
  }

  /// What an operator outside of brackets says about its logical line.
  @inline(__always)
  private mutating func note(_ symbol: Symbol, _ token: UInt32) {
    switch symbol {
    case .colon:
      if pendingLambdas > 0 {
        pendingLambdas &-= 1
      } else if line.colon == LogicalLine.absent {
        line.colon = token
      }
    case .semicolon:
      line.hasSemicolon = true
      pendingLambdas = 0
    default:
      // The `=` of a lambda's default assigns nothing.
      if symbol == .assign || symbol.isAugmentedAssignment, line.assign == LogicalLine.absent, pendingLambdas == 0 {
        line.assign = token
      }
    }
  }

  // MARK: Strings

  private mutating func string(from start: Int, quoteAt: Int) -> Int {
    var flags: TokenFlags = []
    var isInterpolated = false
    for index in start..<quoteAt {
      switch byte(index) | 0x20 {
      case UInt8(ascii: "r"): flags.insert(.raw)
      case UInt8(ascii: "b"): flags.insert(.binary)
      case UInt8(ascii: "f"), UInt8(ascii: "t"): isInterpolated = true
      default: break
      }
    }
    let quote = byte(quoteAt)
    let isTriple = byte(quoteAt &+ 1) == quote && byte(quoteAt &+ 2) == quote
    if isTriple { flags.insert(.tripleQuoted) }
    let content = quoteAt &+ (isTriple ? 3 : 1)
    if beginsSQL(content) { flags.insert(.looksLikeSQL) }
    if isInterpolated {
      let token = tokenCount
      emit(start, min(content, count), Token.noMate, .none, .stringStart, flags)
      strings.append(
        InterpolatedString(startToken: token, quote: quote, isTriple: isTriple, isRaw: flags.contains(.raw)))
      // The string is a bracket like any other: line ends inside a triple-quoted one end no logical line.
      brackets.append(UInt32(truncatingIfNeeded: token))
      return interpolatedText(content)
    }
    // Mostly documentation: eight bytes at a time up to what may end it.
    let ends = isTriple ? quote : 0x0A
    var index = content
    while true {
      index = first(from: index) {
        ByteChunk.marks($0, quote) | ByteChunk.marks($0, UInt8(ascii: "\\")) | ByteChunk.marks($0, ends)
          | (isTriple ? 0 : ByteChunk.marks($0, 0x0D))
      }
      guard index < count else { break }
      let value = byte(index)
      if value == UInt8(ascii: "\\") {
        index &+= escapeLength(index)
      } else if value == quote {
        if !isTriple {
          index &+= 1
          break
        }
        if byte(index &+ 1) == quote, byte(index &+ 2) == quote {
          index &+= 3
          break
        }
        index &+= 1
      } else if !isTriple, value == 0x0A || value == 0x0D {
        break
      } else {
        index &+= 1
      }
    }
    let end = min(index, count)
    emit(start, end, 0, .none, .string, flags)
    return end
  }

  /// Bytes of the backslash and what it takes the meaning from; a line end of two bytes is one thing.
  @inline(__always)
  private func escapeLength(_ index: Int) -> Int {
    byte(index &+ 1) == 0x0D && byte(index &+ 2) == 0x0A ? 3 : 2
  }

  /// Literal text of the innermost interpolated string or of its field's format specification, up to the next field or
  /// the end.
  private mutating func interpolatedText(_ start: Int) -> Int {
    guard var string = strings.last else { return start }
    var index = start
    let inSpecification = string.specifications.last.map { $0 == brackets.count } ?? false
    while index < count {
      let value = byte(index)
      switch value {
      case UInt8(ascii: "\\"):
        if !string.isRaw, byte(index &+ 1) == UInt8(ascii: "N"), byte(index &+ 2) == UInt8(ascii: "{") {
          index &+= 3
          while index < count, byte(index) != UInt8(ascii: "}"), byte(index) != string.quote, byte(index) != 0x0A {
            index &+= 1
          }
          if byte(index) == UInt8(ascii: "}") { index &+= 1 }
        } else if byte(index &+ 1) == UInt8(ascii: "{") || byte(index &+ 1) == UInt8(ascii: "}") {
          // A backslash does not keep a brace from being one.
          index &+= 1
        } else {
          index &+= escapeLength(index)
        }
      case UInt8(ascii: "{"):
        if !inSpecification, byte(index &+ 1) == UInt8(ascii: "{") {
          index &+= 2
          continue
        }
        text(start, index)
        let token = tokenCount
        emit(index, index &+ 1, Token.noMate, .leftBrace, .open, .interpolation)
        brackets.append(UInt32(truncatingIfNeeded: token))
        return index &+ 1
      case UInt8(ascii: "}"):
        if inSpecification {
          text(start, index)
          return closeField(index, brackets[brackets.count &- 1])
        }
        index &+= 1
      case string.quote:
        if string.isTriple && !(byte(index &+ 1) == string.quote && byte(index &+ 2) == string.quote) {
          index &+= 1
          continue
        }
        text(start, index)
        strings.removeLast()
        string.specifications = []
        let length = string.isTriple ? 3 : 1
        endString(string, at: index, length: length)
        return index &+ length
      case 0x0A, 0x0D:
        if !string.isTriple {
          text(start, index)
          strings.removeLast()
          endString(string, at: index, length: 0)
          return index
        }
        index &+= 1
      default:
        index &+= 1
      }
    }
    text(start, count)
    return count
  }

  private mutating func text(_ start: Int, _ end: Int) {
    let end = min(end, count)
    if start < end { emit(start, end, 0, .none, .stringText) }
  }

  /// Ends an interpolated string, and whatever brackets were left open in it.
  private mutating func endString(_ string: InterpolatedString, at index: Int, length: Int) {
    let start = UInt32(truncatingIfNeeded: string.startToken)
    if let depth = brackets.lastIndex(of: start) { brackets.removeSubrange(depth...) }
    unsafe tokens[string.startToken].payload = UInt32(truncatingIfNeeded: tokenCount)
    emit(index, min(index &+ length, count), start, .none, .stringEnd)
  }

  /// The `}` of a field; the string's text goes on behind it.
  private mutating func closeField(_ index: Int, _ mate: UInt32) -> Int {
    if let top = strings.indices.last, strings[top].specifications.last == brackets.count {
      strings[top].specifications.removeLast()
    }
    brackets.removeLast()
    unsafe tokens[Int(mate)].payload = UInt32(truncatingIfNeeded: tokenCount)
    emit(index, index &+ 1, mate, .rightBrace, .close, .interpolation)
    return interpolatedText(index &+ 1)
  }

  /// Behind the `:` of a field stands its format specification; `nil` when this colon is no such.
  private mutating func formatSpecification(_ index: Int) -> Int? {
    guard let top = strings.indices.last, let opening = brackets.last,
      unsafe tokens[Int(opening)].flags.contains(.interpolation), strings[top].specifications.last != brackets.count
    else { return nil }
    emit(index, index &+ 1, 0, .colon, .punctuation)
    strings[top].specifications.append(brackets.count)
    return interpolatedText(index &+ 1)
  }

  /// Whether the string's first word begins an SQL statement.
  private func beginsSQL(_ content: Int) -> Bool {
    var index = content
    while index < count, byte(index) <= 0x20 || byte(index) == UInt8(ascii: "(") { index &+= 1 }
    guard index &+ 6 < count else { return false }
    let first = byte(index) | 0x20
    guard
      first == UInt8(ascii: "s") || first == UInt8(ascii: "i") || first == UInt8(ascii: "u")
        || first == UInt8(ascii: "d") || first == UInt8(ascii: "w")
    else { return false }
    var word: UInt64 = 0
    for offset in 0..<6 { word = word << 8 | UInt64(byte(index &+ offset) | 0x20) }
    switch word {
    // select, insert, update, delete
    case 0x73_65_6c_65_63_74, 0x69_6e_73_65_72_74, 0x75_70_64_61_74_65, 0x64_65_6c_65_74_65:
      return unsafe !continuesWord[Int(byte(index &+ 6))]
    default:
      return unsafe word >> 16 == 0x77_69_74_68 && !continuesWord[Int(byte(index &+ 4))]  // with
    }
  }

  // MARK: Writing

  @inline(__always)
  private mutating func emit(
    _ start: Int, _ end: Int, _ payload: UInt32, _ symbol: Symbol, _ kind: TokenKind, _ flags: TokenFlags = []
  ) {
    guard tokenCount < capacity else {
      overflowed = true
      return
    }
    var flags = flags
    if startsLine {
      startsLine = false
      flags.insert(.startsLine)
      beginLine(start)
    }
    firstOnPhysicalLine = false
    if symbol.rawValue >= UInt16(Symbol.builtinCount) { seen.insert(symbol) }
    if unsafe isAnchor[Int(symbol.rawValue)], !flags.contains(.ofLoop) {
      occurrences.append(UInt32(truncatingIfNeeded: tokenCount))
    }
    unsafe (tokens + tokenCount).initialize(
      to: Token(start: start, end: end, payload: payload, symbol: symbol, kind: kind, flags: flags))
    tokenCount &+= 1
  }

  private mutating func beginLine(_ start: Int) {
    var column: UInt32 = 0
    var index = lineStart
    while index < start {
      switch byte(index) {
      case 0x20: column &+= 1
      case 0x09: column = (column / 8 &+ 1) &* 8
      case 0x0C: column = 0
      default: break
      }
      index &+= 1
    }
    line = LogicalLine(
      first: UInt32(truncatingIfNeeded: tokenCount), indent: column, colon: LogicalLine.absent,
      assign: LogicalLine.absent, hasSemicolon: false, hasWalrus: false)
  }

  private mutating func finishLine() {
    if !startsLine { lines.append(line) }
    startsLine = true
    pendingLambdas = 0
    if !pendingLoops.isEmpty { pendingLoops.removeAll(keepingCapacity: true) }
  }
}
