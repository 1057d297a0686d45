import RuleFiles
import Vocabulary

/// How a project meets what a rule asks of it.
enum Fit: Equatable {
  case meets
  /// Nothing is known that decides it, or only on weak evidence.
  case open
  /// What is known is different; the words say what is wanted and what is there.
  case differs(String)

  var difference: String? { if case .differs(let words) = self { words } else { nil } }
}

extension ProjectCondition {
  /// Why the project rules the rule out; `nil` where it may run.
  ///
  /// - Parameters:
  ///   - context: as far as the condition asks for it.
  ///   - technologies: by their names.
  func exclusion(by context: AuditContext, _ technologies: [String: TechnologySpec]) -> String? {
    stackExclusion(by: context, technologies) ?? factExclusion(by: context)
  }

  /// The same, of what asks for the stack and the settings alone.
  func stackExclusion(by context: AuditContext, _ technologies: [String: TechnologySpec]) -> String? {
    let titles = technologies.mapValues(\.title)
    var parts = self.technologies.map {
      (fit: $0.fit(in: context.techStack, technologies), wanted: $0.phrase(titles: titles))
    }
    if let isAsync {
      parts.append((context.techStack.fit(isAsync: isAsync), ProjectCondition.phrase(isAsync: isAsync)))
    }
    parts += settings.map { ($0.fit(in: context.databaseConfiguration), $0.phrase) }
    for part in parts {
      if let difference = part.fit.difference { return "for \(part.wanted), but \(difference)" }
    }
    guard needsProof, let open = parts.first(where: { $0.fit == .open }) else { return nil }
    return "for \(open.wanted), which nothing in the project proves"
  }

  /// The same, of what asks for triggers and models: there is what was found, and nothing else.
  private func factExclusion(by context: AuditContext) -> String? {
    if let trigger, !context.databaseConfiguration.triggers.contains(where: trigger.holds) {
      return "for \(trigger.phrase), but none was found"
    }
    if let model, !context.models.contains(where: model.holds) { return "for \(model.phrase), but none was found" }
    return nil
  }
}

extension ProjectCondition.OneOf {
  func fit(in stack: TechStack, _ technologies: [String: TechnologySpec]) -> Fit {
    let names = Set(choices.map(\.name.value))
    let found = stack[kind].filter { names.contains($0.value.name) }
    let used = found.filter { $0.value.scope > .development }
    // What only tests and tools use may still be what the project is for.
    if used.isEmpty, !found.isEmpty { return .open }
    if used.isEmpty { return fitOfAbsence(in: stack, technologies) }
    let fits = used.map(fit)
    if fits.contains(.meets) { return .meets }
    return fits.contains(.open) ? .open : fits[0]
  }

  /// Of a technology that is one of the choices.
  private func fit(of fact: Fact<Technology>) -> Fit {
    let isWeak = fact.confidence == .low
    let ranges = choices.filter { $0.name.value == fact.value.name }.map(\.versions)
    guard !ranges.contains(nil) else { return isWeak ? .open : .meets }
    let known =
      fact.value.version.flatMap { Version($0) }.map { VersionRange(found: $0) }
      ?? VersionRange(requirement: fact.value.requirement ?? "")
    let answers = ranges.compactMap(\.self).map { $0.contains(known) }
    if isWeak || answers.contains(nil) && !answers.contains(true) { return .open }
    return answers.contains(true) ? .meets : .differs("the project has \(fact.value.words)\(place(of: fact))")
  }

  /// Where none of the choices was found.
  private func fitOfAbsence(in stack: TechStack, _ technologies: [String: TechnologySpec]) -> Fit {
    func isCertain(_ fact: Fact<Technology>) -> Bool { fact.value.scope > .development && fact.confidence > .low }
    if kind == .database {
      // Where the data is may be said where nobody reads it. Only a database that stands out rules out others, and one
      // that most projects have beside another does so only where there can be no other.
      guard let database = stack.database, isCertain(database) else { return .open }
      let isAuxiliary = technologies[database.value.name]?.isAuxiliary ?? false
      if isAuxiliary, !stack.isOnlyDatabase(database) { return .open }
      return .differs("the project's database is \(database.value.words)\(place(of: database))")
    }
    let others = stack[kind].filter(isCertain)
    if !others.isEmpty {
      let titles = others.map(\.value.title).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      let shown = titles.prefix(3).joined(separator: ", ") + (titles.count > 3 ? " and more" : "")
      return .differs("the project has \(shown)")
    }
    // A library that is in no manifest is not there; a server may be.
    let areLibraries = choices.allSatisfy { technologies[$0.name.value]?.isLibrary ?? false }
    let hasManifest = stack.technologies.contains { fact in fact.evidence.contains { $0.source >= .manifest } }
    return areLibraries && hasManifest ? .differs("the project has none of the kind") : .open
  }
}

