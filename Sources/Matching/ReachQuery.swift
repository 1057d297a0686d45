import RuleFiles
package import SourceScan
package import Vocabulary

/// An alternative or a condition of a rule that looks for calls leading to an operation: what the tracer needs to know
/// of it while it has nothing but the summaries of files in hand.
package final class ReachQuery: Sendable {
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
  /// The rule asks for calls of which an earlier one has asked the same.
  package let asksAgain: Bool
  /// What is asked of the called function itself; it is then all that is asked.
  package let callee: Callee?
  /// How many statements the called function and those that it calls have together, where the rule asks for that.
  private let lines: Comparison?
  /// How many functions call the called one, where the rule asks for that.
  private let callers: Comparison?
  private let place: PlaceCondition
  /// What a call must lead to; `nil` where only the called function matters.
  let reach: CompiledReach?

  /// What an alternative of a rule looks for.
  convenience init?(_ source: RuleSource, _ rules: [CompiledRule]) {
    switch rules[source.rule].node.sources[source.alternative].conditions.source {
    case .reaches(let reach): self.init(reach, nil, source.rule, source.alternative, source.place, rules)
    case .calls(let callee): self.init(nil, callee, source.rule, source.alternative, source.place, rules)
    default: return nil
    }
  }

  /// What a condition of a rule asks for.
  convenience init?(_ reach: CompiledReach, rule: Int, _ rules: [CompiledRule]) {
    self.init(reach, nil, rule, -1, PlaceCondition([], []), rules)
  }

  private init?(
    _ reach: CompiledReach?, _ callee: Callee?, _ rule: Int, _ alternative: Int, _ place: PlaceCondition,
    _ rules: [CompiledRule]
  ) {
    self.rule = rule
    self.alternative = alternative
    self.callee = callee
    self.place = place
    self.reach = reach
    category = rules[rule].card.category
    asksRow = alternative >= 0 && !rules[rule].node.sources[alternative].conditions.hands.isEmpty
    lines = callee == nil ? nil : rules[rule].node.sources[alternative].conditions.lines
    callers = alternative >= 0 ? rules[rule].node.sources[alternative].conditions.callers : nil
    asksAgain = alternative >= 0 && reach?.again == true
    let operation = reach?.operation.conditions
    if case .operations(let kinds)? = operation?.source { self.kinds = kinds } else { kinds = [] }
    if kinds.isEmpty, callee == nil { return nil }
    isBlocking = operation?.blocking == true
    if case .parameter? = operation?.uses { asksParameter = true } else { asksParameter = false }
    depth = reach?.depth ?? 1
    notOnTheWay = operation?.notInside ?? []
  }

  /// Queries of one number find the same operations in a function; `nil` where only the called function matters.
  package var sought: Int? { reach?.sought }

  /// Its number among those of conditions; `nil` where it finds the calls that a rule reports.
  package var asked: Int? { reach?.asked }

  /// Where code stands that may be passed over.
  package static let branches: ScopeSet = [.if, .else, .switch, .except]

  /// Where code stands that is passed over whatever the function is handed, or for more than what it is handed.
  package static let alternatives: ScopeSet = [.else, .switch, .except, .comprehension]

  /// Whether a call that stands inside of some scopes may be one that the rule reports, as far as they tell.
  package func mayStand(within scopes: ScopeSet) -> Bool { place.holds(scopes) }

  package var asksSize: Bool { lines != nil }

  /// Whether a called function may be one that the rule asks for, by the statements of it and of those that it calls.
  package func admits(size: Int) -> Bool { lines?.holds(size) ?? true }

  package var asksCallers: Bool { callers != nil }

  /// Whether a called function may be one that the rule asks for, by how many functions call it.
  package func admits(callers count: Int) -> Bool { callers?.holds(count) ?? true }

  /// Whether the rule reports nothing outside of loops.
  package var asksLoop: Bool { place.asks([.loop, .anyLoop, .forLoop, .whileLoop]) }
}
