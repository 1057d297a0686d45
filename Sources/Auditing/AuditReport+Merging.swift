import Dispatch
import Matching
import RuleFiles
import SourceScan
import Survey
import Vocabulary

/// Puts the slices' results together, in the order of the inventory.
func report(
  _ plan: AuditPlan, _ inventory: Inventory, _ project: KnownProject, _ slices: [SliceResult], _ tools: AuditTools,
  _ flows: [Language: ContextFlow], _ selected: Set<String>, _ clock: PhaseClock
) -> AuditReport {
  var total = SliceResult()
  for slice in slices { total.add(slice) }
  var skipped = inventory.skipped
  skipped.add(total.skipped)
  let citations = Citations(plan.library, stack: project.stack, imported: imported(total.frameworks, tools.libraries))
  var old = OldMigrations(plan.library, inventory)
  let categories = tools.packs.map { category in
    let standing = (total.findings[category] ?? []).lazy.filter { project.ruledOut[$0.finding.rule] == nil }
      .compactMap { settled($0, total.frameworks, tools, flows) }
    let findings = withoutRepeats(Array(standing)).filter { !old.take($0) }
      .map(citations.citing).sorted(by: Finding.reportOrder)
    return CategoryReport(
      category: category, findings: findings.filter { !$0.isAdvisory }, advisory: findings.filter(\.isAdvisory))
  }
  clock.finish("report")
  return AuditReport(
    toolVersion: plan.toolVersion, date: plan.date, root: inventory.root, categories: categories,
    problems: inventory.problems + (project.context?.problems ?? [])
      + total.problems.filter { $0.rule.map { project.ruledOut[$0] == nil } ?? true },
    notChecked: notChecked(plan, selected, total.files, project.ruledOut) + old.told,
    files: total.files.values.reduce(0, +), lines: total.lines, skipped: skipped.rows,
    statistics: plan.collectsStatistics ? statistics(plan, total, tools, clock) : Statistics(bytes: total.bytes),
    suppressed: total.suppressed, context: plan.gathersContext ? project.context : nil)
}

/// The names of the frameworks that audited files import.
private func imported(_ found: [Language: [Bool]], _ libraries: [Language: CompiledLibrary]) -> Set<String> {
  found.reduce(into: []) { names, entry in
    guard let frameworks = libraries[entry.key]?.frameworks else { return }
    for (framework, isImported) in zip(frameworks, entry.value) where isImported { names.insert(framework.name) }
  }
}

/// A finding as severe as its contexts make it, those of its callers among them; `nil` when they switch it off. One that
/// rests on a name alone is worth more in a project that uses the framework elsewhere.
private func settled(
  _ judged: Judged, _ used: [Language: [Bool]], _ tools: AuditTools, _ flows: [Language: ContextFlow]
) -> Finding? {
  var finding = judged.finding
  let callers = flows[judged.language]?.contexts(ofFunctionAt: judged.function, in: finding.path) ?? ContextSet()
  if let rule = tools.libraries[judged.language]?.rules[judged.rule] {
    guard let severity = tools.contexts.severity(judged.severity, of: rule, in: judged.contexts.union(callers)),
      severity >= tools.minimumSeverity
    else { return nil }
    finding.severity = severity
  }
  guard let framework = judged.guessedFramework else { return finding }
  let isUsed = used[judged.language].map { $0[framework] } ?? false
  let limit: Confidence = isUsed ? .medium : .low
  finding.confidence = min(finding.confidence, limit)
  return finding
}

/// A call that a rule about single functions reports is not reported once more for what it leads to; where that rule
/// could only guess, what the call leads to is the better reason. Of several things that one call leads to, the gravest
/// is told: the call is the one to change.
private func withoutRepeats(_ findings: [Finding]) -> [Finding] {
  struct Place: Hashable {
    var path: String
    var start: Position
    var end: Position
    init(_ finding: Finding) { (path, start, end) = (finding.path, finding.start, finding.end) }
  }
  var traced: [Place: Finding] = [:]
  for finding in findings where !finding.trace.isEmpty && !finding.isAdvisory {
    let known = traced[Place(finding)]
    traced[Place(finding)] = known.map { isGraver(finding, than: $0) ? finding : $0 } ?? finding
  }
  guard findings.contains(where: { !$0.trace.isEmpty }) else { return findings }
  let known = Set(findings.lazy.filter { $0.trace.isEmpty && !$0.isAdvisory }.map { Place($0) })
  return findings.filter { finding in
    let place = Place(finding)
    if finding.trace.isEmpty { return !(finding.isAdvisory && traced[place] != nil) }
    return !known.contains(place) && (finding.isAdvisory || traced[place]?.rule == finding.rule)
  }
}

private func isGraver(_ left: Finding, than right: Finding) -> Bool {
  if left.severity != right.severity { return left.severity > right.severity }
  if left.confidence != right.confidence { return left.confidence > right.confidence }
  return left.rule < right.rule
}

private func notChecked(
  _ plan: AuditPlan, _ selected: Set<String>, _ files: [Language: Int], _ ruledOut: [String: String]
) -> [NotChecked] {
  plan.library.rules.compactMap { rule in
    guard selected.contains(rule.card.id) else { return nil }
    let readable = rule.card.languages.filter { scannedLanguages.contains($0) }
    if readable.isEmpty {
      let names = rule.card.languages.map(\.rawValue).joined(separator: ", ")
      return NotChecked(rule: rule.card.id, reason: "\(names) is not audited yet")
    }
    if readable.allSatisfy({ files[$0, default: 0] == 0 }) {
      let names = readable.map(\.rawValue).joined(separator: ", ")
      return NotChecked(rule: rule.card.id, reason: "no \(names) file was audited")
    }
    return ruledOut[rule.card.id].map { NotChecked(rule: rule.card.id, reason: $0) }
  }
}

private func statistics(
  _ plan: AuditPlan, _ total: SliceResult, _ tools: AuditTools, _ clock: PhaseClock
) -> Statistics {
  func seconds(_ nanoseconds: UInt64) -> Double { Double(nanoseconds) / 1_000_000_000 }
  var phases = clock.lines
  phases.append(Statistics.Line(name: "  read (all threads)", seconds: seconds(total.reading), matches: 0))
  phases.append(
    Statistics.Line(name: "  lex, outline, operations (all threads)", seconds: seconds(total.scanning), matches: 0))
  let packs = tools.packs.map { category in
    Statistics.Line(
      name: category.pack, seconds: seconds(total.matching[category] ?? 0),
      matches: (total.findings[category] ?? []).count)
  }
  let rules = total.ruleTimes.map { rule, time in
    Statistics.Line(name: rule, seconds: seconds(time), matches: total.ruleMatches[rule] ?? 0)
  }
  return Statistics(
    phases: phases, packs: packs,
    rules: rules.sorted { ($1.seconds, $0.name) < ($0.seconds, $1.name) }, bytes: total.bytes)
}

/// Times the phases of a run, one after the other. A class, because the phases are spread over functions.
final class PhaseClock {
  private(set) var lines: [Statistics.Line] = []
  private var last = DispatchTime.now().uptimeNanoseconds

  func finish(_ name: String) {
    let now = DispatchTime.now().uptimeNanoseconds
    lines.append(Statistics.Line(name: name, seconds: Double(now - last) / 1_000_000_000, matches: 0))
    last = now
  }
}