extension TechnologySpec {
  /// Whether manifests or imports show it, or nothing but settings does.
  fileprivate var isLibrary: Bool { !packages.isEmpty || !imports.isEmpty || images.isEmpty && !settings.isEmpty }
}

extension TechStack {
  /// Whether a database that projects have beside another is the one: by the project's own words; or it is configured, no
  /// other shows anywhere, and what lists the object-relational mapper would list the driver of another.
  fileprivate func isOnlyDatabase(_ database: Fact<Technology>) -> Bool {
    if database.evidence.contains(where: { $0.source == .document }) { return true }
    let listsMapper = self[.orm].contains {
      $0.value.scope > .development && $0.evidence.contains { $0.source >= .manifest }
    }
    return database.evidence.contains { $0.source == .configuration } && listsMapper
      && self[.database].allSatisfy { $0.value.name == database.value.name }
  }

  func fit(isAsync wanted: Bool) -> Fit {
    guard let isAsync, isAsync.confidence > .low else { return .open }
    if isAsync.value == wanted { return .meets }
    // Part of the code may be synchronous all the same.
    let modes = orm?.value.mode.map { [$0] } ?? self[.driver].compactMap(\.value.mode)
    if !wanted, modes.contains(.mixed) || modes.contains(.sync) { return .meets }
    return .differs("the project's is \(wanted ? "synchronous" : "asynchronous")\(place(of: isAsync))")
  }
}

extension ProjectCondition.Setting {
  /// Where several places set it, one that is right is enough.
  func fit(in configuration: DatabaseConfiguration) -> Fit {
    let facts = configuration.settings[setting] ?? []
    let right = facts.filter { holds($0.value) }
    if !right.isEmpty { return right.contains { $0.confidence > .low } ? .meets : .open }
    guard let known = facts.first, known.confidence > .low else { return .open }
    return .differs("it is \(known.value.words)\(place(of: known))")
  }

  private func holds(_ value: SettingValue) -> Bool {
    switch wanted {
    case .flag(let flag): value.flag == flag
    case .number(let comparison): value.number(of: setting).map(comparison.holds) ?? false
    case .oneOf(let texts): texts.contains(value.words)
    }
  }
}

extension SettingValue {
  /// The number to compare: milliseconds of a text with a unit; the greatest there is for what has no limit.
  fileprivate func number(of setting: DatabaseSetting) -> Int? {
    switch (setting, self) {
    case (.poolSize, .number(0)), (.maxOverflow, .number(..<0)), (.poolRecycle, .number(..<0)),
      (.connectionMaximumAge, .text):
      .max
    case (.statementTimeout, .text(let text)): milliseconds(text)
    default: number
    }
  }
}

/// Of `5s`, `500ms`, `2min`, `1h`.
private func milliseconds(_ text: String) -> Int? {
  let digits = text.prefix { $0.isASCII && $0.isNumber }
  let units = ["ms": 1, "s": 1000, "min": 60_000, "h": 3_600_000]
  guard let number = Int(digits), let unit = units[String(text.dropFirst(digits.count))] else { return nil }
  let (product, overflows) = number.multipliedReportingOverflow(by: unit)
  return overflows ? nil : product
}

extension ProjectCondition.SomeTrigger {
  func holds(_ trigger: Trigger) -> Bool {
    (tables.isEmpty || tables.contains { isTable($0, trigger.table) })
      && (events.isEmpty || events.contains { trigger.events.contains($0.sql) })
      && (notifies.map { $0 == !trigger.channels.isEmpty } ?? true)
  }

  /// `jobs` is a table of that name in any schema.
  private func isTable(_ name: String, _ table: String) -> Bool {
    let (name, table) = (name.lowercased(), table.lowercased())
    return name == table || !name.contains(".") && table.hasSuffix("." + name) || name == "public." + table
  }
}

extension ProjectCondition.SomeModel {
  func holds(_ model: Model) -> Bool {
    (names.isEmpty || names.contains(model.name)) && (columns?.holds(model.columns.count) ?? true)
      && (relations?.holds(model.relations.count) ?? true)
  }
}

extension Technology {
  /// `SQLAlchemy 2.0.36`.
  fileprivate var words: String { title + ((version ?? requirement).map { " \($0)" } ?? "") }
}

/// Where it is best seen: ` (shop/db.py:4)`.
private func place<Value>(of fact: Fact<Value>) -> String {
  fact.evidence.first.map { " (\($0.path):\($0.line))" } ?? ""
}
