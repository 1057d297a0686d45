import Vocabulary

/// Where a match node stands; it decides what the node must and may hold.
enum MatchSeat {
  /// `match:` itself, or the rule's own `pattern` and `regex`.
  case top
  /// An item of `any`: it may bring its own severity, confidence and message.
  case alternative
  /// Under `all` or `not`: conditions alone will do.
  case narrowing
  /// Under `follows` or `precedes`.
  case order
  /// Under `with` or `without`, where `in` and `argument` are the region's.
  case near
  /// Under `inside` or `not-inside`.
  case header
  /// Under `hands`.
  case handed
  /// In a framework file.
  case framework

  fileprivate var owner: String {
    switch self {
    case .top: "the match"
    case .alternative: "the alternative"
    case .narrowing, .order: "the match node"
    case .near: "the condition"
    case .header: "the header"
    case .handed: "what is handed over"
    case .framework: "the entry"
    }
  }

  static let sources = ["pattern", "regex", "operation", "scope", "reaches", "calls", "channel", "any"]
  static let conditions = [
    "all", "not", "inside", "not-inside", "with", "without", "follows", "precedes", "where", "uses", "hands", "callers",
    "awaited", "blocking", "proven", "statement", "lines", "shares",
  ]
  /// The keys of a node outside of `with` and `without`.
  static let known = sources + conditions + ["in", "once"] + ofAlternatives
  /// What only an item of `any` may say.
  static let ofAlternatives = ["severity", "confidence", "message", "language"]
}

extension SpecDecoder {
  /// A match node; `nil` when it has no usable source or condition.
  mutating func match(_ node: YAMLNode, key: String, seat: MatchSeat) -> MatchSpec? {
    guard let fields = fields(node, key: key, owner: seat.owner, known: MatchSeat.known) else { return nil }
    return match(fields, seat: seat)
  }

  /// The match that `fields` say; keys that are no match's are left to the caller.
  mutating func match(_ fields: Fields, seat: MatchSeat) -> MatchSpec? {
    var match = MatchSpec(origin: fields.origin)
    let sources = fields.entries.filter { MatchSeat.sources.contains($0.key) }
    if let first = sources.first {
      match.source = source(first, fields, seat: seat)
      for entry in sources.dropFirst() {
        complain(.twoSources(first.key, entry.key, owner: seat.owner), at: origin(entry))
        _ = source(entry, fields, seat: seat)
      }
    }
    if seat != .near, let channel = fields.entry("in"), fields["regex"] == nil {
      complain(.channelWithoutRegex, at: origin(channel))
    }
    decodeConditions(fields, into: &match)
    decodeBesideReach(fields, into: &match, seat: seat)
    decodeGrade(fields, into: &match, seat: seat)
    return isComplete(match, fields, hasSource: !sources.isEmpty, seat: seat) ? match : nil
  }

  private mutating func source(_ entry: YAMLEntry, _ fields: Fields, seat: MatchSeat) -> MatchSpec.Source? {
    switch entry.key {
    case "pattern":
      let patterns = texts(entry.value, key: "pattern")
      return patterns.isEmpty ? nil : .pattern(patterns)
    case "regex":
      var channel = MatchSpec.RegexChannel.code
      if seat != .near, let node = fields["in"] { channel = word(node, key: "in", what: "text to search") ?? .code }
      return located(entry.value, key: "regex").map { .regex($0, channel) }
    case "operation":
      let operations: [Operation] = words(entry.value, key: "operation", what: "operation")
      return operations.isEmpty ? nil : .operation(operations)
    case "scope":
      let scopes: [ScopeKind] = words(entry.value, key: "scope", what: "scope")
      return scopes.isEmpty ? nil : .scope(scopes)
    case "reaches":
      if isReached || isInFramework || seat == .header || seat == .handed { complain(.reachInside, at: origin(entry)) }
      return reach(entry.value).map { .reaches($0) }
    case "calls":
      if seat != .top && seat != .alternative { complain(.callsInside, at: origin(entry)) }
      let callee: Callee? = word(entry.value, key: "calls", what: "kind of function")
      return callee.map { .calls($0) }
    case "channel":
      if seat != .top && seat != .alternative { complain(.channelInside, at: origin(entry)) }
      let mismatch: ChannelMismatch? = word(entry.value, key: "channel", what: "mismatch of channels")
      return mismatch.map { .channel($0) }
    default:
      let alternatives = list(entry.value, key: "any").compactMap { match($0, key: "any", seat: .alternative) }
      return alternatives.isEmpty ? nil : .any(alternatives)
    }
  }

