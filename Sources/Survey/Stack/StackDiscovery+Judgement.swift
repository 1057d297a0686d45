import RuleFiles
import Vocabulary

/// How clues become facts: the strongest is believed, and what disagrees with it stays in the list.
extension StackDiscovery {
  func judged(_ clues: Clues, root: String) -> AuditContext {
    var byTechnology: [Int: [TechnologyClue]] = [:]
    for clue in clues.technologies { byTechnology[clue.technology, default: []].append(clue) }
    var ranked: [RankedTechnology] = []
    for (number, spec) in catalogue.specs.enumerated() {
      guard let found = byTechnology[number], found.contains(where: { $0.standing > .transitive }) else { continue }
      if spec.needsImport,
        !found.contains(where: { [.import, .configuration, .document].contains($0.evidence.source) })
      {
        continue
      }
      ranked.append(RankedTechnology(spec: spec, clues: found, position: number))
    }
    ranked.sort(by: RankedTechnology.precedes)
    let facts = ranked.map(\.facts)
    var stack = TechStack(technologies: facts.flatMap(\.self))
    stack.orm = first(.orm, of: ranked, facts)
    stack.database = impliedDatabase(ranked, facts) ?? first(.database, of: ranked, facts)
    stack.isAsync = isAsync(stack)
    return AuditContext(
      techStack: stack, databaseConfiguration: DatabaseConfiguration(settings: settings(clues.settings)),
      codebaseRoot: root, linear: clues.linear.min { $0.evidence < $1.evidence }, problems: clues.problems)
  }

  /// The first of a kind; a database that seldom is the main one yields to any other, unless the project's own words
  /// say better.
  private func first(
    _ kind: Technology.Kind, of ranked: [RankedTechnology], _ facts: [[Fact<Technology>]]
  ) -> Fact<Technology>? {
    let candidates = zip(ranked, facts).filter { $0.0.spec.kinds.contains(kind) }
    let chosen =
      candidates.first { $0.0.isDocumented && !$0.0.spec.isAuxiliary } ?? candidates.first { $0.0.isDocumented }
      ?? candidates.first { !$0.0.spec.isAuxiliary && ($0.0.isChosen || $0.0.isAhead(of: candidates[0].0)) }
      ?? candidates.first
    // A library that imports the drivers of several databases has none of its own.
    if kind == .database, let chosen, !chosen.0.isChosen, !chosen.0.spec.isAuxiliary,
      candidates.count(where: { !$0.0.spec.isAuxiliary }) > 1
    {
      return nil
    }
    return chosen?.1.first
  }

  /// The only database that the project's mappers work with: it is the main one, whatever else there is, unless the
  /// project's own words say better.
  private func impliedDatabase(
    _ ranked: [RankedTechnology], _ facts: [[Fact<Technology>]]
  ) -> Fact<Technology>? {
    let databases = zip(ranked, facts).filter { $0.0.spec.kinds.contains(.database) }
    let mappers = ranked.filter { $0.spec.kinds.contains(.orm) }
    guard !mappers.isEmpty, !databases.contains(where: { $0.0.isDocumented }) else { return nil }
    let implied = databases.first { database, _ in
      mappers.allSatisfy { $0.spec.implies.contains { $0.value == database.spec.name.value } }
    }
    return implied?.1.first
  }

  /// From the mode of the ORM or, without one, of the drivers.
  private func isAsync(_ stack: TechStack) -> Fact<Bool>? {
    if let orm = stack.orm, let mode = orm.value.mode {
      return Fact(mode != .sync, confidence: orm.confidence, evidence: orm.evidence)
    }
    let drivers = stack[.driver].filter { $0.value.mode != nil }
    guard let chosen = drivers.first(where: { $0.value.mode != .sync }) ?? drivers.first else { return nil }
    return Fact(chosen.value.mode != .sync, confidence: chosen.confidence, evidence: chosen.evidence)
  }

  private func settings(_ clues: [SettingClue]) -> [DatabaseSetting: [Fact<SettingValue>]] {
    var settings: [DatabaseSetting: [Fact<SettingValue>]] = [:]
    for (setting, clues) in Dictionary(grouping: clues, by: \.setting) {
      var facts: [Fact<SettingValue>] = []
      for (value, clues) in Dictionary(grouping: clues, by: \.value) {
        let evidence = Set(clues.map(\.evidence)).sorted()
        facts.append(Fact(value, confidence: clues.map(\.confidence).max() ?? .low, evidence: evidence))
      }
      settings[setting] = facts.sorted { left, right in
        if left.confidence != right.confidence { return left.confidence > right.confidence }
        if left.evidence.count != right.evidence.count { return left.evidence.count > right.evidence.count }
        return left.evidence[0] < right.evidence[0]
      }
    }
    return settings
  }
}

/// A technology with all that speaks for it.
private struct RankedTechnology {
  let spec: TechnologySpec
  /// The best first.
  let clues: [TechnologyClue]
  let position: Int

