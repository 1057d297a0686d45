import Matching
import RuleFiles
import SourceScan
import Testing
import Tracing
import Vocabulary

/// `ask(…)` is a query, `wait_long(…)` a sleep that holds its thread.
private let framework = """
  framework: store
  title: A store
  language: python
  detect: {packages: [store]}
  operations:
    query: ["ask($KEY, ...)"]
    sleep: ["wait_long(...)"]
  """

/// A rule around the lines of a `match:`.
func rule(_ match: String, id: String = "TEAM001") -> String {
  """
  id: \(id)
  title: Something bad
  language: python
  pack: runtime-performance
  severity: high
  effort: S
  recommendation: Do it well.
  match:
  \(match.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
  """
}

let oncePerTurn = rule(
  """
  reaches: {operation: query, uses: $PARAMETER, not-inside: except}
  inside: loop
  uses: $LOOP_VARIABLE
  """)

let blocking = rule(
  """
  reaches: {operation: sleep, blocking: true, depth: 3}
  inside: async-function
  """)

/// Follows calls through some files of code.
struct Project {
  private let library: CompiledLibrary
  private let paths: [String]
  private let files: [MatchedFile]

  init(_ rule: String, _ code: [String: String]) throws {
    let rules = loadRuleLibrary(
      [framework, rule].enumerated().map {
        RuleFileBytes(path: "team/some-\($0.offset).yaml", bytes: Array($0.element.utf8), isShipped: false)
      })
    let compiled = LibraryCompiler.compile(rules, for: .python)
    try #require((rules.faults + compiled.faults).map(\.description) == [])
    library = compiled.library
    paths = code.keys.sorted()
    files = try paths.map { path in
      let text = SourceText(path: path, language: .python, text: code[path]!)
      return MatchedFile(try #require(scan(text, compiled.library.symbols)), compiled.library)
    }
  }

  private var matches: [(path: String, match: RuleMatch)] {
    get throws {
      let tracer = try #require(Tracer(library, .python))
      let late = files.map { file in
        Category.allCases.reduce(into: Set<Int>()) { rules, category in
          rules.formUnion(library.matches(of: category, in: file) { _ in true }.late)
        }
      }
      return zip(paths, tracer.matches(in: files, late: late)).flatMap { path, matches in matches.map { (path, $0) } }
    }
  }

  /// The code that is reported, with its file.
  var found: [String] {
    get throws {
      try matches.map { path, match in
        let file = files[paths.firstIndex(of: path)!].file
        return "\(path): \(file.text.string(match.start..<match.end))"
      }
    }
  }

  var traces: [[CallStep]] { get throws { try matches.map(\.match.trace) } }

  var confidences: [Confidence?] { get throws { try matches.map(\.match.confidence) } }
}

/// What is found in one file.
func found(_ rule: String, in code: String) throws -> [String] { try Project(rule, ["app.py": code]).found }
