/// Trouble that did not stop the audit but must not pass silently: a file that could not be read, a rule that ran out of
/// time. A report with problems may be incomplete, and the exit status says so.
package struct Problem: Sendable, Hashable {
  package enum Stage: String, Sendable, CaseIterable {
    case rules, survey, scan, match, report
  }

  package var stage: Stage
  /// The file concerned, relative to the audited root; `nil` when it is no single file's.
  package var path: String?
  /// The rule concerned, by id.
  package var rule: String?
  package var message: String
  /// What the reader can do about it.
  package var hint: String?

  package init(stage: Stage, path: String? = nil, rule: String? = nil, message: String, hint: String? = nil) {
    self.stage = stage
    self.path = path
    self.rule = rule
    self.message = message
    self.hint = hint
  }
}

/// A rule that had no chance to report, and why: its language is absent, the stack rules it out.
package struct NotChecked: Sendable, Hashable {
  package var rule: String
  package var reason: String

  package init(rule: String, reason: String) {
    self.rule = rule
    self.reason = reason
  }
}
