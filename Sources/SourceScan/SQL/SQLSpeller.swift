import Vocabulary

/// Spells names of SQL in the one way by which they are told apart: in capitals and without quotes.
///
/// In capitals, because the reserved words of other languages are in small letters and mean something to matching. A
/// quoted name is folded as well: names that differ by their capitals alone stand in no file beside each other.
struct SQLSpeller {
  private var spelling: [UInt8] = []

  /// The hash of a name as it is spelled here; that of the same word in the symbol table.
  mutating func hash(_ bytes: [UInt8], _ range: Range<Int>) -> UInt64 {
    spell(bytes, range)
    let count = spelling.count
    spelling.append(contentsOf: repeatElement(0, count: 8))
    return unsafe spelling.withUnsafeBufferPointer { unsafe hashWord($0.baseAddress!, count) }
  }

  mutating func word(_ bytes: [UInt8], _ range: Range<Int>) -> String {
    spell(bytes, range)
    return String(decoding: spelling, as: UTF8.self)
  }

  private mutating func spell(_ bytes: [UInt8], _ range: Range<Int>) {
    spelling.removeAll(keepingCapacity: true)
    var range = range
    if let quote = range.first.map({ bytes[$0] }), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "`") {
      let isClosed = range.count > 1 && bytes[range.upperBound - 1] == quote
      range = range.lowerBound + 1..<(isClosed ? range.upperBound - 1 : range.upperBound)
    }
    for index in range { spelling.append(ASCII.upper(bytes[index])) }
  }
}

extension SourceText {
  /// A token's word as patterns and files have it in common.
  package func word(_ token: Token) -> String {
    switch language {
    case .sql:
      var speller = SQLSpeller()
      return speller.word(bytes, token.range)
    default: return string(token.range)
    }
  }
}

extension SymbolTable {
  /// The symbol of the word with this hash; `Symbol.none` where there is none.
  func symbol(hash: UInt64) -> Symbol {
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      if fingerprints[slot] == UInt32(truncatingIfNeeded: hash >> 32) { return Symbol(rawValue: slots[slot]) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return .none
  }
}
