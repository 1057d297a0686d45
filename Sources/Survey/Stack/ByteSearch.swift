import Glibc

/// A word to look for among bytes. The byte of it that is rarest in code is looked for first, with the system's own
/// search, which takes many bytes at a time.
struct ByteSearch: Sendable {
  private let word: [UInt8]
  private let rarest: Int

  init(_ word: String) {
    let bytes = Array(word.utf8)
    self.word = bytes
    rarest = bytes.indices.min { ByteSearch.frequency(bytes[$0]) < ByteSearch.frequency(bytes[$1]) } ?? 0
  }

  /// Where the word first stands at or behind `start`, before `end`.
  func offset(in bytes: [UInt8], from start: Int = 0, to end: Int) -> Int? {
    guard !word.isEmpty, start >= 0, end <= bytes.count, end - start >= word.count else { return nil }
    return unsafe bytes.withUnsafeBytes { buffer in
      let base = buffer.baseAddress!
      var at = start + rarest
      let last = end - word.count + rarest
      while at <= last {
        guard let found = unsafe memchr(base + at, Int32(word[rarest]), last - at + 1) else { return nil }
        let candidate = unsafe UnsafeRawPointer(found) - base - rarest
        if unsafe word.withUnsafeBytes({ unsafe memcmp(base + candidate, $0.baseAddress!, word.count) }) == 0 {
          return candidate
        }
        at = candidate + rarest + 1
      }
      return nil
    }
  }

  func isIn(_ text: String) -> Bool { offset(in: Array(text.utf8), to: text.utf8.count) != nil }

  /// How often a byte stands in code, roughly.
  private static func frequency(_ byte: UInt8) -> Int {
    switch byte {
    case UInt8(ascii: "j"), UInt8(ascii: "q"), UInt8(ascii: "z"), UInt8(ascii: "x"): 1
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): 2
    case UInt8(ascii: "b"), UInt8(ascii: "g"), UInt8(ascii: "k"), UInt8(ascii: "v"), UInt8(ascii: "w"),
      UInt8(ascii: "y"):
      3
    case UInt8(ascii: "("), UInt8(ascii: ":"), UInt8(ascii: "\""), UInt8(ascii: "-"): 4
    case UInt8(ascii: "_"), UInt8(ascii: "a")...UInt8(ascii: "z"): 5
    default: 3
    }
  }
}

extension SourceBytes {
  /// Whether a word stands somewhere in the content.
  func holds(_ search: ByteSearch) -> Bool { search.offset(in: bytes, to: count) != nil }
}
