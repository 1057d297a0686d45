import Chance
import Foundation
import RuleFiles
import SourceScan
import Testing
import Vocabulary

@testable import Matching

/// The rules of the project's own `rules/` folder.
private let projectRules: CompiledLibrary = {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let files = try! ruleFiles(in: root.appending(path: "rules").path(percentEncoded: false))
  return LibraryCompiler.compile(loadRuleLibrary(files), for: .python).library
}()

private func specimen(_ name: String) throws -> [UInt8] {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  return Array(try Data(contentsOf: folder.appending(path: "Specimens").appending(path: name)))
}

private let specimens = ["syntax.py", "service.py", "broken.py"]

/// Runs all rules over a text; every match must lie in it.
private func run(_ bytes: [UInt8], _ what: @autoclosure () -> String) {
  let text = SourceText(
    path: "a.py", language: .python, paddedBytes: bytes + Array(repeating: 0, count: SourceText.padding),
    count: bytes.count)
  let matched = MatchedFile(scan(text, projectRules.symbols)!, projectRules)
  for category in Vocabulary.Category.allCases {
    let found = projectRules.matches(of: category, in: matched) { _ in true }
    let areInside = found.matches.allSatisfy {
      0 <= $0.start && $0.start <= $0.end && $0.end <= bytes.count && !$0.message.isEmpty
    }
    #expect(areInside, "\(what())")
  }
}

@Suite("All rules over whatever bytes")
struct HostileTests {
  @Test("the rules find what is wrong with the service")
  func plain() throws {
    func count(_ name: String) throws -> Int {
      let text = SourceText(
        path: "a.py", language: .python, text: String(decoding: try specimen(name), as: UTF8.self))
      let matched = MatchedFile(scan(text, projectRules.symbols)!, projectRules)
      return Vocabulary.Category.allCases.reduce(0) {
        $0 + projectRules.matches(of: $1, in: matched) { _ in true }.matches.count
      }
    }
    #expect(try count("service.py") >= 5)
  }

  @Test("beginnings of files", arguments: specimens)
  func prefixes(name: String) throws {
    let bytes = try specimen(name)
    for length in stride(from: 0, through: bytes.count, by: 37) {
      run(Array(bytes[..<length]), "\(length) bytes of \(name)")
    }
  }

  @Test("ends of files", arguments: specimens)
  func suffixes(name: String) throws {
    let bytes = try specimen(name)
    for start in stride(from: 0, to: bytes.count, by: 53) { run(Array(bytes[start...]), "\(name) from byte \(start)") }
  }

  @Test("lines in any order", arguments: 0..<6)
  func shuffled(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let text = try specimens.map { String(decoding: try specimen($0), as: UTF8.self) }.joined()
    for round in 0..<6 {
      let lines = text.split(separator: "\n").shuffled(using: &random).prefix(120)
      run(Array(lines.joined(separator: "\n").utf8), "round \(round) of seed \(seed)")
    }
  }

  @Test("mutated files", arguments: 0..<6)
  func mutated(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(3000 + seed))
    let bytes = try specimen(specimens[seed % specimens.count])
    for round in 0..<12 {
      run(random.mutated(bytes, marks: "()[]{}'\"\\:\n=,."), "round \(round) of seed \(seed)")
    }
  }

  @Test(
    "deep nesting and long chains",
    arguments: [
      "session.get(", "[session.get(x) for x in ", "f'{session.get(", "lambda: session.execute(", "x = x = ",
      "session.filter(a).", "(",
      "session.execute(select(a)", "if session.get(a): ", "a if session.get(b) else ", "for session in session: ",
      "not ",
      "session.get(x, ", "session = session.", "def f(session=session.get(", "-", "await ", "asyncio.run(",
      "x = f(x)\n",
      "for a in b:\n", "session.commit()\n",
    ])
  func deep(piece: String) {
    let head =
      "import asyncio\nfrom sqlalchemy import select\nfrom sqlalchemy.orm import Session\nsession = Session()\nfor x in y:\n  "
    run(Array((head + String(repeating: piece, count: 400)).utf8), piece)
  }
}
