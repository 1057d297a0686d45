import Vocabulary

/// What a run tells the shell. It is thrown to end a command early with everything already said.
enum ExitStatus: Int32, Error {
  case clean = 0
  case findings = 1
  /// The answer may be incomplete, or the request was wrong.
  case trouble = 2

  /// `failOn` is the least severity that counts as a failure (`nil`: none does), `failUnder` the least score that passes.
  init(for report: AuditReport, failOn: Severity?, failUnder: Double?) {
    let counts = report.counts
    let severe = Severity.allCases.filter { severity in failOn.map { severity >= $0 } ?? false }
    if !report.problems.isEmpty {
      self = .trouble
    } else if severe.contains(where: { counts[$0] > 0 }) {
      self = .findings
    } else if let failUnder, report.score < failUnder {
      self = .findings
    } else {
      self = .clean
    }
  }

  /// `--exit-zero` forgives findings, never trouble.
  func forgiven(_ isForgiven: Bool) -> ExitStatus { isForgiven && self == .findings ? .clean : self }
}
