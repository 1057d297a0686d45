/// A name with `*` for any run of characters.
package struct NameGlob: Sendable {
  let parts: [[UInt8]]
  /// What a match begins and ends with, 0 when it may be anything: most words are told by that.
  let first: UInt8
  let last: UInt8

  package init(_ text: String) {
    parts = text.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map(Array.init)
    first = parts.first?.first ?? 0
    last = parts.last?.last ?? 0
  }

  /// The name itself when there is no `*` in it.
  package var plainName: String? { parts.count == 1 ? String(decoding: parts[0], as: UTF8.self) : nil }

  package func matches(_ word: ArraySlice<UInt8>) -> Bool {
    guard first == 0 || word.first == first, last == 0 || word.last == last else { return false }
    guard parts.count > 1 else { return word.elementsEqual(parts[0]) }
    guard word.starts(with: parts[0]) else { return false }
    var rest = word.dropFirst(parts[0].count)
    for part in parts[1..<parts.count - 1] where !part.isEmpty {
      var found: Int?
      var index = rest.startIndex
      while index + part.count <= rest.endIndex {
        if rest[index..<index + part.count].elementsEqual(part) {
          found = index
          break
        }
        index += 1
      }
      guard let found else { return false }
      rest = rest[(found + part.count)...]
    }
    let last = parts[parts.count - 1]
    return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
  }
}

/// Names with a `*` that stand for roles, contexts and the like, by number. What they begin and end with stands apart,
/// because every name of a file is held against all of them.
package struct NameGlobs: Sendable {
  private let ends: [(first: UInt8, last: UInt8)]
  private let entries: [(glob: NameGlob, number: Int)]

  package init(_ entries: [(glob: NameGlob, number: Int)]) {
    self.entries = entries
    ends = entries.map { ($0.glob.first, $0.glob.last) }
  }

  /// Calls `body` with the number of each name that fits the word in some bytes.
  package func each(_ bytes: [UInt8], _ word: Range<Int>, _ body: (Int) -> Void) {
    guard !word.isEmpty else { return }
    let first = bytes[word.lowerBound]
    let last = bytes[word.upperBound - 1]
    for index in ends.indices {
      let end = ends[index]
      guard end.first == 0 || end.first == first, end.last == 0 || end.last == last else { continue }
      if entries[index].glob.matches(bytes[word]) { body(entries[index].number) }
    }
  }

  /// Whether a name of one of some roles fits the word.
  func contains(_ bytes: [UInt8], _ word: Range<Int>, _ roles: RoleSet) -> Bool {
    var isFound = false
    each(bytes, word) { if roles.contains($0) { isFound = true } }
    return isFound
  }
}
