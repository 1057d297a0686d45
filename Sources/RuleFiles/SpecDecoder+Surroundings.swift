import Vocabulary

/// What stands around a site: `inside`, `not-inside`, `with`, `without`.
extension SpecDecoder {
  /// Scopes, and headers of enclosing statements: one or a list.
  mutating func places(_ node: YAMLNode?, key: String) -> [MatchSpec.Place] {
    guard let node else { return [] }
    return oneOrList(node, key: key).compactMap { item in
      if case .mapping = item.content { return match(item, key: key, seat: .header).map { .header($0) } }
      guard let scope: ScopeKind = word(item, key: key, what: "scope") else { return nil }
      return .scope(Located(scope, at: origin(item)))
    }
  }

  /// One condition or a list of them.
  mutating func nears(_ node: YAMLNode?, key: String) -> [MatchSpec.Near] {
    guard let node else { return [] }
    return oneOrList(node, key: key).compactMap { near($0, key: key) }
  }

  private mutating func near(_ node: YAMLNode, key: String) -> MatchSpec.Near? {
    guard let entries = mapping(node, key: key) else { return nil }
    let known = SpecDecoder.nearKeys
    let owner = "`\(key)`"
    for entry in entries where !known.contains(entry.key) {
      complain(.unknownKey(entry.key, owner: owner, known: known), at: origin(entry))
    }
    let fields = Fields(entries: entries, origin: origin(node), owner: owner)

    var region = MatchSpec.Near.Region.call
    if let node = fields["in"] {
      if case .text(let text, _) = node.content, MatchSpec.RegexChannel(rawValue: text) != nil {
        complain(.channelAsRegion(text), at: node)
        return nil
      }
      guard let known: MatchSpec.Near.Region = word(node, key: "in", what: "region") else { return nil }
      region = known
      if region == .between && ordersAround == 0 { complain(.betweenNothing, at: node) }
    }
    let isMatch = entries.contains { MatchSeat.sources.contains($0.key) || MatchSeat.conditions.contains($0.key) }
    switch (fields["argument"], isMatch) {
    case (let argument?, false):
      if region != .call { complain(.argumentRegion(region.rawValue), at: fields["in"] ?? node) }
      let arguments = oneOrList(argument, key: "argument").compactMap { shaped($0, key: "argument", .argument) }
      return arguments.isEmpty
        ? nil : MatchSpec.Near(region: region, arguments: arguments, match: nil, origin: fields.origin)
    case (nil, true):
      guard let match = match(fields, seat: .near) else { return nil }
      return MatchSpec.Near(region: region, arguments: [], match: match, origin: fields.origin)
    case (.some, true):
      complain(.nearHoldsTwo(key: key), at: node)
    case (nil, false):
      complain(.nearHoldsNothing(key: key), at: node)
    }
    return nil
  }
}
