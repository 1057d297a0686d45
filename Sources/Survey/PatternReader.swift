/// Reads the text of one pattern (braces already expanded, no `/` at its ends) into its parts.
///
/// Both dialects share the signs `*`, `?`, `[…]`, `**` and `\`, with the meaning that gitignore(5) gives them.
struct PatternReader {
  enum Dialect {
    /// Counts bytes, as git does.
    case ignoreFile
    /// Counts characters, as people do.
    case glob
  }

  private let pattern: [UInt8]
  private let dialect: Dialect
  /// The pattern as its author wrote it, for errors.
  private let written: String
  private var at = 0

  init(_ pattern: [UInt8], dialect: Dialect, written: String) {
    self.pattern = pattern
    self.dialect = dialect
    self.written = written
  }

  /// - Throws: `GlobError` for a class that is not closed or not known, and for a `\` at the end. Git takes such a
  ///   pattern as one that matches nothing.
  mutating func components() throws(GlobError) -> [ComponentPattern] {
    var components: [ComponentPattern] = []
    var tokens: [ComponentPattern.Token] = []
    var isFolders = false
    while at < pattern.count {
      let byte = pattern[at]
      switch byte {
      case UInt8(ascii: "/"):
        components.append(isFolders ? .anyFolders : ComponentPattern(tokens, wholeCharacters: dialect == .glob))
        tokens = []
        isFolders = false
        at += 1
      case UInt8(ascii: "*"):
        var end = at
        while end < pattern.count, pattern[end] == UInt8(ascii: "*") { end += 1 }
        let fillsPart = tokens.isEmpty && (end == pattern.count || pattern[end] == UInt8(ascii: "/"))
        if end - at > 1, fillsPart { isFolders = true } else { tokens.append(.star) }
        at = end
      case UInt8(ascii: "?"):
        tokens.append(.any)
        at += 1
      case UInt8(ascii: "["):
        tokens.append(.oneOf(try bracket()))
      case UInt8(ascii: "\\"):
        guard at + 1 < pattern.count else { throw .trailingBackslash(pattern: written) }
        if pattern[at + 1] == UInt8(ascii: "/") {
          at += 1
          continue
        }
        tokens.append(.byte(pattern[at + 1]))
        at += 2
      default:
        tokens.append(.byte(byte))
        at += 1
      }
    }
    components.append(isFolders ? .anyFolders : ComponentPattern(tokens, wholeCharacters: dialect == .glob))
    return components
  }

  /// `[…]` from its `[`; leaves `at` behind the `]`. A `]` that comes first is a member, `!` and `^` negate.
  private mutating func bracket() throws(GlobError) -> ByteSet {
    var set = ByteSet()
    at += 1
    let isNegated = at < pattern.count && (pattern[at] == UInt8(ascii: "!") || pattern[at] == UInt8(ascii: "^"))
    if isNegated { at += 1 }
    var previous: UInt8?
    var isFirst = true
    while true {
      var byte = try member()
      if byte == UInt8(ascii: "]"), !isFirst { break }
      isFirst = false
      if byte == UInt8(ascii: "\\") {
        at += 1
        byte = try member()
        set.insert(byte)
        previous = byte
      } else if byte == UInt8(ascii: "-"), let low = previous, at + 1 < pattern.count,
        pattern[at + 1] != UInt8(ascii: "]")
      {
        at += 1
        byte = try member()
        if byte == UInt8(ascii: "\\") {
          at += 1
          byte = try member()
        }
        set.insert(from: low, through: byte)
        previous = nil
      } else if byte == UInt8(ascii: "["), let name = className() {
        guard let members = CharacterClass.members(named: name) else {
          throw .unknownClass(pattern: written, name: name)
        }
        set.formUnion(members)
        at += name.utf8.count + 3
        previous = nil
      } else {
        set.insert(byte)
        previous = byte
      }
      at += 1
    }
    at += 1
    if isNegated { set.invert() }
    set.remove(UInt8(ascii: "/"))
    return set
  }

  /// The byte at `at`, which must be inside the brackets still.
  private func member() throws(GlobError) -> UInt8 {
    guard at < pattern.count else { throw .unclosedClass(pattern: written) }
    if dialect == .glob, pattern[at] >= 0x80 { throw .nonASCIIClass(pattern: written) }
    return pattern[at]
  }

  /// The name in `[:name:]` when one starts at `at`.
  private func className() -> String? {
    guard at + 1 < pattern.count, pattern[at + 1] == UInt8(ascii: ":"),
      let close = pattern[(at + 2)...].firstIndex(of: UInt8(ascii: "]")), close - 1 >= at + 2,
      pattern[close - 1] == UInt8(ascii: ":")
    else { return nil }
    return String(decoding: pattern[(at + 2)..<(close - 1)], as: UTF8.self)
  }
}
