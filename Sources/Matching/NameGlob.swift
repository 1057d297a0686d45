/// A name with `*` for any run of characters.
struct NameGlob: Sendable {
  let parts: [[UInt8]]
  /// What a match begins and ends with, 0 when it may be anything: most words are told by that.
  private let first: UInt8
  private let last: UInt8

  init(_ text: String) {
    parts = text.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map(Array.init)
    first = parts.first?.first ?? 0
    last = parts.last?.last ?? 0
  }

  func matches(_ word: ArraySlice<UInt8>) -> Bool {
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
