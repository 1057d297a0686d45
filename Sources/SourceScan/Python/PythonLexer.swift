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
  let source: UnsafePointer<UInt8>
  let count: Int
  private let classes: UnsafePointer<ByteClass>
  let continuesWord: UnsafePointer<Bool>
  let fingerprints: UnsafePointer<UInt32>
  let slots: UnsafePointer<UInt16>
  let slotMask: Int
  private let isAnchor: UnsafePointer<Bool>

  /// Room for one token more than `capacity`: what is written after the overflow goes there.
  let tokens: UnsafeMutablePointer<Token>
  private let capacity: Int
  private(set) var tokenCount = 0
  private(set) var overflowed = false

  private(set) var lines: [LogicalLine] = []
  private(set) var comments: [Comment] = []
  private(set) var occurrences: [UInt32] = []
  var expressionScopes: [UInt32] = []
  private(set) var seen: SymbolSet

  /// Token indices of the open brackets.
  var brackets: [UInt32] = []
  var strings: [InterpolatedString] = []
  var line = LogicalLine(
    first: 0, indent: 0, colon: LogicalLine.absent, assign: LogicalLine.absent, hasSemicolon: false, hasWalrus: false)
  /// The next token begins a logical line.
  private var startsLine = true
  /// `lambda`s of this line, outside of brackets, whose colon is still to come.
  var pendingLambdas = 0
  /// Bracket depths of the `for`s whose `in` is still to come.
  var pendingLoops: [Int] = []
  /// Byte offset of the current physical line.
  private var lineStart = 0
  var firstOnPhysicalLine = true

  /// An f-string or t-string whose end has not been reached.
  struct InterpolatedString {
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
  func byte(_ index: Int) -> UInt8 { unsafe source[index] }

  /// The first byte from one on that is marked, eight at a time; behind the content when none in it is. The padding
  /// allows for reading on.
  @inline(__always)
  func first(from start: Int, _ marks: (UInt64) -> UInt64) -> Int {
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

  // MARK: Writing

  @inline(__always)
  mutating func emit(
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

  mutating func finishLine() {
    if !startsLine { lines.append(line) }
    startsLine = true
    pendingLambdas = 0
    if !pendingLoops.isEmpty { pendingLoops.removeAll(keepingCapacity: true) }
  }
}
