/// A regular expression as a tree over bytes, as far as it says something about ASCII text alone. What is not in here
/// (back references, Unicode properties, possessive repetition, flags in the middle) is left to `NSRegularExpression`.
indirect enum ByteExpression {
  case bytes(ByteSet)
  case sequence([ByteExpression])
  case alternatives([ByteExpression])
  case repeated(ByteExpression, least: Int, most: Int?, isLazy: Bool)
  case begin, end
  case wordBoundary(isNegative: Bool)
  case look(ByteExpression, isBehind: Bool, isNegative: Bool)

  /// `nil` when the source holds something else.
  init?(_ source: String) {
    var reader = ByteExpressionReader(Array(source.utf8))
    guard let expression = reader.alternatives(), reader.isAtEnd else { return nil }
    self = expression
  }

  /// Whether it can match nothing at all.
  var canBeEmpty: Bool {
    switch self {
    case .bytes: false
    case .sequence(let parts): parts.allSatisfy(\.canBeEmpty)
    case .alternatives(let parts): parts.contains(where: \.canBeEmpty)
    case .repeated(let part, let least, _, _): least == 0 || part.canBeEmpty
    case .begin, .end, .wordBoundary, .look: true
    }
  }

  /// The bytes that what it matches can begin with, and whether it can match nothing at all.
  var beginning: (bytes: ByteSet, canBeEmpty: Bool) {
    switch self {
    case .bytes(let set): return (set, false)
    case .begin, .end, .wordBoundary, .look: return (ByteSet(), true)
    case .sequence(let parts):
      var bytes = ByteSet()
      for part in parts {
        let own = part.beginning
        bytes.formUnion(own.bytes)
        if !own.canBeEmpty { return (bytes, false) }
      }
      return (bytes, true)
    case .alternatives(let parts):
      return parts.reduce(into: (ByteSet(), false)) { all, part in
        let own = part.beginning
        all.0.formUnion(own.bytes)
        all.1 = all.1 || own.canBeEmpty
      }
    case .repeated(let part, let least, _, _):
      let own = part.beginning
      return (own.bytes, own.canBeEmpty || least == 0)
    }
  }

  /// The numbers of bytes it can match; `nil` when there are many.
  var widths: Set<Int>? {
    switch self {
    case .bytes: return [1]
    case .begin, .end, .wordBoundary, .look: return [0]
    case .sequence(let parts):
      return parts.reduce([0]) { sums, part in
        guard let sums, let widths = part.widths else { return nil }
        return Set(sums.flatMap { sum in widths.map { sum + $0 } })
      }
    case .alternatives(let parts):
      return parts.reduce([]) { all, part in
        guard let all, let widths = part.widths else { return nil }
        return all.union(widths)
      }
    case .repeated(let part, let least, let most, _):
      guard least == most, let widths = part.widths, widths.count == 1 else { return nil }
      return [least * widths.first!]
    }
  }
}

/// Some of the 256 bytes.
struct ByteSet: Sendable, Equatable {
  private var words = InlineArray<4, UInt64>(repeating: 0)

  init() {}

  init(_ range: ClosedRange<UInt8>) { for byte in range { insert(byte) } }

  @inline(__always)
  func contains(_ byte: UInt8) -> Bool { words[Int(byte >> 6)] & (1 << UInt64(byte & 63)) != 0 }

  mutating func insert(_ byte: UInt8) { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }

  mutating func formUnion(_ other: ByteSet) {
    for index in words.indices { words[index] |= other.words[index] }
  }

  var inverted: ByteSet {
    var set = self
    for index in words.indices { set.words[index] = ~words[index] }
    return set
  }

  var isEmpty: Bool { words.indices.allSatisfy { words[$0] == 0 } }

  /// Its only byte; `nil` when there are none or several.
  var single: UInt8? {
    var found: UInt8?
    for index in words.indices where words[index] != 0 {
      guard found == nil, words[index].nonzeroBitCount == 1 else { return nil }
      found = UInt8(index << 6 + words[index].trailingZeroBitCount)
    }
    return found
  }

  /// With the other case of every letter in it.
  var withBothCases: ByteSet {
    var set = self
    for upper in UInt8(ascii: "A")...UInt8(ascii: "Z") where contains(upper) || contains(upper | 0x20) {
      set.insert(upper)
      set.insert(upper | 0x20)
    }
    return set
  }

  static func == (left: ByteSet, right: ByteSet) -> Bool {
    left.words.indices.allSatisfy { left.words[$0] == right.words[$0] }
  }

  static let word: ByteSet = {
    var set = ByteSet(UInt8(ascii: "a")...UInt8(ascii: "z"))
    set.formUnion(ByteSet(UInt8(ascii: "A")...UInt8(ascii: "Z")))
    set.formUnion(digit)
    set.insert(UInt8(ascii: "_"))
    return set
  }()
  static let digit = ByteSet(UInt8(ascii: "0")...UInt8(ascii: "9"))
  static let space: ByteSet = {
    var set = ByteSet(0x09...0x0A)
    set.formUnion(ByteSet(0x0C...0x0D))
    set.insert(0x20)
    return set
  }()
  /// What `.` does not match.
  static let lineEnd = ByteSet(0x0A...0x0D)
}
