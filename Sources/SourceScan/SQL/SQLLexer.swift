/// Turns SQL into tokens, one at a time, without ever failing: a string or comment that is not closed ends with the
/// text. What it takes for SQL is what psql, the MySQL shell and migration tools take for it; the splitter tells it
/// what depends on statements (`startsStatement`, `skipCopyData`).
struct SQLLexer {
  let bytes: [UInt8]
  let limit: Int
  let dialect: SQLDialect
  /// What ends a statement; MySQL's shell and Liquibase let a script change it.
  var delimiter: [UInt8] = [UInt8(ascii: ";")]
  /// Whether the next token begins a statement: only there a line may be a command of the shell.
  var startsStatement = true
  private(set) var index: Int
  /// The comments passed so far, those that direct tools among them.
  private(set) var comments: [Comment] = []

  init(_ bytes: [UInt8], in range: Range<Int>, dialect: SQLDialect) {
    self.bytes = bytes
    self.limit = min(range.upperBound, bytes.count)
    self.index = min(range.lowerBound, bytes.count)
    self.dialect = dialect
    if index == 0, limit >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { index = 3 }
  }

  private func byte(_ offset: Int) -> UInt8 { offset < limit ? bytes[offset] : 0 }

  /// `nil` at the end of the text.
  mutating func next() -> SQLToken? {
    while index < limit {
      let start = index
      let first = bytes[start]
      if ASCII.isSpace(first) || first == 0 {
        index += 1
        continue
      }
      if let comment = comment(first) {
        if isComment(start) { note(start) }
        if let comment { return comment }
        continue
      }
      if startsStatement, isLineStart(start), skipShellLine(first) { continue }
      if startsStatement, isLineStart(start), let directive = delimiterLine() { return directive }
      if isDelimiter(start) {
        index = start + delimiter.count
        return token(start, .separator)
      }
      let kind = body(first)
      return token(start, kind)
    }
    return nil
  }

