import Foundation
import RuleFiles
import SourceScan
import Testing
import Vocabulary

@testable import Matching

/// A library of rules and frameworks written as YAML, compiled for Python.
func compiled(_ documents: String...) throws -> CompiledLibrary {
  let library = loadRuleLibrary(
    documents.enumerated().map {
      RuleFileBytes(
        path: "rules/runtime-performance/some-\($0.offset).yaml", bytes: Array($0.element.utf8), isShipped: false)
    })
  let result = LibraryCompiler.compile(library, for: .python)
  let faults = library.faults + result.faults
  try #require(faults.isEmpty, "\(faults)")
  return result.library
}

/// A rule document around the lines of a `match:`.
func rule(_ match: String, id: String = "TEAM001", keys: String = "") -> String {
  let lines = match.split(separator: "\n").map { "  \($0)\n" }.joined()
  return """
    id: \(id)
    title: Something bad
    language: python
    pack: runtime-performance
    severity: high
    effort: S
    recommendation: Do it well.
    match:
    \(lines)\(keys)
    """
}

/// The rule of one pattern.
func rule(pattern: String) -> String { rule("pattern: \(quoted(pattern))") }

func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }

extension CompiledLibrary {
  /// What the rules find in Python code, in text order.
  func found(in code: String) -> PackMatches {
    let text = SourceText(path: "example.py", language: .python, text: code)
    let matched = MatchedFile(scan(text, symbols)!, self)
    return matches(of: .runtimePerformance, in: matched) { _ in true }
  }

  /// The code with `↓` before each place where a rule is found to hold.
  func marked(_ code: String) -> String {
    var bytes = Array(code.utf8)
    for start in Set(found(in: code).matches.map(\.start)).sorted().reversed() {
      bytes.insert(contentsOf: "↓".utf8, at: start)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The texts that were found.
  func texts(in code: String) -> [String] {
    found(in: code).matches.map { String(decoding: Array(code.utf8)[$0.start..<$0.end], as: UTF8.self) }
  }
}

/// Expects that a rule finds exactly the places behind the marks `↓`.
func expect(
  _ library: CompiledLibrary, finds code: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(library.marked(code.replacing("↓", with: "")) == code, sourceLocation: sourceLocation)
}

/// The same for the rule of one pattern.
func expect(pattern: String, finds code: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  expect(try compiled(rule(pattern: pattern)), finds: code, sourceLocation: sourceLocation)
}

/// The same for a rule with these lines under `match:`.
func expect(
  match: String, _ documents: String..., finds code: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let all = [rule(match)] + documents
  let library = loadRuleLibrary(
    all.enumerated().map {
      RuleFileBytes(path: "rules/some-\($0.offset).yaml", bytes: Array($0.element.utf8), isShipped: false)
    })
  let result = LibraryCompiler.compile(library, for: .python)
  let faults = library.faults + result.faults
  try #require(faults.isEmpty, "\(faults)", sourceLocation: sourceLocation)
  expect(result.library, finds: code, sourceLocation: sourceLocation)
}

/// What compiling a pattern complains of.
func faults(ofPattern pattern: String) -> [String] { faults(of: "pattern: \(quoted(pattern))") }

/// What compiling the rule with these lines under `match:` complains of.
func faults(of match: String, keys: String = "") -> [String] {
  let library = loadRuleLibrary([
    RuleFileBytes(path: "rules/some-rule.yaml", bytes: Array(rule(match, keys: keys).utf8), isShipped: false)
  ])
  return (library.faults + LibraryCompiler.compile(library, for: .python).faults).map(\.description)
}
