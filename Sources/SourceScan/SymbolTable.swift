/// The words some active rule asks for, with the operators and reserved words before them. Built once, then shared by
/// all workers: a name that is not in it costs a hash and one look.
package struct SymbolTable: Sendable {
  private var words: [String]
  private var numbers: [String: UInt16]
  /// Open addressing, a power of two long; a slot holds the upper half of a word's hash and its number, 0 when empty.
  private(set) var fingerprints: [UInt32]
  private(set) var slots: [UInt16]
  private var hashes: [UInt64]
  /// Some pattern is found by the shape of statements or scopes, so that every file needs an outline.
  package var needsEveryOutline = false
  /// By symbol: whether its occurrences are listed for the matchers.
  private(set) package var isAnchor: [Bool]

  package init() {
    words = BuiltinSymbols.words.map { "\($0)" }
    numbers = [:]
    hashes = words.map { SymbolTable.hash(of: $0) }
    fingerprints = []
    slots = []
    isAnchor = Array(repeating: false, count: words.count)
    for (number, word) in words.enumerated() { numbers[word] = UInt16(number) }
    rebuild(capacity: 1024)
    precondition(words.count == Symbol.builtinCount)
  }

  package var count: Int { words.count }

  /// The most words a table holds.
  package static let limit = 60_000

  /// The symbol of a word, making one when it is new; `nil` when the table is full.
  package mutating func intern(_ word: String) -> Symbol? {
    if let number = numbers[word] { return Symbol(rawValue: number) }
    guard words.count < SymbolTable.limit else { return nil }
    let number = UInt16(words.count)
    words.append(word)
    numbers[word] = number
    hashes.append(SymbolTable.hash(of: word))
    isAnchor.append(false)
    if words.count * 4 > slots.count { rebuild(capacity: slots.count * 2) } else { place(number) }
    return Symbol(rawValue: number)
  }

  package func symbol(of word: String) -> Symbol { Symbol(rawValue: numbers[word] ?? 0) }

  package func word(_ symbol: Symbol) -> String { words[Int(symbol.rawValue)] }

  /// Occurrences of this symbol will be listed in every `TokenStream`.
  package mutating func anchor(_ symbol: Symbol) { isAnchor[Int(symbol.rawValue)] = true }

  private mutating func rebuild(capacity: Int) {
    fingerprints = Array(repeating: 0, count: capacity)
    slots = Array(repeating: 0, count: capacity)
    for number in words.indices.dropFirst() { place(UInt16(number)) }
  }

  private mutating func place(_ number: UInt16) {
    let hash = hashes[Int(number)]
    var index = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[index] != 0 { index = (index + 1) & (slots.count - 1) }
    slots[index] = number
    fingerprints[index] = UInt32(truncatingIfNeeded: hash >> 32)
  }

  /// The hash of a word's UTF-8 bytes, the same that the lexers compute.
  package static func hash(of word: String) -> UInt64 {
    var bytes = Array(word.utf8)
    let count = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: SourceText.padding))
    return unsafe bytes.withUnsafeBufferPointer { unsafe hashWord($0.baseAddress!, count) }
  }
}

/// The hash that lexers give a name, as its token carries it.
package func nameHash(_ word: some StringProtocol) -> UInt32 {
  UInt32(truncatingIfNeeded: SymbolTable.hash(of: String(word)))
}

/// The hash of `count` bytes, eight at a time. Reads up to seven bytes past the end, which the padding allows.
@inline(__always)
func hashWord(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
  var hash = UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15
  var index = 0
  while index &+ 8 <= count {
    let chunk = unsafe UnsafeRawPointer(bytes + index).loadUnaligned(as: UInt64.self)
    hash = (hash ^ chunk) &* 0xD6E8_FEB8_6659_FD93
    hash ^= hash >> 32
    index &+= 8
  }
  if index < count {
    let shift = UInt64(truncatingIfNeeded: (8 &- (count &- index)) &* 8)
    let chunk = unsafe UnsafeRawPointer(bytes + index).loadUnaligned(as: UInt64.self) &<< shift
    hash = (hash ^ chunk) &* 0xD6E8_FEB8_6659_FD93
    hash ^= hash >> 32
  }
  return hash &* 0x9E37_79B9_7F4A_7C15
}
