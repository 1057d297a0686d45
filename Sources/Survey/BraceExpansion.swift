/// Writes out the `{a,b}` of a pattern: `src/{api,jobs}/*.py` becomes two patterns without braces.
enum BraceExpansion {
  /// So many patterns one pattern may stand for.
  static let limit = 256

  static func expand(_ text: String) throws(GlobError) -> [[UInt8]] {
    var expanded: [[UInt8]] = []
    try expand(Array(text.utf8), written: text, depth: 0, into: &expanded)
    return expanded
  }

  private static func expand(
    _ pattern: [UInt8], written: String, depth: Int, into expanded: inout [[UInt8]]
  ) throws(GlobError) {
    guard let open = index(of: UInt8(ascii: "{"), in: pattern, from: 0) else {
      guard expanded.count < limit else { throw .tooManyAlternatives(pattern: written, limit: limit) }
      expanded.append(pattern)
      return
    }
    guard depth < limit else { throw .tooManyAlternatives(pattern: written, limit: limit) }
    let (alternatives, end) = try alternatives(of: pattern, from: open, written: written)
    for alternative in alternatives {
      try expand(
        Array(pattern[..<open]) + pattern[alternative] + pattern[end...], written: written, depth: depth + 1,
        into: &expanded)
    }
  }

  /// The alternatives of the brace at `open`, and where the pattern goes on behind its `}`.
  private static func alternatives(
    of pattern: [UInt8], from open: Int, written: String
  ) throws(GlobError) -> ([Range<Int>], end: Int) {
    var ranges: [Range<Int>] = []
    var depth = 0
    var start = open + 1
    var at = open
    while at < pattern.count {
      switch pattern[at] {
      case UInt8(ascii: "{"):
        depth += 1
      case UInt8(ascii: ","):
        if depth == 1 {
          ranges.append(start..<at)
          start = at + 1
        }
      case UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 { return (ranges + [start..<at], at + 1) }
      default:
        break
      }
      at = next(after: at, in: pattern)
    }
    throw .unclosedBrace(pattern: written)
  }

  /// The first `byte` that stands neither behind a `\` nor in brackets.
  private static func index(of byte: UInt8, in pattern: [UInt8], from start: Int) -> Int? {
    var at = start
    while at < pattern.count {
      if pattern[at] == byte { return at }
      at = next(after: at, in: pattern)
    }
    return nil
  }

  /// Steps over an escaped character or a whole `[…]`; a `[` that is never closed is stepped over alone.
  private static func next(after at: Int, in pattern: [UInt8]) -> Int {
    if pattern[at] == UInt8(ascii: "\\") { return at + 2 }
    guard pattern[at] == UInt8(ascii: "[") else { return at + 1 }
    var close = at + 1
    if close < pattern.count, pattern[close] == UInt8(ascii: "!") || pattern[close] == UInt8(ascii: "^") { close += 1 }
    if close < pattern.count, pattern[close] == UInt8(ascii: "]") { close += 1 }
    while close < pattern.count, pattern[close] != UInt8(ascii: "]") {
      close += pattern[close] == UInt8(ascii: "\\") ? 2 : 1
    }
    return close < pattern.count ? close + 1 : at + 1
  }
}
