import Vocabulary

/// `reaches:` what the calls that a rule looks for lead to.
extension SpecDecoder {
  /// An operation with conditions, and how far it may be.
  mutating func reach(_ node: YAMLNode) -> MatchSpec.Reach? {
    guard let entries = mapping(node, key: "reaches") else { return nil }
    let known = SpecDecoder.reachKeys
    for entry in entries where !known.contains(entry.key) {
      complain(.unknownKey(entry.key, owner: "`reaches`", known: known), at: origin(entry))
    }
    let fields = Fields(
      entries: entries.filter { known.contains($0.key) && $0.key != "depth" && $0.key != "again" },
      origin: origin(node),
      owner: "`reaches`")
    let depth = entries.first { $0.key == "depth" }.map { reachDepth($0.value) } ?? MatchSpec.Reach.defaultDepth
    guard required("operation", in: fields) != nil else { return nil }
    let wasReached = isReached
    isReached = true
    defer { isReached = wasReached }
    guard let operation = match(fields, seat: .near), let depth else { return nil }
    var reach = MatchSpec.Reach(operation: operation, depth: depth)
    reach.again = entries.first { $0.key == "again" }.flatMap { boolean($0.value, key: "again") } ?? false
    return reach
  }

  private mutating func reachDepth(_ node: YAMLNode) -> Int? {
    guard let text = text(node, key: "depth") else { return nil }
    if let depth = Int(text), (1...MatchSpec.Reach.greatestDepth).contains(depth) { return depth }
    complain(.badDepth(text, limit: MatchSpec.Reach.greatestDepth), at: node)
    return nil
  }
}
