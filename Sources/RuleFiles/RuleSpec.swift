package import Vocabulary

/// A rule as it was written: parsed and checked for shape, not yet compiled.
package struct RuleSpec: Sendable {
  package var card: RuleCard
  package var match: MatchSpec
  /// The finding's sentence, with `$NAME`s in it; the card's title when the rule has none.
  package var message: Located<String>?
  /// What a context does to the severity of a finding: `downgrade:` and `upgrade:` of the rule.
  package var adjustments: [ContextAdjustment]
  /// Contexts of which a finding must be in one: `only-in:`. Empty means everywhere.
  package var onlyIn: [Located<String>]
  /// Codes under which other linters report the same; a `noqa` that names one silences this rule too.
  package var equivalents: [String]
  /// Path globs that limit where the rule looks. Empty means everywhere.
  package var include: [Located<String>]
  package var exclude: [Located<String>]
  package var examples: [ExampleSpec]
  package var origin: Origin
  /// What a project must be like for the rule to run; `nil` for any project.
  package var when: ProjectCondition?
  /// Ids of the practices that the rule holds code against; their pages are among the card's sources.
  package var practices: [Located<String>]

  package init(
    card: RuleCard, match: MatchSpec, message: Located<String>?, adjustments: [ContextAdjustment],
    equivalents: [String], include: [Located<String>], exclude: [Located<String>], examples: [ExampleSpec],
    origin: Origin, when: ProjectCondition? = nil, practices: [Located<String>] = [], onlyIn: [Located<String>] = []
  ) {
    self.card = card
    self.match = match
    self.message = message
    self.adjustments = adjustments
    self.equivalents = equivalents
    self.include = include
    self.exclude = exclude
    self.examples = examples
    self.origin = origin
    self.when = when
    self.practices = practices
    self.onlyIn = onlyIn
  }
}

/// `downgrade: {migration: off, bootstrap: low, admin: 1}`: in that context, off, at most that severity, or that many
/// steps down. `upgrade:` mirrors it: at least that severity, or that many steps up.
package struct ContextAdjustment: Sendable, Equatable {
  package enum Effect: Sendable, Equatable {
    case off
    case atMost(Severity)
    case atLeast(Severity)
    /// Positive raises, negative lowers.
    case steps(Int)
  }

  package var context: Located<String>
  package var effect: Effect

  package init(context: Located<String>, effect: Effect) {
    self.context = context
    self.effect = effect
  }
}

/// One entry of `examples:`; `↓` in `bad` stands before each token a finding must start at.
package struct ExampleSpec: Sendable {
  package var language: Language
  package var framework: String?
  /// The path the example pretends to have; contexts and path globs see it. `nil`: a neutral path.
  package var path: String?
  package var bad: [Located<String>]
  package var good: [Located<String>]
  package var missed: [Located<String>]
  package var origin: Origin

  package init(
    language: Language, framework: String?, path: String?, bad: [Located<String>], good: [Located<String>],
    missed: [Located<String>], origin: Origin
  ) {
    self.language = language
    self.framework = framework
    self.path = path
    self.bad = bad
    self.good = good
    self.missed = missed
    self.origin = origin
  }
}
