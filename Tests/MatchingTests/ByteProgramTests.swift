import Chance
import Foundation
import Testing

@testable import Matching

@Suite("Regular expressions over bytes")
struct ByteProgramTests {
  /// What both must find: UTF-16 units are bytes in ASCII text.
  private func library(_ pattern: String, _ text: String) throws -> [Range<Int>] {
    try NSRegularExpression(pattern: pattern).matches(in: text, range: NSRange(location: 0, length: text.utf16.count))
      .map { $0.range.location..<$0.range.location + $0.range.length }
  }

  private func own(_ pattern: String, _ text: String, limit: Int = .max) throws -> [Range<Int>]? {
    let bytes = Array(text.utf8)
    return try #require(ByteProgram(pattern), "\(pattern)").matches(in: bytes, bytes.indices, limit: limit)
  }

  /// Expressions of every construct that is understood.
  static let patterns = [
    "a", "ab|a|b", "(?:ab)*c", "a*?b", "a+?", "a??b", "(a|ab)(c|bcd)", "a{2}", "a{1,3}b", "(?:a|b){2,}", "[a-c]+",
    "[^a-c\\s]+", "[\\w.]+\\(", "[-a]b", "[a\\-z]", "[a\\].]", "\\bab\\b", "\\B.", "^ab", "ab$", "^$", "^\\s*#",
    "\\w+$",
    "(?i)aB", "(?i)[a-c]Z", "(?s)a.b", "a.b", "(?s:a.)b.", "(?is)^select\\b.*\\bfrom", "(?=ab)a", "a(?!b)",
    "(?<!a)b", "(?<=\\.)b", "(?<![\\w.])a\\w*", "(?:^|\\.)[A-Z]\\w*$", "(?:^|[._])(?:batch|chunk)(?:e?s)?$",
    "\\.(\\w+)\\b(?!\\()", "\"[^\"]*\"", "\\d+\\.?\\d*", "\\n\\s*b", "a\\x2Eb", "(?:\\w+\\.)*a", "|a", "a|",
    "(?:a?b?)c",
  ]

  @Test("they find what NSRegularExpression finds", arguments: patterns)
  func agreement(pattern: String) throws {
    let pieces = [
      "a", "b", "c", "ab", "A", "B", "Z", ".", " ", "\n", "\r\n", "\r", "\t", "_", "1", "23", "(", ")", "\"", "#", "-",
      "]", "select", " FROM ", "batch", "chunks", "Model", "x",
    ]
    var random = SeededGenerator(seed: 5)
    for length in 0..<300 {
      let text = (0..<length % 24).map { _ in pieces.randomElement(using: &random)! }.joined()
      #expect(try own(pattern, text) == library(pattern, text), "\(pattern) in \(text.debugDescription)")
      #expect(try own(pattern, text, limit: 1) == Array(library(pattern, text).prefix(1)))
    }
  }

  @Test(
    "what says more than can be said about bytes is left to NSRegularExpression",
    arguments: [
      "(a)\\1", "\\p{L}", "a++", "a*+", "(?m)^a", "(?x) a", "a(?i)b", "[a&&b]", "[[a]b]", "(?:a?)*", "(?<!a|bc)d", "ä",
      "[ä]",
      "\\Aa", "(?<name>a)", "(a", "a)", "*a", "a{2}{3}",
    ])
  func unsupported(pattern: String) {
    #expect(ByteProgram(pattern) == nil)
  }

  @Test("on other text than ASCII it gives up", arguments: ["ä", "a\u{0B}b", "a\u{1F}b", "x\u{2028}"])
  func otherText(text: String) throws {
    #expect(try own("\\w", text) == nil)
    let bytes = Array(text.utf8)
    #expect(ByteProgram("\\w")?.occurs(in: bytes, bytes.indices) == nil)
  }

  @Test("what would run away ends")
  func patience() throws {
    #expect(try own("^(a+)+$", String(repeating: "a", count: 64) + "b") == nil)
    #expect(try own("(?:a|b|ab)*c", String(repeating: "ab", count: 4000)) == nil)
  }

  @Test("only the range is looked at, and its ends are the ends of the text")
  func range() throws {
    let text = Array("xabx".utf8)
    let program = try #require(ByteProgram("^ab$"))
    #expect(program.occurs(in: text, 1..<3) == true)
    #expect(program.occurs(in: text, 0..<3) == false)
    #expect(program.matches(in: text, 1..<3, limit: 9) == [1..<3])
    #expect(program.matches(in: text, 2..<2, limit: 9) == [])
  }
}