  init(spec: TechnologySpec, clues: [TechnologyClue], position: Int) {
    self.spec = spec
    self.position = position
    self.clues = clues.sorted { left, right in
      if left.evidence.source != right.evidence.source { return left.evidence.source > right.evidence.source }
      if left.standing != right.standing { return left.standing > right.standing }
      if left.packageRank != right.packageRank { return left.packageRank < right.packageRank }
      return left.evidence < right.evidence
    }
  }

  var isDocumented: Bool { clues.contains { $0.evidence.source == .document } }

  /// Somebody decided for it: no mere import shows it, which may be there for what the project can do besides.
  var isChosen: Bool { clues.contains { $0.evidence.source != .import } }

  /// Evidenced no worse.
  func isAhead(of other: RankedTechnology) -> Bool {
    (weight, evidence(of: clues).count) >= (other.weight, other.evidence(of: other.clues).count)
  }

  /// How well it is evidenced. What is asked for in production counts more than what an extra or a group for
  /// developers asks for; a lock file adds a version and no weight.
  private var weight: Int {
    clues.map { clue in
      let source = min(clue.evidence.source, .manifest)
      let base = clue.evidence.source == .document ? 12 : 2 * (source.rawValue + 1)
      return switch clue.standing {
      case .main: base
      case .optional: base - 3
      case .development: base - 5
      case .transitive: 0
      }
    }.max() ?? 0
  }

  static func precedes(_ left: RankedTechnology, _ right: RankedTechnology) -> Bool {
    let (leftWeight, rightWeight) = (left.weight, right.weight)
    if leftWeight != rightWeight { return leftWeight > rightWeight }
    let (leftCount, rightCount) = (left.evidence(of: left.clues).count, right.evidence(of: right.clues).count)
    if leftCount != rightCount { return leftCount > rightCount }
    return left.position < right.position
  }

  /// The fact to believe, then one for each exact version that disagrees with it.
  var facts: [Fact<Technology>] {
    let versioned = clues.filter { $0.version != nil && $0.packageRank < 99 && tellsVersion($0) }
    let first = versioned.first { $0.packageRank == 0 } ?? versioned.first
    let chosen = first.map { moreExact($0.version!, among: versioned) }
    var others: [(version: String, clues: [TechnologyClue])] = []
    var agreeing: [TechnologyClue] = []
    for clue in clues {
      guard let version = clue.version, let chosen, clue.packageRank == first?.packageRank, tellsVersion(clue),
        !isSame(version, chosen)
      else {
        agreeing.append(clue)
        continue
      }
      if let index = others.firstIndex(where: { isSame($0.version, version) }) {
        others[index].clues.append(clue)
      } else {
        others.append((version, [clue]))
      }
    }
    let requirement = clues.first { $0.requirement != nil && $0.packageRank == 0 && tellsVersion($0) }?.requirement
    return [fact(version: chosen, requirement: requirement, agreeing)]
      + others.map { fact(version: $0.version, requirement: nil, $0.clues) }
  }

  /// Whether the version of a clue is the technology's own: the client of a server has one of its own.
  private func tellsVersion(_ clue: TechnologyClue) -> Bool {
    let isServer = !spec.images.isEmpty && !spec.kinds.contains(.migrationTool)
    return !isServer || clue.evidence.source == .image || clue.evidence.source == .document
  }

  private func fact(version: String?, requirement: String?, _ clues: [TechnologyClue]) -> Fact<Technology> {
    let evidence = evidence(of: clues)
    let technology = Technology(
      name: spec.name.value, title: spec.title, kinds: spec.kinds, version: version, requirement: requirement,
      mode: mode, scope: scope(of: clues))
    return Fact(technology, confidence: evidence[0].source.confidence, evidence: evidence)
  }

  private func scope(of clues: [TechnologyClue]) -> Technology.Scope {
    switch (clues.map(\.standing).max() ?? .main) {
    case .main, .transitive: .production
    case .optional: .optional
    case .development: .development
    }
  }

  private func evidence(of clues: [TechnologyClue]) -> [Evidence] { Set(clues.map(\.evidence)).sorted() }

  private var mode: Technology.Mode? {
    if let mode = spec.mode { return mode }
    let modes = Set(clues.compactMap(\.mode))
    if modes.contains(.async) { return modes.contains(.sync) ? .mixed : .async }
    // An ORM that could be used asynchronously and shows no sign of it is not.
    let isOpen = spec.kinds.contains(.orm) && !spec.asyncImports.isEmpty
    return modes.contains(.sync) || isOpen ? .sync : nil
  }

  /// `16` and `16.2` are one version, told more or less exactly.
  private func isSame(_ left: String, _ right: String) -> Bool {
    left == right || left.hasPrefix(right + ".") || right.hasPrefix(left + ".")
  }

  private func moreExact(_ version: String, among clues: [TechnologyClue]) -> String {
    clues.compactMap(\.version).filter { isSame($0, version) }.max { $0.count < $1.count } ?? version
  }
}
