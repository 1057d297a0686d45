import Auditing
import Foundation
import RuleFiles
import Vocabulary

/// An audit as the options of a command ask for it.
struct AuditRequest {
  var paths: [String]
  var rules: RuleOptions
  var configuration: ProjectConfiguration
  var selection: SelectionOptions
  var files: FileOptions
  /// Finding no file to audit is no error.
  var allowsEmpty: Bool
  var showsProgress: Bool
  var collectsStatistics = false
  /// What is made of the report tells what the project is built on.
  var gathersContext = false
  /// What servers named is told with it.
  var research = ResearchCacheFile()

  func report() async throws(CommandError) -> AuditReport {
    let library = try readRules(from: rules.folders, configuration)
    if !library.faults.isEmpty { throw .ruleFaults(allFaults(of: library)) }
    var plan = plan(with: library, date: try dayOfRun())
    var problems: [Problem] = []
    if gathersContext { (plan.research, problems) = research.practices() }
    let line = ProgressLine()
    defer { line.finish() }
    do throws(AuditError) {
      var report = try await audit(plan, progress: showsProgress ? line.show : nil)
      report.problems += problems
      report.configuration = configuration.applied
      return report
    } catch {
      if case .nothingToAudit(_, let skipped) = error, allowsEmpty { return emptyReport(of: plan, skipped) }
      if case .unknownRule(let word, let nearest) = error, let origin = configuration.origin(ofRule: word) {
        let hint = nearest.map { "did you mean `\($0)`?" } ?? "`assay rules` lists them"
        throw .configurationFaults([RuleFault("no rule is called `\(word)`", at: origin, hint: hint)])
      }
      throw CommandError(error)
    }
  }

  private func plan(with library: RuleLibrary, date: String) -> AuditPlan {
    let spec = configuration.spec
    return AuditPlan(
      paths: paths, library: library, packs: selection.packs(spec), select: selection.selected(spec),
      ignore: selection.ignored(spec), minimumSeverity: selection.severity(spec),
      includeTests: files.includeTests ?? spec.includeTests ?? false, exclude: files.exclude,
      configured: configuration.excluded, honoursIgnoreFiles: !files.noIgnore,
      jobs: files.jobs ?? ProcessInfo.processInfo.activeProcessorCount,
      collectsStatistics: collectsStatistics, gathersContext: gathersContext, toolVersion: toolVersion, date: date)
  }

  /// The report on nothing, for those who asked to have one.
  private func emptyReport(of plan: AuditPlan, _ skipped: [SkippedFiles]) -> AuditReport {
    let packs = Vocabulary.Category.allCases.filter { plan.packs.contains($0) }
    return AuditReport(
      toolVersion: toolVersion, date: plan.date,
      root: URL(filePath: plan.paths.first ?? ".").standardizedFileURL.path(),
      categories: packs.map { CategoryReport(category: $0, findings: [], advisory: []) }, problems: [], notChecked: [],
      files: 0, lines: 0, skipped: skipped, statistics: Statistics(), configuration: configuration.applied)
  }
}
