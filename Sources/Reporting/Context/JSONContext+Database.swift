import Vocabulary

/// Settings under their names, each `null` where the project says nothing; triggers, and the ends of their channels.
struct JSONDatabaseConfiguration: Encodable {
  let configuration: DatabaseConfiguration

  init(_ configuration: DatabaseConfiguration) { self.configuration = configuration }

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for setting in DatabaseSetting.allCases {
      try container.encode(configuration.settings[setting].map(JSONSetting.init), forKey: Key(setting.rawValue))
    }
    try container.encode(configuration.triggers.map(JSONTrigger.init), forKey: Key("triggers"))
    try container.encode(configuration.eventSubscribers.map(JSONEventEnd.init), forKey: Key("event_subscribers"))
    try container.encode(configuration.eventPublishers.map(JSONEventEnd.init), forKey: Key("event_publishers"))
  }
}

/// What to believe of a setting, and under `others` what disagrees.
private struct JSONSetting: Encodable {
  let value: JSONSettingValue
  let confidence: String
  let evidence: [JSONEvidence]
  let others: [JSONSetting]

  init(_ facts: [Fact<SettingValue>]) {
    self.init(facts[0], others: facts.dropFirst().map { JSONSetting($0, others: []) })
  }

  private init(_ fact: Fact<SettingValue>, others: [JSONSetting]) {
    value = JSONSettingValue(value: fact.value)
    confidence = fact.confidence.word
    evidence = fact.evidence.map(JSONEvidence.init)
    self.others = others
  }
}

private struct JSONSettingValue: Encodable {
  let value: SettingValue

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch value {
    case .flag(let flag): try container.encode(flag)
    case .number(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    }
  }
}

private struct JSONTrigger: Encodable {
  let table, event: String
  let events: [String]
  let timing, level, function: String
  let channels: [String]
  let file: String
  let line: Int

  init(_ trigger: Trigger) {
    table = trigger.table
    event = trigger.events.joined(separator: " OR ")
    events = trigger.events
    timing = trigger.timing
    level = trigger.level
    function = trigger.function
    channels = trigger.channels
    file = trigger.path
    line = trigger.line
  }
}

private struct JSONEventEnd: Encodable {
  let channel, technology, file: String
  let line: Int

  init(_ end: EventEnd) {
    channel = end.channel
    technology = end.technology
    file = end.path
    line = end.line
  }
}

struct JSONModel: Encodable {
  let model: Model

  init(_ model: Model) { self.model = model }

  enum CodingKeys: String, CodingKey {
    case `class`, table, columns, relations, file, line
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(model.name, forKey: .class)
    try container.encode(model.table, forKey: .table)
    try container.encode(model.columns, forKey: .columns)
    try container.encode(model.relations.map(JSONRelation.init), forKey: .relations)
    try container.encode(model.path, forKey: .file)
    try container.encode(model.line, forKey: .line)
  }
}

private struct JSONRelation: Encodable {
  let relation: Relation

  init(_ relation: Relation) { self.relation = relation }

  enum CodingKeys: String, CodingKey {
    case name, target, loading, file, line
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(relation.name, forKey: .name)
    try container.encode(relation.target, forKey: .target)
    try container.encode(relation.loading, forKey: .loading)
    try container.encode(relation.path, forKey: .file)
    try container.encode(relation.line, forKey: .line)
  }
}
