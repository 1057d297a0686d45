/// All that a reader is ever told about a rule: what `explain` and the reports print. Nothing here decides a match.
package struct RuleCard: Sendable, Equatable {
  /// Unique among the loaded rules: `QE003`.
  package var id: String
  /// The bad thing in kebab case, the stem of the rule's file unless it says otherwise: `n-update-delete-loop`.
  package var name: String
  package var title: String
  package var category: Category
  package var languages: [Language]
  package var severity: Severity
  package var effort: Effort
  package var confidence: Confidence
  package var why: String?
  package var recommendation: String
  package var sources: [Source]
  /// What the rule does not report on purpose, a sentence each.
  package var staysQuiet: [String]
  /// The examples worth showing: one before and after per entry.
  package var examples: [ShownExample]
  /// The rule's own file, as the user would open it; `rules/…` for shipped ones.
  package var file: String
  /// What a project must be like for the rule to run, a phrase for each part: `SQLAlchemy 2.0 or later`. Empty for any.
  package var when: [String]

  package init(
    id: String, name: String, title: String, category: Category, languages: [Language], severity: Severity,
    effort: Effort, confidence: Confidence, why: String?, recommendation: String, sources: [Source],
    staysQuiet: [String], examples: [ShownExample], file: String, when: [String] = []
  ) {
    self.id = id
    self.name = name
    self.title = title
    self.category = category
    self.languages = languages
    self.severity = severity
    self.effort = effort
    self.confidence = confidence
    self.why = why
    self.recommendation = recommendation
    self.sources = sources
    self.staysQuiet = staysQuiet
    self.examples = examples
    self.file = file
    self.when = when
  }
}

/// A page that a rule or a practice stands on.
package struct Source: Sendable, Hashable {
  package var title: String
  package var url: String
  /// The versions the page's statement holds for, in words: `SQLAlchemy 2.0`.
  package var holdsFor: String?

  package init(title: String, url: String, holdsFor: String? = nil) {
    self.title = title
    self.url = url
    self.holdsFor = holdsFor
  }
}

/// One before and after of a rule, and what it is known to miss.
package struct ShownExample: Sendable, Equatable {
  package var language: Language
  package var framework: String?
  package var bad: String?
  package var good: String?
  package var missed: [String]

  package init(language: Language, framework: String?, bad: String?, good: String?, missed: [String]) {
    self.language = language
    self.framework = framework
    self.bad = bad
    self.good = good
    self.missed = missed
  }
}
