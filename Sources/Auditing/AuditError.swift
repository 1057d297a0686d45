package import RuleFiles
package import Survey
package import Vocabulary

/// Why an audit cannot begin.
package enum AuditError: Error, Sendable, CustomStringConvertible {
  /// Rule files with faults; all of them.
  case ruleFaults([RuleFault])
  case survey(SurveyError)
  case badGlob(GlobError)
  /// A word of `--select` or `--ignore` that no rule answers to.
  case unknownRule(String, nearest: String?)
  /// The options select and exclude so that no rule is left.
  case noRule
  case nothingToAudit(paths: [String], skipped: [SkippedFiles])

  package var description: String {
    switch self {
    case .ruleFaults(let faults): faults.map(\.description).joined(separator: "\n")
    case .survey(let error): "\(error)"
    case .badGlob(let error): "\(error)"
    case .unknownRule(let word, let nearest):
      "no rule is called `\(word)`"
        + (nearest.map { "; did you mean `\($0)`?" } ?? "; `assay rules` lists them")
    case .noRule:
      "no rule is left to run; `--pack`, `--select`, `--ignore` and the configuration together rule "
        + "out all of them"
    case .nothingToAudit(let paths, let skipped):
      "no file to audit in \(paths.joined(separator: ", "))"
        + (skipped.isEmpty
          ? "" : "; left out: " + skipped.map { "\($0.count) \($0.reason)" }.joined(separator: ", "))
        + "; `--allow-empty` makes that a success"
    }
  }
}
