import Vocabulary

/// `where:` and what it asks of captures.
extension SpecDecoder {
  static let captureKeys =
    [
      "regex", "not-regex", "role", "not-role", "operation", "not-operation", "kind", "not-kind", "made-by",
      "not-made-by", "from-module", "constant", "bound-outside-loop", "changed-in-loop", "other-uses", "fields",
      "count", "mentions",
      "not-mentions", "same", "differs", "spells", "loaded-again", "key-of",
    ] + factKeys

  mutating func captureConditions(_ node: YAMLNode?) -> [CaptureCondition] {
    guard let node, let entries = mapping(node, key: "where") else { return [] }
    return entries.compactMap { captureCondition($0) }
  }

  private mutating func captureCondition(_ entry: YAMLEntry) -> CaptureCondition? {
    let shape = Shape.captureOrRun
    let isCapture = shape.fits(entry.key)
    if !isCapture { complain(.badShape(entry.key, what: shape.what, rule: shape.rule), at: origin(entry)) }
    guard
      let fields = fields(
        entry.value, key: entry.key, owner: "a condition on a capture", known: SpecDecoder.captureKeys)
    else { return nil }

    // A run is known by its name alone, whichever way it is written here.
    let name = entry.key.hasPrefix("$...") ? "$" + entry.key.dropFirst(4) : entry.key
    var condition = CaptureCondition(capture: Located(name, at: origin(entry)))
    condition.regex = fields["regex"].flatMap { located($0, key: "regex") }
    condition.notRegex = fields["not-regex"].flatMap { located($0, key: "not-regex") }
    condition.role = roles(fields["role"], key: "role")
    condition.notRole = roles(fields["not-role"], key: "not-role")
    condition.operation = words(fields["operation"], key: "operation", what: "operation")
    condition.notOperation = words(fields["not-operation"], key: "not-operation", what: "operation")
    condition.kind = words(fields["kind"], key: "kind", what: "kind of expression")
    condition.notKind = words(fields["not-kind"], key: "not-kind", what: "kind of expression")
    condition.madeBy = texts(fields["made-by"], key: "made-by")
    condition.notMadeBy = texts(fields["not-made-by"], key: "not-made-by")
    condition.fromModule = fields["from-module"].flatMap { located($0, key: "from-module") }
    condition.constant = boolean(fields["constant"], key: "constant")
    condition.boundOutsideLoop = boolean(fields["bound-outside-loop"], key: "bound-outside-loop")
    condition.changedInLoop = boolean(fields["changed-in-loop"], key: "changed-in-loop")
    condition.otherUses = comparison(fields["other-uses"], key: "other-uses")
    condition.fields = comparison(fields["fields"], key: "fields")
    condition.count = comparison(fields["count"], key: "count")
    condition.mentions = captureOrRole(fields["mentions"], key: "mentions")
    condition.notMentions = captureOrRole(fields["not-mentions"], key: "not-mentions")
    condition.same = fields["same"].flatMap { shaped($0, key: "same", .capture) }
    condition.differs = fields["differs"].flatMap { shaped($0, key: "differs", .capture) }
    condition.spells = fields["spells"].flatMap { shaped($0, key: "spells", .capture) }
    condition.model = modelQuestion(fields["model"])
    condition.table = tableQuestion(fields["table"])
    condition.relation = relationQuestion(fields["relation"])
    condition.column = columnQuestion(fields["column"])
    condition.loadedAgain = boolean(fields["loaded-again"], key: "loaded-again")
    condition.keyOf = fields["key-of"].flatMap { shaped($0, key: "key-of", .capture) }
    for key in ["loaded-again", "key-of"] where !isHanded {
      if let entry = fields.entry(key) { complain(.outsideHands(key), at: origin(entry)) }
    }
    return isCapture ? condition : nil
  }

  private mutating func roles(_ node: YAMLNode?, key: String) -> [Located<String>] {
    guard let node else { return [] }
    return oneOrList(node, key: key).compactMap { shaped($0, key: key, .kebab(what: "role")) }
  }

  private mutating func captureOrRole(_ node: YAMLNode?, key: String) -> Located<String>? {
    guard let node, let text = text(node, key: key) else { return nil }
    return shaped(node, key: key, text.hasPrefix("$") ? .capture : .kebab(what: "role"))
  }
}
