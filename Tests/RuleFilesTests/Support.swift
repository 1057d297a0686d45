import RuleFiles
import Vocabulary

/// The library of one user file.
func load(_ text: String, path: String = "team/some-rule.yaml") -> RuleLibrary {
  loadRuleLibrary([file(path, text)])
}

func file(_ path: String, _ text: String, isShipped: Bool = false) -> RuleFileBytes {
  RuleFileBytes(path: path, bytes: Array(text.utf8), isShipped: isShipped)
}

/// The faults of one user file, each as `line:column: message (hint)`.
func faults(_ text: String) -> [String] { told(load(text).faults) }

func faults(bytes: [UInt8]) -> [String] {
  told(loadRuleLibrary([RuleFileBytes(path: "f", bytes: bytes, isShipped: false)]).faults)
}

func told(_ faults: [RuleFault]) -> [String] {
  faults.map { String($0.description.dropFirst($0.origin.file.count + 1)) }
}

/// What every rule needs but a match, on lines 1 to 6.
let head = """
  id: TEAM001
  title: Sleeping
  language: python
  severity: high
  effort: S
  recommendation: Await it.

  """

/// The faults of a rule with these lines after `head`, counted from 1.
func faults(ofRuleWith lines: String) -> [String] {
  load(head + lines).faults.map { fault in
    var fault = fault
    fault.origin.line -= 6
    return told([fault])[0]
  }
}

/// The match of a rule with this `match:`, or the faults as an error.
func match(_ lines: String) throws -> MatchSpec {
  let library = load(head + "match:\n" + lines.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
  if let fault = library.faults.first { throw fault }
  return library.rules[0].match
}

extension MatchSpec {
  /// The texts of a `pattern` source.
  var patterns: [String]? {
    if case .pattern(let patterns)? = source { patterns.map(\.value) } else { nil }
  }
}
