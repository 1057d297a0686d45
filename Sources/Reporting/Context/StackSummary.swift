package import Vocabulary

/// What is known of the audited project's stack, as the last section of a report shows it.
package struct StackSummary: Sendable, Equatable {
  /// `Database`, `PostgreSQL 16`, `docker-compose.yml:4`.
  package struct Row: Sendable, Equatable {
    package var label: String
    package var value: String
    /// Where that was read, `path:line` each, the strongest first.
    package var evidence: [String]

    package init(label: String, value: String, evidence: [String] = []) {
      self.label = label
      self.value = value
      self.evidence = evidence
    }
  }

  package var rows: [Row]
  /// The pages of the practices that the audit drew on; they are listed among the sources consulted.
  package var sources: [Source]

  package init(rows: [Row], sources: [Source] = []) {
    self.rows = rows
    self.sources = sources
  }
}
