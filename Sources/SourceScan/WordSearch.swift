/// Finds out which of some words occur in a text, upper and lower case taken as one, in a single pass: what the
/// discovery of facts asks of every file before it looks closer at a few.
package struct WordSearch: Sendable {
  /// The words' bytes with the bit set that tells upper from lower case.
  private let words: [[UInt8]]
  /// One bit per pair of bytes, set when a word begins with it.
  private let pairs: [UInt64]
  /// By pair: the number of its group, and by group: the words that begin with its pair.
  private let groupByPair: [UInt8]
  private let groups: [[Int]]

  /// The most words that one search takes.
  package static let limit = 128

  /// - Parameter words: each of two bytes or more.
  package init(_ words: [String]) {
    precondition(words.count <= WordSearch.limit)
    var pairs = [UInt64](repeating: 0, count: 1024)
    var groupByPair = [UInt8](repeating: 0, count: 1 << 16)
    var groups: [[Int]] = [[]]
    self.words = words.map { $0.utf8.map { $0 | 0x20 } }
    for (number, word) in self.words.enumerated() {
      precondition(word.count >= 2)
      let pair = UInt16(word[0]) | UInt16(word[1]) << 8
      pairs[Int(pair >> 6)] |= 1 << UInt64(pair & 63)
      if groupByPair[Int(pair)] == 0 {
        groupByPair[Int(pair)] = UInt8(groups.count)
        groups.append([])
      }
      groups[Int(groupByPair[Int(pair)])].append(number)
    }
    self.pairs = pairs
    self.groupByPair = groupByPair
    self.groups = groups
  }

  /// The numbers of the words that occur.
  ///
  /// - Parameter bytes: with zero bytes behind the content, as source texts have them.
  package func found(in bytes: [UInt8], count: Int) -> WordsFound { found(in: bytes, range: 0..<count) }

  /// The same for a part of a text.
  package func found(in bytes: [UInt8], range: Range<Int>) -> WordsFound {
    var found = WordsFound()
    let count = min(range.upperBound, bytes.count)
    guard range.lowerBound < count else { return found }
    unsafe bytes.withUnsafeBufferPointer { text in
      unsafe pairs.withUnsafeBufferPointer { pairs in
        var first = unsafe UInt16(text[range.lowerBound] | 0x20)
        for index in range.lowerBound..<max(range.lowerBound, min(count, text.count - 1)) {
          let second = unsafe UInt16(text[index &+ 1] | 0x20)
          let pair = first | second << 8
          first = second
          if unsafe pairs[Int(pair >> 6)] & (1 << UInt64(pair & 63)) != 0 {
            unsafe look(pair, at: index, in: text, count: count, &found)
          }
        }
      }
    }
    return found
  }

  @inline(never)
  private func look(
    _ pair: UInt16, at index: Int, in text: UnsafeBufferPointer<UInt8>, count: Int, _ found: inout WordsFound
  ) {
    for number in groups[Int(groupByPair[Int(pair)])] where !found.contains(number) {
      let word = words[number]
      guard index + word.count <= count else { continue }
      var offset = 2
      while offset < word.count, unsafe text[index + offset] | 0x20 == word[offset] { offset += 1 }
      if offset == word.count { found.insert(number) }
    }
  }
}

/// The words of a `WordSearch` that occur in a text, by number.
package struct WordsFound: Sendable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  package init() {}

  package var isEmpty: Bool { low | high == 0 }

  package mutating func insert(_ number: Int) {
    if number < 64 { low |= 1 << UInt64(number) } else { high |= 1 << UInt64(number - 64) }
  }

  package func contains(_ number: Int) -> Bool {
    number < 64 ? low & (1 << UInt64(number)) != 0 : high & (1 << UInt64(number - 64)) != 0
  }
}
