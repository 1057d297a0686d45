package import RuleFiles
package import Survey

/// Why an audit cannot begin.
package enum AuditError: Error, Sendable, CustomStringConvertible {
  /// Rule files with faults; all of them.
  case ruleFaults([RuleFault])
  case survey(SurveyError)
  case badGlob(GlobError)
  /// A word of `--select` or `--ignore` that no rule answers to.
  case unknownRule(String, nearest: String?)
  case nothingToAudit(paths: [String], skipped: Int)

  package var description: String {
    switch self {
    case .ruleFaults(let faults): faults.map(\.description).joined(separator: "\n")
    case .survey(let error): "\(error)"
    case .badGlob(let error): "\(error)"
    case .unknownRule(let word, let nearest):
      "no rule is called `\(word)`"
        + (nearest.map { "; did you mean `\($0)`?" } ?? "; `assay rules` lists them")
    case .nothingToAudit(let paths, let skipped):
      "no file to audit in \(paths.joined(separator: ", "))"
        + (skipped > 0 ? ": all \(skipped) that were found are left out (`--stats` says why)" : "")
        + "; `--allow-empty` makes that a success"
    }
  }
}
