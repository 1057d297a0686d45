import Vocabulary

/// One thing to do: the findings of one rule in one file, since one visit to the file mends them all.
struct RecommendedAction {
  /// The worst of the findings, the first of them by place; it says what to do.
  var first: Finding
  var count: Int

  /// The most urgent first: the worst severity, then the least effort, then the most findings, then by place.
  static func list(for findings: [Finding]) -> [RecommendedAction] {
    struct Visit: Hashable {
      var rule: String
      var path: String
    }
    var actions: [RecommendedAction] = []
    var places: [Visit: Int] = [:]
    for finding in findings.sorted(by: Finding.reportOrder) {
      let visit = Visit(rule: finding.rule, path: finding.path)
      if let place = places[visit] {
        actions[place].count += 1
      } else {
        places[visit] = actions.count
        actions.append(RecommendedAction(first: finding, count: 1))
      }
    }
    return actions.sorted(by: urgency)
  }

  private static func urgency(_ left: RecommendedAction, _ right: RecommendedAction) -> Bool {
    let (one, other) = (left.first, right.first)
    if one.severity != other.severity { return one.severity > other.severity }
    if one.effort != other.effort { return one.effort.rank < other.effort.rank }
    if left.count != right.count { return left.count > right.count }
    return Finding.placeOrder(one, other)
  }
}

extension Effort {
  /// The place on the scale, the least first.
  fileprivate var rank: Int {
    switch self {
    case .small: 0
    case .medium: 1
    case .large: 2
    }
  }
}