  private func token(_ start: Int, _ kind: SQLTokenKind) -> SQLToken {
    SQLToken(start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: index), kind: kind)
  }

  private func isDelimiter(_ start: Int) -> Bool {
    guard start + delimiter.count <= limit else { return false }
    for (offset, wanted) in delimiter.enumerated() where ASCII.lower(bytes[start + offset]) != ASCII.lower(wanted) {
      return false
    }
    return true
  }

  // MARK: Comments and lines

  /// Passes over the comment that begins here. `nil` when none does; a token when it directs a tool.
  private mutating func comment(_ first: UInt8) -> SQLToken?? {
    let start = index
    if first == UInt8(ascii: "-"), byte(start + 1) == UInt8(ascii: "-") {
      index = lineEnd(start)
      return .some(SQLDirective(bytes, start..<index) == nil ? nil : token(start, .directive))
    }
    if first == UInt8(ascii: "#"), dialect == .mysql {
      index = lineEnd(start)
      return .some(nil)
    }
    guard first == UInt8(ascii: "/"), byte(start + 1) == UInt8(ascii: "*") else {
      if first == UInt8(ascii: "*"), byte(start + 1) == UInt8(ascii: "/"), dialect == .mysql {
        // The end of `/*!50003 … */`, whose content MySQL executes.
        index = start + 2
        return .some(nil)
      }
      return nil
    }
    if byte(start + 2) == UInt8(ascii: "!"), dialect == .mysql {
      index = start + 3
      while ASCII.isDigit(byte(index)) { index += 1 }
      return .some(nil)
    }
    index = start + 2
    var depth = 1
    while index < limit, depth > 0 {
      if bytes[index] == UInt8(ascii: "*"), byte(index + 1) == UInt8(ascii: "/") {
        depth -= 1
        index += 2
      } else if bytes[index] == UInt8(ascii: "/"), byte(index + 1) == UInt8(ascii: "*"), dialect == .standard {
        depth += 1
        index += 2
      } else {
        index += 1
      }
    }
    return .some(nil)
  }

  /// Not one of MySQL's `/*! … */`, whose content is executed, nor the end of such.
  private func isComment(_ start: Int) -> Bool {
    bytes[start] != UInt8(ascii: "*") && !(byte(start + 2) == UInt8(ascii: "!") && dialect == .mysql)
  }

  private mutating func note(_ start: Int) {
    comments.append(Comment(start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: index)))
  }

  private func lineEnd(_ start: Int) -> Int {
    var end = start
    while end < limit, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
    return end
  }

  /// Whether only blanks stand before an offset in its line.
  private func isLineStart(_ offset: Int) -> Bool {
    var before = offset - 1
    while before >= 0, bytes[before] == 0x20 || bytes[before] == 0x09 { before -= 1 }
    return before < 0 || bytes[before] == 0x0A || bytes[before] == 0x0D
  }

  /// `\connect …` of psql and `.mode …` of the SQLite shell.
  private mutating func skipShellLine(_ first: UInt8) -> Bool {
    let isCommand =
      first == UInt8(ascii: "\\") || (first == UInt8(ascii: ".") && ASCII.isLetter(byte(index + 1)))
    if isCommand { index = lineEnd(index) }
    return isCommand
  }

  /// `DELIMITER //`.
  private mutating func delimiterLine() -> SQLToken? {
    guard dialect == .mysql, ASCII.matches(bytes, at: index, "delimiter", limit: limit) else { return nil }
    let start = index
    var from = start + 9
    guard from < limit, bytes[from] == 0x20 || bytes[from] == 0x09 else { return nil }
    while from < limit, bytes[from] == 0x20 || bytes[from] == 0x09 { from += 1 }
    var end = from
    while end < limit, !ASCII.isSpace(bytes[end]) { end += 1 }
    guard end > from else { return nil }
    index = lineEnd(start)
    delimiter = Array(bytes[from..<end])
    return token(start, .directive)
  }

  /// Passes over the rows behind `COPY … FROM stdin;`, up to and with the line `\.`.
  mutating func skipCopyData() {
    index = lineEnd(index)
    while index < limit {
      let start = index + 1
      index = lineEnd(min(start, limit))
      if byte(start) == UInt8(ascii: "\\"), byte(start + 1) == UInt8(ascii: ".") { return }
    }
  }

  // MARK: Tokens

  private mutating func body(_ first: UInt8) -> SQLTokenKind {
    switch first {
    case UInt8(ascii: "'"):
      string(escapes: dialect == .mysql)
      return .string
    case UInt8(ascii: "\""):
      quoted(first)
      return .quotedName
    case UInt8(ascii: "`"):
      quoted(first)
      return .quotedName
    case UInt8(ascii: "$"):
      return dollar()
    case 0x30...0x39:
      while index < limit, isNameByte(bytes[index]) || bytes[index] == UInt8(ascii: ".") { index += 1 }
      return .number
    default:
      if isNameStart(first) { return word() }
      index += 1
      let second = byte(index)
      let isPair =
        (first == UInt8(ascii: "|") && second == first) || (first == UInt8(ascii: ":") && second == first)
        || (first == UInt8(ascii: ":") && second == UInt8(ascii: "="))
      if isPair, index < limit { index += 1 }
      return .symbol
    }
  }

  /// A string from its quote on; `''` stands for a quote.
  private mutating func string(escapes: Bool) {
    index += 1
    while index < limit {
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "\\"), escapes {
        index = min(index + 1, limit)
      } else if byte == UInt8(ascii: "'") {
        guard self.byte(index) == UInt8(ascii: "'") else { return }
        index += 1
      }
    }
  }

  private mutating func quoted(_ quote: UInt8) {
    index += 1
    while index < limit {
      let byte = bytes[index]
      index += 1
      if byte == quote {
        guard self.byte(index) == quote else { return }
        index += 1
      }
    }
  }

  /// `$$…$$`, `$tag$…$tag$`, `$1`, `${placeholder}`.
  private mutating func dollar() -> SQLTokenKind {
    let start = index
    var end = start + 1
    if byte(end) == UInt8(ascii: "{") { return word() }
    if ASCII.isDigit(byte(end)) {
      while ASCII.isDigit(byte(end)) { end += 1 }
      index = end
      return .symbol
    }
    while end < limit, isNameByte(bytes[end]), bytes[end] != UInt8(ascii: "$") { end += 1 }
    guard byte(end) == UInt8(ascii: "$"), end < limit else {
      index = start + 1
      return .symbol
    }
    let tag = start..<(end + 1)
    index = end + 1
    while index < limit {
      if bytes[index] == UInt8(ascii: "$"), isTag(tag, at: index) {
        index += tag.count
        return .dollarString
      }
      index += 1
    }
    return .dollarString
  }

  private func isTag(_ tag: Range<Int>, at offset: Int) -> Bool {
    guard offset + tag.count <= limit else { return false }
    for index in 0..<tag.count where bytes[tag.lowerBound + index] != bytes[offset + index] { return false }
    return true
  }

  private mutating func word() -> SQLTokenKind {
    let start = index
    while index < limit {
      if isNameByte(bytes[index]) {
        // `a$b` is a name, but a tag may stand right behind a word: `AS$$`.
        if bytes[index] == UInt8(ascii: "$"), byte(index + 1) == UInt8(ascii: "$") { break }
        if bytes[index] == UInt8(ascii: "$"), byte(index + 1) == UInt8(ascii: "{") {
          guard skipPlaceholder() else { break }
          continue
        }
        index += 1
      } else {
        break
      }
    }
    if index == start { index += 1 }
    if index - start <= 2, byte(index) == UInt8(ascii: "'"), index < limit, isStringPrefix(start) {
      string(escapes: dialect == .mysql || ASCII.lower(bytes[start]) == UInt8(ascii: "e"))
      return .string
    }
    return isLoneGo(start) ? .separator : .word
  }

  /// `${name}` of Flyway and others, within one line.
  private mutating func skipPlaceholder() -> Bool {
    var end = index + 2
    while end < limit, bytes[end] != UInt8(ascii: "}"), bytes[end] != 0x0A { end += 1 }
    guard byte(end) == UInt8(ascii: "}"), end < limit else { return false }
    index = end + 1
    return true
  }

  /// `E`, `B`, `X`, `N`, `U&` before a string.
  private func isStringPrefix(_ start: Int) -> Bool {
    guard index - start == 1 else { return false }
    switch ASCII.lower(bytes[start]) {
    case UInt8(ascii: "e"), UInt8(ascii: "b"), UInt8(ascii: "x"), UInt8(ascii: "n"): return true
    default: return false
    }
  }

  /// `GO` on a line of its own separates batches for SQL Server.
  private func isLoneGo(_ start: Int) -> Bool {
    guard index - start == 2, ASCII.matches(bytes, at: start, "go", limit: limit), isLineStart(start) else {
      return false
    }
    var end = index
    while end < limit, bytes[end] == 0x20 || bytes[end] == 0x09 { end += 1 }
    return end >= limit || bytes[end] == 0x0A || bytes[end] == 0x0D
  }

  private func isNameStart(_ byte: UInt8) -> Bool {
    ASCII.isLetter(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    isNameStart(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "$")
  }
}
