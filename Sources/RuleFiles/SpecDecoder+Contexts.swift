import Vocabulary

extension SpecDecoder {
  /// A document with the key `contexts`: a mapping from names to what the contexts are.
  mutating func contexts(_ node: YAMLNode) -> [ContextSpec] {
    guard let fields = fields(node, key: "contexts", owner: "a file of contexts", known: ["contexts"]),
      let contexts = fields["contexts"], let entries = mapping(contexts, key: "contexts")
    else { return [] }
    return entries.compactMap { context($0) }
  }

  private mutating func context(_ entry: YAMLEntry) -> ContextSpec? {
    let shape = Shape.kebab(what: "context name")
    let isNamed = shape.fits(entry.key)
    if !isNamed { complain(.badShape(entry.key, what: shape.what, rule: shape.rule), at: origin(entry)) }
    let criteria = ["paths", "decorators", "functions", "bases", "parameters", "scopes", "module-level", "from"]
    let known = criteria + ["skipped", "reaches", "not-from", "beside", "effect"]
    guard let fields = fields(entry.value, key: entry.key, owner: "a context", known: known) else { return nil }

    let context = ContextSpec(
      name: Located(entry.key, at: origin(entry)),
      paths: globs(fields["paths"], key: "paths"),
      decorators: texts(fields["decorators"], key: "decorators"),
      functions: texts(fields["functions"], key: "functions"),
      bases: texts(fields["bases"], key: "bases"),
      parameters: texts(fields["parameters"], key: "parameters"),
      scopes: words(fields["scopes"], key: "scopes", what: "scope"),
      moduleLevel: boolean(fields["module-level"], key: "module-level") ?? false,
      skipped: fields["skipped"].flatMap { word($0, key: "skipped", what: "way to leave files out") },
      flow: fields["reaches"].flatMap { word($0, key: "reaches", what: "way to reach functions") },
      from: texts(fields["from"], key: "from"),
      notFrom: texts(fields["not-from"], key: "not-from"),
      beside: texts(fields["beside"], key: "beside"),
      effects: effects(fields["effect"]),
      origin: origin(entry))
    for key in ["from", "not-from"] {
      if let node = fields[key], context.flow == nil { complain(.callersWithoutReach(key), at: node) }
    }
    if let beside = fields["beside"], context.flow != .onlyCallee { complain(.besideWithoutOnly, at: beside) }
    if criteria.allSatisfy({ fields[$0] == nil }) { complain(.emptyContext(entry.key), at: origin(entry)) }
    return isNamed ? context : nil
  }

  /// `effect:` a mapping from packs to `off`, the severity that findings have at most, or steps with their sign.
  private mutating func effects(_ node: YAMLNode?) -> [Category: ContextAdjustment.Effect] {
    guard let node, let entries = mapping(node, key: "effect") else { return [:] }
    var effects: [Category: ContextAdjustment.Effect] = [:]
    for entry in entries {
      guard let text = text(entry.value, key: entry.key) else { continue }
      let category = Category(rawValue: entry.key)
      if category == nil {
        complain(.unknownWord(entry.key, what: "pack", known: Category.allCases.map(\.rawValue)), at: origin(entry))
      }
      guard let effect = effect(text) else {
        let allowed = "off, low, medium, high, critical, -3 to -1, +1 to +3"
        complain(.badEffect(text, key: "effect", allowed: allowed), at: entry.value)
        continue
      }
      if let category { effects[category] = effect }
    }
    return effects
  }

  private func effect(_ text: String) -> ContextAdjustment.Effect? {
    if text == "off" { return .off }
    if let severity = Severity(word: text) { return .atMost(severity) }
    guard let steps = Int(text), steps != 0, (-3...3).contains(steps) else { return nil }
    return .steps(steps)
  }
}
