/// Reads the source of a regular expression, as ICU writes them, into a tree over bytes.
struct ByteExpressionReader {
  private let source: [UInt8]
  private var index = 0
  private var ignoresCase = false
  private var dotMatchesAll = false

  init(_ source: [UInt8]) { self.source = source }

  var isAtEnd: Bool { index == source.count }

  private var next: UInt8? { index < source.count ? source[index] : nil }

  private mutating func take(_ text: String) -> Bool {
    guard source[index...].starts(with: text.utf8) else { return false }
    index += text.utf8.count
    return true
  }

  mutating func alternatives() -> ByteExpression? {
    if index == 0, !readLeadingFlags() { return nil }
    var parts: [ByteExpression] = []
    repeat {
      guard let sequence = sequence() else { return nil }
      parts.append(sequence)
    } while take("|")
    return parts.count == 1 ? parts[0] : .alternatives(parts)
  }

  /// `(?is)` at the very start holds for all of it.
  private mutating func readLeadingFlags() -> Bool {
    guard take("(?") else { return true }
    let start = index
    guard let flags = flags(), take(")") else {
      index = start - 2
      return true
    }
    ignoresCase = flags.ignoresCase
    dotMatchesAll = flags.dotMatchesAll
    return true
  }

  private mutating func flags() -> (ignoresCase: Bool, dotMatchesAll: Bool)? {
    var result = (ignoresCase: ignoresCase, dotMatchesAll: dotMatchesAll)
    var count = 0
    while let byte = next {
      if byte == UInt8(ascii: "i") {
        result.ignoresCase = true
      } else if byte == UInt8(ascii: "s") {
        result.dotMatchesAll = true
      } else {
        break
      }
      index += 1
      count += 1
    }
    return count > 0 ? result : nil
  }

  private mutating func sequence() -> ByteExpression? {
    var parts: [ByteExpression] = []
    while let byte = next, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
      guard let atom = atom(), let repeated = repetition(of: atom) else { return nil }
      parts.append(repeated)
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func repetition(of atom: ByteExpression) -> ByteExpression? {
    var bounds: (least: Int, most: Int?)
    if take("*") {
      bounds = (0, nil)
    } else if take("+") {
      bounds = (1, nil)
    } else if take("?") {
      bounds = (0, 1)
    } else if next == UInt8(ascii: "{") {
      guard let counts = counts() else { return nil }
      bounds = counts
    } else {
      return atom
    }
    let isLazy = take("?")
    // Possessive, or a repetition of a repetition.
    if let byte = next, [UInt8(ascii: "+"), UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "{")].contains(byte) {
      return nil
    }
    return .repeated(atom, least: bounds.least, most: bounds.most, isLazy: isLazy)
  }

  /// `{3}`, `{2,}`, `{1,4}`.
  private mutating func counts() -> (least: Int, most: Int?)? {
    guard take("{"), let least = number() else { return nil }
    if take("}") { return (least, least) }
    guard take(",") else { return nil }
    if take("}") { return (least, nil) }
    guard let most = number(), most >= least, take("}") else { return nil }
    return (least, most)
  }

  private mutating func number() -> Int? {
    var value: Int?
    while let byte = next, ByteSet.digit.contains(byte), (value ?? 0) < 100 {
      value = (value ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
      index += 1
    }
    return value
  }

  private mutating func atom() -> ByteExpression? {
    guard let byte = next, byte < 0x80 else { return nil }
    switch byte {
    case UInt8(ascii: "("): return group()
    case UInt8(ascii: "["): return set().map { .bytes($0) }
    case UInt8(ascii: "\\"): return escape()
    case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "{"), UInt8(ascii: "}"): return nil
    default: break
    }
    index += 1
    switch byte {
    case UInt8(ascii: "^"): return .begin
    case UInt8(ascii: "$"): return .end
    case UInt8(ascii: "."): return .bytes(dotMatchesAll ? ByteSet().inverted : ByteSet.lineEnd.inverted)
    default: return .bytes(literal(byte))
    }
  }

