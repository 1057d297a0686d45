/// String literals, and interpolated strings, whose fields are code.
extension PythonLexer {
  mutating func string(from start: Int, quoteAt: Int) -> Int {
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
  mutating func endString(_ string: InterpolatedString, at index: Int, length: Int) {
    let start = UInt32(truncatingIfNeeded: string.startToken)
    if let depth = brackets.lastIndex(of: start) { brackets.removeSubrange(depth...) }
    unsafe tokens[string.startToken].payload = UInt32(truncatingIfNeeded: tokenCount)
    emit(index, min(index &+ length, count), start, .none, .stringEnd)
  }

  /// The `}` of a field; the string's text goes on behind it.
  mutating func closeField(_ index: Int, _ mate: UInt32) -> Int {
    if let top = strings.indices.last, strings[top].specifications.last == brackets.count {
      strings[top].specifications.removeLast()
    }
    brackets.removeLast()
    unsafe tokens[Int(mate)].payload = UInt32(truncatingIfNeeded: tokenCount)
    emit(index, index &+ 1, mate, .rightBrace, .close, .interpolation)
    return interpolatedText(index &+ 1)
  }

  /// Behind the `:` of a field stands its format specification; `nil` when this colon is no such.
  mutating func formatSpecification(_ index: Int) -> Int? {
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
}
