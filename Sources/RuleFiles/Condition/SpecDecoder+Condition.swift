import Vocabulary

extension SpecDecoder {
  /// The keys of `when:`.
  static let conditionKeys =
    Technology.Kind.allCases.map(\.conditionKey) + ["async"] + DatabaseSetting.allCases.map(\.conditionKey)
    + ["triggers", "models", "proven"]

  /// `when:` what a project must be like. Whether the technologies exist is known when all files are read.
  mutating func condition(_ node: YAMLNode?) -> ProjectCondition? {
    guard let node,
      let fields = fields(node, key: "when", owner: "`when`", known: SpecDecoder.conditionKeys)
    else { return nil }
    if fields.entries.allSatisfy({ $0.key == "proven" }) { complain(.emptyCondition, at: node) }
    return ProjectCondition(
      technologies: Technology.Kind.allCases.compactMap { technologies(of: $0, in: fields) },
      isAsync: boolean(fields["async"], key: "async"),
      settings: DatabaseSetting.allCases.compactMap { setting($0, in: fields) },
      trigger: fields["triggers"].flatMap { trigger($0) }, model: fields["models"].flatMap { model($0) },
      needsProof: boolean(fields["proven"], key: "proven") ?? false)
  }

  /// A name, a mapping from names to versions, or a list of both.
  private mutating func technologies(of kind: Technology.Kind, in fields: Fields) -> ProjectCondition.OneOf? {
    let key = kind.conditionKey
    guard let node = fields[key] else { return nil }
    var choices: [ProjectCondition.OneOf.Choice] = []
    for item in oneOrList(node, key: key) {
      for choice in self.choices(item, key: key) {
        if choices.contains(where: { $0.name.value == choice.name.value }) {
          complain(.repeated(choice.name.value, key: key), at: choice.name.origin)
        } else {
          choices.append(choice)
        }
      }
    }
    return choices.isEmpty ? nil : ProjectCondition.OneOf(kind: kind, choices: choices)
  }

  private mutating func choices(_ node: YAMLNode, key: String) -> [ProjectCondition.OneOf.Choice] {
    guard case .mapping = node.content else {
      return located(node, key: key).map { [ProjectCondition.OneOf.Choice(name: $0, versions: nil)] } ?? []
    }
    return (mapping(node, key: key) ?? []).map { entry in
      ProjectCondition.OneOf.Choice(
        name: Located(entry.key, at: origin(entry)), versions: versions(entry.value, key: entry.key))
    }
  }

  private mutating func versions(_ node: YAMLNode, key: String) -> VersionRange? {
    guard let text = text(node, key: key) else { return nil }
    if let range = VersionRange(text) { return range }
    complain(
      .badShape(text, what: "range of versions", rule: "such as \">=2.0\", \"<3\" or \">=1.4, <2\""), at: node)
    return nil
  }

  private mutating func setting(_ setting: DatabaseSetting, in fields: Fields) -> ProjectCondition.Setting? {
    let key = setting.conditionKey
    guard let node = fields[key] else { return nil }
    let wanted: ProjectCondition.Setting.Wanted? =
      switch setting.form {
      case .flag: boolean(node, key: key).map { .flag($0) }
      case .number: comparison(node, key: key).map { .number($0) }
      case .words:
        (setting == .poolClass ? poolClasses(node, key: key) : isolationLevels(node, key: key)).map { .oneOf($0) }
      }
    return wanted.map { ProjectCondition.Setting(setting: setting, wanted: $0) }
  }

  /// Levels in any letters; `-` and `_` stand for a space.
  private mutating func isolationLevels(_ node: YAMLNode, key: String) -> [String]? {
    var levels: [String] = []
    for text in texts(node, key: key) {
      let level = String(text.value.uppercased().map { $0 == "_" || $0 == "-" ? " " : $0 })
      if DatabaseSetting.isolationLevels.contains(level) {
        levels.append(level)
      } else {
        complain(
          .unknownWord(text.value, what: "isolation level", known: DatabaseSetting.isolationLevels.sorted()),
          at: text.origin)
      }
    }
    return levels.isEmpty ? nil : levels
  }

  private mutating func poolClasses(_ node: YAMLNode, key: String) -> [String]? {
    var classes: [String] = []
    for text in texts(node, key: key) {
      if text.value.hasSuffix("Pool") {
        classes.append(text.value)
      } else {
        complain(
          .badShape(text.value, what: "class of a pool", rule: "its name ends in `Pool`, such as NullPool"),
          at: text.origin)
      }
    }
    return classes.isEmpty ? nil : classes
  }

  private mutating func trigger(_ node: YAMLNode) -> ProjectCondition.SomeTrigger? {
    guard
      let fields = fields(node, key: "triggers", owner: "`triggers`", known: SpecDecoder.triggerConditionKeys)
    else { return nil }
    return ProjectCondition.SomeTrigger(
      tables: names(fields["on"], key: "on"), events: words(fields["event"], key: "event", what: "event"),
      notifies: boolean(fields["notifies"], key: "notifies"))
  }

  private mutating func model(_ node: YAMLNode) -> ProjectCondition.SomeModel? {
    guard
      let fields = fields(node, key: "models", owner: "`models`", known: SpecDecoder.modelConditionKeys)
    else { return nil }
    return ProjectCondition.SomeModel(
      names: names(fields["of"], key: "of"), columns: comparison(fields["columns"], key: "columns"),
      relations: comparison(fields["relations"], key: "relations"))
  }

  /// Names of tables or classes. A capture of the match cannot stand for one: what a rule asks of the project is
  /// decided before any file is searched.
  private mutating func names(_ node: YAMLNode?, key: String) -> [String] {
    texts(node, key: key).compactMap { name in
      guard name.value.hasPrefix("$") else { return name.value }
      complain(.captureInCondition(name.value), at: name.origin)
      return nil
    }
  }
}

extension DatabaseSetting {
  /// What a rule may ask of a setting.
  enum Form { case flag, number, words }

  var form: Form {
    switch self {
    case .expireOnCommit, .autoflush, .autocommit, .atomicRequests, .poolPrePing, .nullPool, .connectionHealthChecks:
      .flag
    case .poolSize, .poolMinimum, .maxOverflow, .poolTimeout, .poolRecycle, .connectionMaximumAge, .statementTimeout:
      .number
    case .isolationLevel, .poolClass: .words
    }
  }
}
