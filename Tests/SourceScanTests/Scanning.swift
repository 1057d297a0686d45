import Foundation
import Testing
import Vocabulary

@testable import SourceScan

/// A table in which every word is an anchor, so that every file gets an outline.
let everyWord: SymbolTable = {
  var table = SymbolTable()
  for number in 0..<UInt16(Symbol.builtinCount) { table.anchor(Symbol(rawValue: number)) }
  return table
}()

func scanned(_ code: String) -> ScannedFile { scanned(bytes: Array(code.utf8)) }

func scanned(bytes: [UInt8]) -> ScannedFile {
  let padded = bytes + Array(repeating: 0, count: SourceText.padding)
  return scan(SourceText(path: "a.py", language: .python, paddedBytes: padded, count: bytes.count), everyWord)!
}

extension ScannedFile {
  /// The tokens' texts.
  var words: [String] { stream.tokens.map { text.string($0.range) } }

  var kinds: [TokenKind] { stream.tokens.map(\.kind) }

  /// The statements' texts, tokens joined with a space.
  var statements: [String] { outline.statements.map { written($0.first..<$0.end) } }

  func written(_ range: Range<UInt32>) -> String {
    range.map { text.string(stream.tokens[Int($0)].range) }.joined(separator: " ")
  }

  /// The index of the `number`th token (from 0) that is written so.
  func token(_ word: String, _ number: Int = 0) throws -> UInt32 {
    UInt32(try #require(words.indices.filter { words[$0] == word }.dropFirst(number).first))
  }

  /// The scope the `number`th token of that text stands in.
  func scope(_ word: String, _ number: Int = 0) throws -> Scope {
    outline.scopes[outline.scope(at: try token(word, number))]
  }

  /// What that token is inside of.
  func within(_ word: String, _ number: Int = 0) throws -> ScopeSet { try scope(word, number).within }

  /// The bindings of a name, as `kind in the statement that opens the owner`, in text order.
  func bindings(of name: String) -> [Binding] {
    outline.bindings.all.filter { text.string(stream.tokens[Int($0.name)].range) == name }
  }
}

/// The Python files that tests are run on, by name.
func specimen(_ name: String) throws -> [UInt8] {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  return Array(try Data(contentsOf: folder.appending(path: "Specimens").appending(path: name)))
}