  private func literal(_ byte: UInt8) -> ByteSet {
    let set = ByteSet(byte...byte)
    return ignoresCase ? set.withBothCases : set
  }

  private mutating func group() -> ByteExpression? {
    guard take("(") else { return nil }
    let outer = (ignoresCase, dotMatchesAll)
    defer { (ignoresCase, dotMatchesAll) = outer }
    var look: (isBehind: Bool, isNegative: Bool)?
    if take("?") {
      if take("=") {
        look = (false, false)
      } else if take("!") {
        look = (false, true)
      } else if take("<=") {
        look = (true, false)
      } else if take("<!") {
        look = (true, true)
      } else if !take(":") {
        guard let flags = flags(), take(":") else { return nil }
        (ignoresCase, dotMatchesAll) = flags
      }
    }
    guard let inside = alternatives(), take(")") else { return nil }
    return look.map { .look(inside, isBehind: $0.isBehind, isNegative: $0.isNegative) } ?? inside
  }

  private mutating func escape() -> ByteExpression? {
    guard take("\\"), let byte = next, byte < 0x80 else { return nil }
    if byte == UInt8(ascii: "b") || byte == UInt8(ascii: "B") {
      index += 1
      return .wordBoundary(isNegative: byte == UInt8(ascii: "B"))
    }
    return escapedSet().map { .bytes($0) }
  }

  /// What stands behind a backslash, in a set or outside of one.
  private mutating func escapedSet() -> ByteSet? {
    guard let byte = next, byte < 0x80 else { return nil }
    index += 1
    switch byte {
    case UInt8(ascii: "w"): return .word
    case UInt8(ascii: "W"): return ByteSet.word.inverted
    case UInt8(ascii: "d"): return .digit
    case UInt8(ascii: "D"): return ByteSet.digit.inverted
    case UInt8(ascii: "s"): return .space
    case UInt8(ascii: "S"): return ByteSet.space.inverted
    case UInt8(ascii: "n"): return ByteSet(0x0A...0x0A)
    case UInt8(ascii: "r"): return ByteSet(0x0D...0x0D)
    case UInt8(ascii: "t"): return ByteSet(0x09...0x09)
    case UInt8(ascii: "x"):
      guard index + 2 <= source.count,
        let value = UInt8(String(decoding: source[index..<index + 2], as: UTF8.self), radix: 16), value < 0x80
      else { return nil }
      index += 2
      return literal(value)
    default: return ByteSet.word.contains(byte) ? nil : literal(byte)
    }
  }

  private mutating func set() -> ByteSet? {
    guard take("[") else { return nil }
    let isNegative = take("^")
    var set = ByteSet()
    var isFirst = true
    while let byte = next, byte != UInt8(ascii: "]") || isFirst {
      // Sets of sets, classes by name, and a bracket at the start mean different things to different readers.
      guard byte < 0x80, byte != UInt8(ascii: "["), byte != UInt8(ascii: "]"), byte != UInt8(ascii: "&") else {
        return nil
      }
      isFirst = false
      guard let low = setMember() else { return nil }
      if next == UInt8(ascii: "-"), index + 1 < source.count, source[index + 1] != UInt8(ascii: "]") {
        index += 1
        guard let first = low.single, let last = setMember()?.single, first <= last else { return nil }
        set.formUnion(ByteSet(first...last))
      } else {
        set.formUnion(low.set)
      }
    }
    guard take("]") else { return nil }
    if ignoresCase { set = set.withBothCases }
    return isNegative ? set.inverted : set
  }

  private mutating func setMember() -> (set: ByteSet, single: UInt8?)? {
    if take("\\") {
      guard let byte = next, let set = escapedSet() else { return nil }
      return (set, ByteSet.word.contains(byte) ? nil : byte)
    }
    guard let byte = next, byte < 0x80 else { return nil }
    index += 1
    return (ByteSet(byte...byte), byte)
  }
}
