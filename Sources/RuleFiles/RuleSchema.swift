import Vocabulary

/// A JSON Schema (draft 7) of rule files and framework files, by which editors complete and check them.
///
/// Keys and words are those the decoder knows. What takes more than one place to see (captures that nothing binds, names
/// of other files, two sources in one node) only the decoder tells. Files of other kinds are let through.
package struct RuleSchema {
  package init() {}

  /// The whole schema.
  package var value: SchemaValue {
    let telling = RuleFileContents.Document.telling
    let others = telling.filter { $0.document != .framework }.map {
      SchemaValue.object([("required", [.text($0.key)])])
    }
    let definitions: SchemaValue = [
      "rule": rule(), "framework": framework(),
      "match": node(MatchSeat.sources + MatchSeat.conditions + ["in", "once"]),
      "node": node(MatchSeat.sources + MatchSeat.conditions + ["in"]),
      "alternative": node(MatchSeat.known),
      "near": node(SpecDecoder.nearKeys, isNear: true),
      "reach": closed(SpecDecoder.reachKeys, required: ["operation"]) {
        $0 == "depth" ? depth : $0 == "again" ? flag : ofMatch($0)
      },
      "capture": closed(SpecDecoder.captureKeys, ofCapture),
      "entry": either([text, ref("node")]),
    ]
    return [
      "$schema": "http://json-schema.org/draft-07/schema#", "title": "Rules of Assay",
      "if": ["anyOf": .list(others)], "then": .flag(true),
      "else": [
        "if": ["required": ["framework"]], "then": ref("framework"), "else": ref("rule"),
      ],
      "definitions": definitions,
    ]
  }

  // MARK: Mappings

  private func rule() -> SchemaValue {
    var rule = closed(
      SpecDecoder.ruleKeys, required: ["id", "title", "language", "severity", "effort", "recommendation"], ofRule)
    if case .object(let members) = rule {
      let match = ["match", "pattern", "regex"].map { SchemaValue.object([("required", [.text($0)])]) }
      rule = .object(members + [("oneOf", .list(match))])
    }
    return rule
  }

  private func framework() -> SchemaValue {
    let detect = closed(SpecDecoder.detectKeys) { _ in texts }
    let role = closed(SpecDecoder.roleKeys, ofRole)
    return closed(SpecDecoder.frameworkKeys, required: ["framework", "language"]) { key in
      switch key {
      case "framework": shaped(.kebab(what: ""))
      case "title": text
      case "language": word(Language.self)
      case "detect": detect
      case "blocking": flag
      case "roles": map(role, keys: .kebab(what: ""))
      case "operations": map(oneOrList(ref("entry")), words: Operation.allCases.map(\.rawValue))
      case "scopes": map(oneOrList(ref("entry")), words: ScopeKind.allCases.map(\.rawValue))
      default: nil
      }
    }
  }

  private func node(_ keys: [String], isNear: Bool = false) -> SchemaValue {
    closed(keys) { key in
      switch key {
      case "in": isNear ? either([channel, word(MatchSpec.Near.Region.self)]) : channel
      case "argument": oneOrList(shaped(.argument))
      case "severity": severity
      case "confidence": confidence
      case "message": text
      case "language": words(Language.self)
      case "once": word(MatchSpec.Once.self)
      default: ofMatch(key)
      }
    }
  }

  // MARK: Values by key

  private func ofRule(_ key: String) -> SchemaValue? {
    switch key {
    case "id": shaped(.ruleID)
    case "name": shaped(.kebab(what: ""))
    case "title", "message", "why", "recommendation": text
    case "language": words(Language.self)
    case "pack": word(Category.self)
    case "severity": severity
    case "effort": word(Effort.self)
    case "confidence": confidence
    case "match": ref("match")
    case "pattern": texts
    case "regex": text
    case "in": channel
    case "when": closed(SpecDecoder.conditionKeys, ofCondition)
    case "sources": list(closed(SpecDecoder.sourceKeys, required: ["title", "url"]) { _ in text })
    case "practices": oneOrList(shaped(.practiceID))
    case "stays-quiet": list(text)
    case "downgrade": map(either([words(of: ["off"] + Severity.allCases.map(\.word)), steps]))
    case "upgrade": map(either([severity, steps]))
    case "only-in": texts
    case "only-newest-migrations": flag
    case "equivalents": oneOrList(shaped(.code))
    case "paths": closed(SpecDecoder.pathKeys) { _ in texts }
    case "examples": list(closed(SpecDecoder.exampleKeys, ofExample))
    default: nil
    }
  }

  private func ofExample(_ key: String) -> SchemaValue? {
    switch key {
    case "language": word(Language.self)
    case "framework", "path": text
    case "bad", "good", "missed": either([text, ["type": "array", "items": text]])
    default: nil
    }
  }

  private func ofMatch(_ key: String) -> SchemaValue? {
    switch key {
    case "pattern": texts
    case "regex": text
    case "operation": words(Operation.self)
    case "scope": words(ScopeKind.self)
    case "reaches": ref("reach")
    case "calls": word(Callee.self)
    case "channel": word(ChannelMismatch.self)
    case "any": list(ref("alternative"))
    case "all", "not", "follows", "precedes", "hands": oneOrList(ref("node"))
    case "inside", "not-inside": oneOrList(either([word(ScopeKind.self), ref("node")]))
    case "with", "without": oneOrList(ref("near"))
    case "where": map(ref("capture"), keys: .captureOrRun)
    case "uses": shaped(.capture)
    case "shares": either([shaped(.capture), ["type": "array", "items": shaped(.capture)]])
    case "awaited", "blocking", "proven", "statement": flag
    case "lines", "callers": comparison
    default: nil
    }
  }

  private func ofCapture(_ key: String) -> SchemaValue? {
    switch key {
    case "regex", "not-regex", "from-module": text
    case "role", "not-role": oneOrList(shaped(.kebab(what: "")))
    case "operation", "not-operation": words(Operation.self)
    case "kind", "not-kind": words(CaptureCondition.Kind.self)
    case "made-by", "not-made-by": texts
    case "constant", "bound-outside-loop", "changed-in-loop", "loaded-again": flag
    case "other-uses", "fields", "count": comparison
    case "mentions", "not-mentions": either([shaped(.capture), shaped(.kebab(what: ""))])
    case "same", "differs", "spells", "key-of": shaped(.capture)
    case "model": closed(SpecDecoder.modelKeys, ofFact)
    case "table": closed(SpecDecoder.tableKeys, ofFact)
    case "relation":
      closed(SpecDecoder.relationKeys, required: ["of"]) { $0 == "of" ? shaped(.capture) : ofFact($0) }
    case "column":
      closed(SpecDecoder.columnKeys, required: ["of"]) { $0 == "of" ? shaped(.capture) : ofFact($0) }
    default: nil
    }
  }

  /// Of `model`, `table`, `relation` and `column`, and of `models` and `triggers` under `when:`.
  private func ofFact(_ key: String) -> SchemaValue? {
    switch key {
    case "of", "on": texts
    case "columns", "relations": comparison
    case "reads": word(ModelQuestion.Reads.self)
    case "leaves-large", "saves-itself", "notifies", "heard": flag
    case "event": words(ProjectCondition.SomeTrigger.Event.self)
    case "read": word(RelationQuestion.Read.self)
    case "loaded": word(RelationQuestion.Loaded.self)
    case "indexed": word(ColumnQuestion.Indexed.self)
    default: nil
    }
  }

  private func ofCondition(_ key: String) -> SchemaValue? {
    if Technology.Kind.allCases.contains(where: { $0.conditionKey == key }) {
      return oneOrList(either([text, map(text)]))
    }
    switch key {
    case "async", "proven": return flag
    case "triggers": return closed(SpecDecoder.triggerConditionKeys, ofFact)
    case "models": return closed(SpecDecoder.modelConditionKeys, ofFact)
    default: break
    }
    switch DatabaseSetting.allCases.first(where: { $0.conditionKey == key })?.form {
    case .flag: return flag
    case .number: return comparison
    case .words: return texts
    case nil: return nil
    }
  }

  private func ofRole(_ key: String) -> SchemaValue? {
    switch key {
    case "as", "rows-of", "through": shaped(.capture)
    case "types", "names", "loads-with": texts
    case "types-like": closed(SpecDecoder.typeLikenessKeys, required: ["from-module"]) { _ in text }
    case "made-by": oneOrList(ref("entry"))
    case "element-of": shaped(.kebab(what: ""))
    case "blocking": flag
    default: nil
    }
  }

  // MARK: Shapes

  /// YAML reads some texts as numbers or booleans; to the decoder they are texts.
  private var text: SchemaValue { ["type": ["string", "number", "boolean"]] }
  private var texts: SchemaValue { oneOrList(text) }
  private var flag: SchemaValue { ["type": "boolean"] }
  private var severity: SchemaValue { words(of: Severity.allCases.map(\.word)) }
  private var confidence: SchemaValue { words(of: Confidence.allCases.map(\.word)) }
  private var channel: SchemaValue { word(MatchSpec.RegexChannel.self) }
  private var steps: SchemaValue { ["type": "integer", "minimum": .number(1), "maximum": .number(3)] }
  private var depth: SchemaValue {
    ["type": "integer", "minimum": .number(1), "maximum": .number(MatchSpec.Reach.greatestDepth)]
  }
  private var comparison: SchemaValue {
    let signs = Comparison.Sign.allCases.map(\.rawValue).joined(separator: "|")
    return either([
      ["type": "integer", "minimum": .number(0)], ["type": "string", "pattern": .text("^(\(signs))? *[0-9]+$")],
    ])
  }

  private func word<Word: RawRepresentable & CaseIterable>(_ type: Word.Type) -> SchemaValue
  where Word.RawValue == String {
    words(of: type.allCases.map(\.rawValue))
  }

  private func words<Word: RawRepresentable & CaseIterable>(_ type: Word.Type) -> SchemaValue
  where Word.RawValue == String {
    oneOrList(word(type))
  }

  private func words(of words: [String]) -> SchemaValue { ["enum": .list(words.map { .text($0) })] }
  private func shaped(_ shape: Shape) -> SchemaValue { ["type": "string", "pattern": .text(shape.pattern)] }
  private func ref(_ name: String) -> SchemaValue { ["$ref": .text("#/definitions/\(name)")] }
  private func either(_ shapes: [SchemaValue]) -> SchemaValue { ["anyOf": .list(shapes)] }
  private func list(_ item: SchemaValue) -> SchemaValue { ["type": "array", "minItems": .number(1), "items": item] }
  private func oneOrList(_ item: SchemaValue) -> SchemaValue { either([item, list(item)]) }

  private func map(_ value: SchemaValue) -> SchemaValue {
    ["type": "object", "minProperties": .number(1), "additionalProperties": value]
  }

  private func map(_ value: SchemaValue, keys: Shape) -> SchemaValue {
    [
      "type": "object", "minProperties": .number(1), "additionalProperties": value,
      "propertyNames": ["pattern": .text(keys.pattern)],
    ]
  }

  private func map(_ value: SchemaValue, words: [String]) -> SchemaValue {
    [
      "type": "object", "minProperties": .number(1), "additionalProperties": .flag(false),
      "properties": .object(words.map { (key: $0, value: value) }),
    ]
  }

  /// A mapping of these keys and no others. A key that nothing is known of takes anything; a test says that there is none.
  private func closed(
    _ keys: [String], required: [String] = [], _ value: (String) -> SchemaValue?
  ) -> SchemaValue {
    var members: [(key: String, value: SchemaValue)] = [
      ("type", "object"), ("minProperties", .number(1)), ("additionalProperties", .flag(false)),
    ]
    if !required.isEmpty { members.append(("required", .list(required.map { .text($0) }))) }
    members.append(("properties", .object(keys.map { (key: $0, value: value($0) ?? [:]) })))
    return .object(members)
  }
}
