import Reporting
import RuleFiles
import Vocabulary

extension RuleLibrary {
  /// The rules as they are listed, by pack and id.
  var listedRules: [ListedRule] {
    let packs = Vocabulary.Category.allCases
    let order = rules.sorted { left, right in
      let (one, other) = (left.card, right.card)
      if one.category != other.category {
        return packs.firstIndex(of: one.category)! < packs.firstIndex(of: other.category)!
      }
      return one.id < other.id
    }
    return order.map(listed)
  }

  func listed(_ rule: RuleSpec) -> ListedRule { ListedRule(card: rule.card, frameworks: frameworks(of: rule)) }

  /// The libraries whose code a rule knows: those that describe an operation it looks for, and those of its examples.
  private func frameworks(of rule: RuleSpec) -> [String] {
    let operations = rule.match.operations
    let describing = frameworks.filter { framework in
      rule.card.languages.contains(framework.language)
        && framework.operations.contains { operations.contains($0.operation) }
    }
    return Set(describing.map(\.name) + rule.examples.compactMap(\.framework)).sorted()
  }

  /// A phrase for each kind of code that changes the rule's findings or keeps its files out.
  func contextNotes(on rule: RuleSpec) -> [String] {
    var effects = rule.adjustments.map { ($0.context.value, $0.effect) }
    let own = Set(effects.map(\.0))
    for context in contexts where !own.contains(context.name.value) && context.skipped == nil {
      if let effect = context.effects[rule.card.category] { effects.append((context.name.value, effect)) }
    }
    return effects.map { "\($0.0): \($0.1.words)" }
      + contexts.compactMap { context in
        context.skipped.map { "\(context.name.value): not audited" + ($0 == .always ? "" : " unless asked for") }
      }
  }
}

extension MatchSpec {
  /// The operations among the places the node may match.
  fileprivate var operations: Set<Operation> {
    var found: Set<Operation> = []
    switch source {
    case .operation(let operations): found.formUnion(operations)
    case .any(let nodes): for node in nodes { found.formUnion(node.operations) }
    case .reaches(let reach): found.formUnion(reach.operation.operations)
    case .pattern, .regex, .scope, .calls, .channel, nil: break
    }
    for node in all { found.formUnion(node.operations) }
    return found
  }
}

extension ContextAdjustment.Effect {
  fileprivate var words: String {
    switch self {
    case .off: "not reported"
    case .atMost(let severity): "at most \(severity.word)"
    case .atLeast(let severity): "at least \(severity.word)"
    case .steps(let steps):
      "\(abs(steps)) \(abs(steps) == 1 ? "step" : "steps") \(steps < 0 ? "lower" : "higher")"
    }
  }
}
