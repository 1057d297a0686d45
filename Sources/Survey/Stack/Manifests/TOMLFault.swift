/// A fault in a TOML document at which the parser behind TOMLKit (toml++ 3.4) ends the process instead of reporting it,
/// so that such a document must not reach it whole: a table without a name (`[`, `[=x]`), a bracket closed by another
/// kind (`[}`), a date whose time is missing (`2026-01-31T:`), and characters that are not ASCII outside of strings and
/// comments.
///
/// What stands before the fault is read as TOML 1.0 says; where it is malformed, the parser's own error comes first.
struct TOMLFault: Equatable {
  /// Where the statement with the fault begins, in bytes.
  var statement: Int
  /// The line of the fault, from 1.
  var line: Int
  var reason: String

  /// - Returns: the first one, `nil` where there is none.
  static func first(in bytes: [UInt8]) -> TOMLFault? {
    var scanner = TOMLFaultScanner(bytes: bytes)
    return scanner.fault()
  }
}

private struct TOMLFaultScanner {
  let bytes: [UInt8]
  private var position = 0
  private var line = 1

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func fault() -> TOMLFault? {
    var statement = 0
    // What closes the arrays and inline tables that are open.
    var closers: [UInt8] = []
    var isStatementStart = true
    var isValue = false
    while let current = byte(position) {
      if isStatementStart {
        statement = position
        isValue = false
      }
      position += 1
      switch current {
      case UInt8(ascii: "\n"):
        line += 1
        if closers.isEmpty { isStatementStart = true }
        continue
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): continue
      case UInt8(ascii: "#"):
        while let next = byte(position), next != UInt8(ascii: "\n") { position += 1 }
        continue
      case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString(current)
      case UInt8(ascii: "[") where isStatementStart:
        if !isNamed() { return fault(statement, "the name of a table is missing behind `[`") }
      case UInt8(ascii: "["): closers.append(UInt8(ascii: "]"))
      case UInt8(ascii: "{"): closers.append(UInt8(ascii: "}"))
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        if let closer = closers.popLast(), closer != current { return fault(statement, "brackets do not match") }
      case UInt8(ascii: "="): isValue = true
      case UInt8(ascii: "T") where isValue && lacksTime(), UInt8(ascii: "t") where isValue && lacksTime():
        return fault(statement, "the time is missing behind a date")
      case 0x80...: return fault(statement, "a character that is not ASCII stands outside of a string")
      default: break
      }
      isStatementStart = false
    }
    return nil
  }

  private func fault(_ statement: Int, _ reason: String) -> TOMLFault {
    TOMLFault(statement: statement, line: line, reason: reason)
  }

  /// Whether a key begins behind the brackets of a table. An end there, of the brackets or of the file, is one that the
  /// parser reports.
  private mutating func isNamed() -> Bool {
    if byte(position) == UInt8(ascii: "[") { position += 1 }
    while byte(position) == UInt8(ascii: " ") || byte(position) == UInt8(ascii: "\t") { position += 1 }
    guard let first = byte(position) else { return true }
    return switch first {
    case UInt8(ascii: "]"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }

  /// Whether the letter that was passed ends a date and no digit follows; the parser reports the file's end there.
  private func lacksTime() -> Bool {
    guard position >= 4, isDigit(bytes[position - 2]), isDigit(bytes[position - 3]), let next = byte(position) else {
      return false
    }
    return bytes[position - 4] == UInt8(ascii: "-") && !isDigit(next)
  }

  private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  /// Behind the string whose first quote was passed; a string of one line ends with it.
  private mutating func skipString(_ quote: UInt8) {
    let escapes = quote == UInt8(ascii: "\"")
    guard byte(position) == quote, byte(position + 1) == quote else {
      while let current = byte(position), current != UInt8(ascii: "\n") {
        position += escapes && current == UInt8(ascii: "\\") && byte(position + 1) != UInt8(ascii: "\n") ? 2 : 1
        if current == quote { return }
      }
      return
    }
    position += 2
    while let current = byte(position) {
      if current == quote, byte(position + 1) == quote, byte(position + 2) == quote {
        position += 3
        // Up to two quotes may stand before the three that end it.
        for _ in 0..<2 where byte(position) == quote { position += 1 }
        return
      }
      if current == UInt8(ascii: "\n") { line += 1 }
      if escapes, current == UInt8(ascii: "\\"), let next = byte(position + 1) {
        if next == UInt8(ascii: "\n") { line += 1 }
        position += 1
      }
      position += 1
    }
  }

  private func byte(_ index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }
}
