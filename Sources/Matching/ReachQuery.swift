package import SourceScan
package import Vocabulary

/// An alternative or a condition of a rule that looks for calls leading to an operation: what the tracer needs to know
/// of it while it has nothing but the summaries of files in hand.
package struct ReachQuery: Sendable {
  /// The rule's and the alternative's number; −1 for a condition.
  package let rule: Int
  package let alternative: Int
  package let category: Category
  /// What may stand at the end of the way.
  package let kinds: OperationSet
  /// The operation holds its thread, and so does every function on the way: asynchronous ones are none of them.
  package let isBlocking: Bool
  /// The operation depends on what the call hands over.
  package let asksParameter: Bool
  /// Calls at most, the first one included.
  package let depth: Int
  /// What neither the operation nor a call on the way may stand in.
  package let notOnTheWay: ScopeSet
  /// The rule asks what the call hands over, and of which row that is.
  package let asksRow: Bool
  private let place: PlaceCondition
  let reach: CompiledReach

  /// What an alternative of a rule looks for.
  init?(_ source: RuleSource, _ rules: [CompiledRule]) {
    guard case .reaches(let reach)? = rules[source.rule].node.sources[source.alternative].conditions.source else {
      return nil
    }
    self.init(reach, source.rule, source.alternative, source.place, rules)
  }

  /// What a condition of a rule asks for.
  init?(_ reach: CompiledReach, rule: Int, _ rules: [CompiledRule]) {
    self.init(reach, rule, -1, PlaceCondition([], []), rules)
  }

  private init?(
    _ reach: CompiledReach, _ rule: Int, _ alternative: Int, _ place: PlaceCondition, _ rules: [CompiledRule]
  ) {
    guard case .operations(let kinds)? = reach.operation.conditions.source else { return nil }
    self.rule = rule
    self.alternative = alternative
    category = rules[rule].card.category
    self.kinds = kinds
    isBlocking = reach.operation.conditions.blocking == true
    if case .parameter? = reach.operation.conditions.uses { asksParameter = true } else { asksParameter = false }
    depth = reach.depth
    notOnTheWay = reach.operation.conditions.notInside
    self.place = place
    self.reach = reach
    asksRow = alternative >= 0 && !rules[rule].node.sources[alternative].conditions.hands.isEmpty
  }

  /// Its number among those of conditions; `nil` where it finds the calls that a rule reports.
  package var asked: Int? { reach.asked }

  /// Where code stands that may be passed over.
  package static let branches: ScopeSet = [.if, .else, .switch, .except]

  /// Whether a call that stands inside of some scopes may be one that the rule reports, as far as they tell.
  package func mayStand(within scopes: ScopeSet) -> Bool { place.holds(scopes) }
}
