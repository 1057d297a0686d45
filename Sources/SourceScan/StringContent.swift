/// Where the content of a string literal stands: between its quotes.
package enum StringContent {
  package static func of(_ token: Token, _ bytes: [UInt8]) -> Range<Int> {
    var start = Int(token.start)
    var end = Int(token.end)
    if start < end, bytes[start] == UInt8(ascii: "$") { return dollarQuoted(start..<end, bytes) }
    while start < end, bytes[start] != UInt8(ascii: "\""), bytes[start] != UInt8(ascii: "'"),
      bytes[start] != UInt8(ascii: "`")
    {
      start += 1
    }
    let quote = token.flags.contains(.tripleQuoted) ? 3 : 1
    start = min(start + quote, end)
    var closing = 0
    while closing < quote, end > start, bytes[end - 1] == bytes[start - 1] {
      end -= 1
      closing += 1
    }
    return start..<end
  }

  /// SQL's `$tag$…$tag$`.
  private static func dollarQuoted(_ range: Range<Int>, _ bytes: [UInt8]) -> Range<Int> {
    let tag = range.prefix { $0 == range.lowerBound || bytes[$0] != UInt8(ascii: "$") }.count + 1
    let start = min(range.lowerBound + tag, range.upperBound)
    let isClosed = range.upperBound - tag >= start && bytes[range.upperBound - tag] == UInt8(ascii: "$")
    return start..<(isClosed ? range.upperBound - tag : range.upperBound)
  }

  /// The content of the string literal or interpolated string that begins at a token; fields of an interpolated one
  /// are left as they are written.
  package static func of(_ index: UInt32, in file: ScannedFile) -> Range<Int>? {
    let token = file.stream.tokens[Int(index)]
    switch token.kind {
    case .string: return of(token, file.text.bytes)
    case .stringStart:
      guard token.payload != Token.noMate else { return nil }
      return Int(token.end)..<Int(file.stream.tokens[Int(token.payload)].start)
    default: return nil
    }
  }
}
