/// What is known about the audited project as a whole: the facts that all packs share.
package struct AuditContext: Sendable {
  package var techStack: TechStack
  package var databaseConfiguration: DatabaseConfiguration
  package var models: [Model]
  package var bestPractices: [BestPractice]
  /// The audited root as an absolute path.
  package var codebaseRoot: String
  /// Where the project keeps its issues, when it says so.
  package var linear: LinearTeam?
  /// What could not be read.
  package var problems: [Problem]

  package init(
    techStack: TechStack = TechStack(), databaseConfiguration: DatabaseConfiguration = DatabaseConfiguration(),
    models: [Model] = [], bestPractices: [BestPractice] = [], codebaseRoot: String, linear: LinearTeam? = nil,
    problems: [Problem] = []
  ) {
    self.techStack = techStack
    self.databaseConfiguration = databaseConfiguration
    self.models = models
    self.bestPractices = bestPractices
    self.codebaseRoot = codebaseRoot
    self.linear = linear
    self.problems = problems
  }
}

/// What the makers of a technology recommend, and where they say so.
package struct BestPractice: Sendable, Hashable {
  /// The name of the technology: `postgresql`.
  package var technology: String
  package var text: String
  package var source: Source
  /// Who named the page and when, where that was a documentation server; `nil` for what is built in.
  package var research: Research?

  package struct Research: Sendable, Hashable {
    package var server: String
    /// `YYYY-MM-DD`.
    package var date: String

    package init(server: String, date: String) {
      self.server = server
      self.date = date
    }
  }

  package init(technology: String, text: String, source: Source, research: Research? = nil) {
    self.technology = technology
    self.text = text
    self.source = source
    self.research = research
  }
}

/// The team of the issue tracker Linear that a project's board names.
package struct LinearTeam: Sendable, Hashable {
  package var name: String?
  package var id: String?
  package var key: String?
  package var evidence: Evidence

  package init(name: String?, id: String?, key: String?, evidence: Evidence) {
    self.name = name
    self.id = id
    self.key = key
    self.evidence = evidence
  }
}
