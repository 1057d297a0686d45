package import Vocabulary

extension StackSummary {
  /// What discovery found, as far as a reader of the report wants it at a glance: `assay discover` prints all of it.
  package init(_ context: AuditContext) {
    self.init(rows: [])
    for (label, kind) in StackSummary.kinds {
      let technologies = context.techStack[kind].filter { $0.value.scope > .development }
      guard !technologies.isEmpty else { continue }
      add(
        label, technologies.map { StackSummary.words($0.value) }.joined(separator: ", "),
        technologies.flatMap { $0.evidence.prefix(1) })
    }
    for setting in DatabaseSetting.allCases {
      guard let fact = context.databaseConfiguration[setting] else { continue }
      add(setting.rawValue, fact.value.words, fact.evidence)
    }
    let configuration = context.databaseConfiguration
    for trigger in configuration.triggers {
      let channels = trigger.channels.isEmpty ? "" : ", notifies \(trigger.channels.joined(separator: ", "))"
      rows.append(
        Row(
          label: "Trigger on \(trigger.table)",
          value: "\(trigger.timing) \(trigger.events.joined(separator: " OR "))\(channels)",
          evidence: ["\(trigger.path):\(trigger.line)"]))
    }
    addChannels("Published on", configuration.eventPublishers)
    addChannels("Heard on", configuration.eventSubscribers)
    if !context.models.isEmpty {
      rows.append(Row(label: "Models", value: String(context.models.count)))
    }
    if let practices = context.practicesInWords { rows.append(Row(label: "Best practices", value: practices)) }
  }

  private static let kinds: [(String, Technology.Kind)] = [
    ("Database", .database), ("Driver", .driver), ("ORM", .orm), ("Web framework", .webFramework), ("Queue", .queue),
    ("Cache", .cache), ("Migrations", .migrationTool), ("Pooler", .pooler),
  ]

  private static func words(_ technology: Technology) -> String {
    let version = technology.version ?? technology.requirement
    return technology.title + (version.map { " \($0)" } ?? "") + (technology.mode.map { " (\($0.rawValue))" } ?? "")
  }

  /// At most this many places speak for one row.
  private static let places = 3

  private mutating func add(_ label: String, _ value: String, _ evidence: [Evidence]) {
    rows.append(
      Row(label: label, value: value, evidence: evidence.prefix(StackSummary.places).map { "\($0.path):\($0.line)" }))
  }

  private mutating func addChannels(_ label: String, _ ends: [EventEnd]) {
    var byChannel: [String: [EventEnd]] = [:]
    for end in ends { byChannel[end.channel, default: []].append(end) }
    for (channel, ends) in byChannel.sorted(by: { $0.key < $1.key }) {
      rows.append(
        Row(
          label: "\(label) \(channel)", value: Set(ends.map(\.technology)).sorted().joined(separator: ", "),
          evidence: ends.prefix(StackSummary.places).map { "\($0.path):\($0.line)" }))
    }
  }
}

extension AuditContext {
  /// How many practices hold for the project, and how many pages were found besides; `nil` where there are none.
  var practicesInWords: String? {
    if bestPractices.isEmpty { return nil }
    let found = bestPractices.compactMap(\.research?.date)
    var words = "\(grouped(bestPractices.count - found.count)) built in"
    if let first = found.min(), let last = found.max() {
      words += ", \(counted(found.count, "page")) found " + (first == last ? "on \(first)" : "from \(first) to \(last)")
    }
    return words
  }
}
