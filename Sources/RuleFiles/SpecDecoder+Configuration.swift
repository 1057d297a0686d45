import Vocabulary

extension SpecDecoder {
  private static let configurationKeys = [
    "rules", "pack", "select", "ignore", "severity", "exclude", "include-tests", "fail-on", "fail-under", "linear",
  ]

  mutating func configuration(_ node: YAMLNode) -> ConfigurationSpec {
    var configuration = ConfigurationSpec()
    if case .mapping(let entries) = node.content, entries.isEmpty { return configuration }
    guard
      let fields = fields(
        node, key: "the configuration", owner: "the configuration", known: SpecDecoder.configurationKeys)
    else { return configuration }
    configuration.keys = fields.entries.map(\.key)
    configuration.rules = texts(fields["rules"], key: "rules").filter { isInside($0) }
    configuration.packs = fields["pack"].map { words($0, key: "pack", what: "pack") }
    configuration.select = texts(fields["select"], key: "select")
    configuration.ignore = texts(fields["ignore"], key: "ignore")
    configuration.severity = fields["severity"].flatMap { severity($0) }
    configuration.exclude = texts(fields["exclude"], key: "exclude")
    configuration.includeTests = boolean(fields["include-tests"], key: "include-tests")
    configuration.failOn = fields["fail-on"].flatMap { failOn($0) }
    configuration.failUnder = fields["fail-under"].flatMap { score($0, key: "fail-under") }
    if let linear = fields["linear"] { self.linear(linear, into: &configuration) }
    return configuration
  }

  private mutating func linear(_ node: YAMLNode, into configuration: inout ConfigurationSpec) {
    guard let fields = fields(node, key: "linear", owner: "`linear`", known: ["team", "project"]) else { return }
    func named(_ key: String, _ decoder: inout SpecDecoder) -> Located<String>? {
      guard let node = fields[key], let line = decoder.line(node, key: key) else { return nil }
      return Located(line, at: decoder.origin(node))
    }
    configuration.team = named("team", &self)
    configuration.project = named("project", &self)
  }

  private mutating func failOn(_ node: YAMLNode) -> ConfigurationSpec.FailOn? {
    guard let text = text(node, key: "fail-on") else { return nil }
    if text == "none" { return .never }
    if let severity = Severity(word: text) { return .at(severity) }
    complain(.unknownWord(text, what: "severity", known: Severity.allCases.map(\.word) + ["none"]), at: node)
    return nil
  }

  private mutating func score(_ node: YAMLNode, key: String) -> Double? {
    guard let text = text(node, key: key) else { return nil }
    let isDecimal = text.utf8.allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") }
    if isDecimal, let score = Double(text), (0...10).contains(score) { return score }
    complain(.badShape(text, what: "score", rule: "a number from 0 to 10, such as 7.5"), at: node)
    return nil
  }

  /// Links that lead out of the folder are found when the rules are read.
  private mutating func isInside(_ folder: Located<String>) -> Bool {
    let leadsOut = folder.value.hasPrefix("/") || folder.value.split(separator: "/").contains("..")
    if leadsOut { complain(.outsideFolder(folder.value), at: folder.origin) }
    return !leadsOut
  }
}
