import Vocabulary

extension SpecDecoder {
  static let ruleKeys = [
    "id", "name", "title", "language", "pack", "severity", "effort", "confidence", "match", "pattern", "regex", "in",
    "when", "message", "why", "recommendation", "sources", "practices", "stays-quiet", "downgrade", "upgrade",
    "only-in", "equivalents", "paths",
    "examples",
  ]

  /// A document that is neither a framework nor contexts; `nil` without a usable id. `isAlone`: the only rule of its
  /// file, which then gives it its name.
  mutating func rule(_ node: YAMLNode, isAlone: Bool) -> RuleFileContents.Named<RuleSpec>? {
    guard case .mapping(let entries) = node.content, !entries.isEmpty else {
      if case .mapping = node.content {
        complain(.noRule, at: node)
      } else {
        complain(.notMapping(found: node.kindInWords), at: node)
      }
      return nil
    }
    let fields = Fields(entries: entries, origin: origin(node), owner: "a rule")
    complainOfUnknownRuleKeys(fields)

    let id = required("id", in: fields).flatMap { shaped($0, key: "id", .ruleID) }
    let title = required("title", in: fields).flatMap { line($0, key: "title") }
    let languages: [Language] = words(required("language", in: fields), key: "language", what: "language")
    let severity = required("severity", in: fields).flatMap { self.severity($0) }
    let effort: Effort? = required("effort", in: fields).flatMap { word($0, key: "effort", what: "effort") }
    let recommendation = required("recommendation", in: fields).flatMap { text($0, key: "recommendation") }
    let name = fields["name"].flatMap { shaped($0, key: "name", .kebab(what: "rule name"))?.value }
    let category: Category? = fields["pack"].flatMap { word($0, key: "pack", what: "pack") }
    let confidence = fields["confidence"].flatMap { self.confidence($0) }
    let match = ruleMatch(fields)
    let condition = condition(fields["when"])
    let message = fields["message"].flatMap { located($0, key: "message") }
    let why = fields["why"].flatMap { text($0, key: "why") }
    let sources = sources(fields["sources"])
    let practices = practiceIDs(fields["practices"])
    let staysQuiet = sentences(fields["stays-quiet"], key: "stays-quiet")
    let adjustments =
      adjustments(fields["downgrade"], key: "downgrade") + adjustments(fields["upgrade"], key: "upgrade")
    let onlyIn = texts(fields["only-in"], key: "only-in")
    let equivalents = equivalents(fields["equivalents"])
    let paths = paths(fields["paths"])
    let examples = examples(fields["examples"], languages: languages)

    guard let id else { return nil }
    guard let title, !languages.isEmpty, let severity, let effort, let recommendation, let match else {
      return RuleFileContents.Named(name: id)
    }
    let card = RuleCard(
      id: id.value, name: name ?? ruleName(id: id.value, title: title, isAlone: isAlone), title: title,
      category: category ?? packOfFolder(file) ?? .runtimePerformance, languages: languages, severity: severity,
      effort: effort, confidence: confidence ?? .high, why: why, recommendation: recommendation, sources: sources,
      staysQuiet: staysQuiet, examples: examples.map(\.shown), file: file)
    let rule = RuleSpec(
      card: card, match: match, message: message, adjustments: adjustments, equivalents: equivalents,
      include: paths.include, exclude: paths.exclude, examples: examples, origin: fields.origin,
      when: condition, practices: practices, onlyIn: onlyIn)
    return RuleFileContents.Named(name: id, value: rule)
  }

  private mutating func complainOfUnknownRuleKeys(_ fields: Fields) {
    for entry in fields.entries where !SpecDecoder.ruleKeys.contains(entry.key) {
      let isOfMatch = MatchSeat.sources.contains(entry.key) || MatchSeat.conditions.contains(entry.key)
      complain(
        isOfMatch
          ? .matchKeyInRule(entry.key)
          : .unknownKey(entry.key, owner: fields.owner, known: SpecDecoder.ruleKeys),
        at: origin(entry))
    }
  }

  /// `match:`, or the rule's own `pattern:` or `regex:` with `in:`.
  private mutating func ruleMatch(_ fields: Fields) -> MatchSpec? {
    let short = fields.entries.filter { ["pattern", "regex", "in"].contains($0.key) }
    if let full = fields["match"] {
      if let other = short.first { complain(.matchTwice(other.key), at: origin(other)) }
      return match(full, key: "match", seat: .top)
    }
    guard let first = short.first else {
      complain(.noMatch, at: fields.origin)
      return nil
    }
    guard short.contains(where: { $0.key != "in" }) else {
      complain(.channelWithoutRegex, at: origin(first))
      return nil
    }
    return match(Fields(entries: short, origin: origin(first), owner: fields.owner), seat: .top)
  }

  /// The stem of the rule's file; in a file with several rules, the title.
  private func ruleName(id: String, title: String, isAlone: Bool) -> String {
    let stem = file.split(separator: "/").last?.split(separator: ".").first ?? ""
    let name = Shape.kebabCase(isAlone ? String(stem) : title)
    return name.isEmpty ? Shape.kebabCase(id) : name
  }

  /// The pack whose name the nearest folder above the file bears.
  private func packOfFolder(_ path: String) -> Category? {
    path.split(separator: "/").dropLast().reversed().lazy.compactMap { Category(rawValue: String($0)) }.first
  }
}