  private mutating func decodeConditions(_ fields: Fields, into match: inout MatchSpec) {
    match.all = matches(fields["all"], key: "all", seat: .narrowing)
    match.not = matches(fields["not"], key: "not", seat: .narrowing)
    match.inside = places(fields["inside"], key: "inside")
    match.notInside = places(fields["not-inside"], key: "not-inside")
    match.with = nears(fields["with"], key: "with")
    match.without = nears(fields["without"], key: "without")
    match.follows = matches(fields["follows"], key: "follows", seat: .order)
    match.precedes = matches(fields["precedes"], key: "precedes", seat: .order)
    match.captures = captureConditions(fields["where"])
    match.uses = fields["uses"].flatMap { shaped($0, key: "uses", .capture) }
    if let uses = match.uses, uses.value == "$PARAMETER", !isReached {
      complain(.parameterOutsideReach, at: uses.origin)
    }
    if let node = fields["shares"] {
      // An empty list means something here: nothing is shared.
      let names = if case .list(let items) = node.content { items } else { [node] }
      match.shares = names.compactMap { shaped($0, key: "shares", .capture) }
    }
    match.awaited = boolean(fields["awaited"], key: "awaited")
    match.blocking = boolean(fields["blocking"], key: "blocking")
    match.proven = boolean(fields["proven"], key: "proven")
    match.statement = boolean(fields["statement"], key: "statement")
    match.lines = comparison(fields["lines"], key: "lines")
  }

  private mutating func decodeBesideReach(_ fields: Fields, into match: inout MatchSpec, seat: MatchSeat) {
    for key in ["hands", "callers"] {
      guard let entry = fields.entry(key) else { continue }
      if case .reaches? = match.source {} else { complain(.besideReach(key), at: origin(entry)) }
    }
    if let callers = fields.entry("callers"), seat != .top, seat != .alternative {
      complain(.callersInside, at: origin(callers))
    }
    match.callers = comparison(fields["callers"], key: "callers")
    guard let entry = fields.entry("hands") else { return }
    isHanded = true
    match.hands = matches(entry.value, key: "hands", seat: .handed)
    isHanded = false
  }

  private mutating func decodeGrade(_ fields: Fields, into match: inout MatchSpec, seat: MatchSeat) {
    if seat == .alternative || seat == .top {
      match.once = fields["once"].flatMap { word($0, key: "once", what: "place") }
    } else if let once = fields.entry("once") {
      complain(.onceInside, at: origin(once))
    }
    if seat == .alternative {
      match.severity = fields["severity"].flatMap { self.severity($0) }
      match.confidence = fields["confidence"].flatMap { self.confidence($0) }
      match.message = fields["message"].flatMap { located($0, key: "message") }
      match.languages = words(fields["language"], key: "language", what: "language")
    } else if seat != .near {
      for entry in fields.entries where MatchSeat.ofAlternatives.contains(entry.key) {
        complain(.gradeOutsideAny(entry.key), at: origin(entry))
      }
    }
  }

  /// Whether the node says what its seat wants; a source that is there and faulty has been told.
  private mutating func isComplete(
    _ match: MatchSpec, _ fields: Fields, hasSource: Bool, seat: MatchSeat
  ) -> Bool {
    let wanted: String
    switch (seat, match.source) {
    case (_, nil) where hasSource: return false
    case (.header, .pattern), (.handed, .pattern), (.framework, .pattern): return true
    case (.header, _), (.handed, _), (.framework, _): wanted = "a `pattern`"
    case (_, .some): return true
    case (.narrowing, nil):
      if fields.entries.contains(where: { MatchSeat.conditions.contains($0.key) }) { return true }
      complain(.noCondition(owner: seat.owner), at: fields.origin)
      return false
    case (.top, nil), (.alternative, nil):
      wanted = "`pattern`, `regex`, `operation`, `scope`, `reaches`, `calls`, `channel` or `any`"
    case (.order, nil), (.near, nil):
      wanted = "`pattern`, `regex`, `operation`, `scope` or `any`"
    }
    complain(.noSource(owner: seat.owner, wanted: wanted), at: fields.origin)
    return false
  }

  /// One node or a list of them.
  private mutating func matches(_ node: YAMLNode?, key: String, seat: MatchSeat) -> [MatchSpec] {
    guard let node else { return [] }
    if seat == .order { ordersAround += 1 }
    defer { if seat == .order { ordersAround -= 1 } }
    return oneOrList(node, key: key).compactMap { match($0, key: key, seat: seat) }
  }
}
