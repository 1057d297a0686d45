import Testing

@testable import SourceScan

@Suite("A search for many words at once")
struct WordSearchTests {
  private func found(_ words: [String], in text: String) -> [String] {
    let bytes = Array(text.utf8)
    let found = WordSearch(words).found(in: bytes, count: bytes.count)
    return words.indices.filter(found.contains).map { words[$0] }
  }

  @Test("words are found wherever they stand, in whatever case")
  func cases() {
    #expect(found(["notify", "listen ", "Trigger"], in: "NOTIFY x; create TRIGGER") == ["notify", "Trigger"])
    #expect(found(["ab", "abc", "abd"], in: "xxab") == ["ab"])
    #expect(found(["ab", "abc"], in: "aabc") == ["ab", "abc"])
    #expect(found(["ab"], in: "a") == [])
    #expect(found(["ab"], in: "") == [])
  }

  @Test("only what lies wholly in a range counts")
  func ranges() {
    let bytes = Array("one notify two".utf8)
    let search = WordSearch(["notify"])
    #expect(!search.found(in: bytes, range: 4..<10).isEmpty)
    #expect(search.found(in: bytes, range: 5..<14).isEmpty)
    #expect(search.found(in: bytes, range: 0..<9).isEmpty)
  }
}
