import ArgumentParser
import Auditing
import Foundation
import Reporting
import RuleFiles
import Vocabulary

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Audit a codebase and print a scored report. The default command.")

  @Argument(help: "Files and folders to audit.")
  var paths: [String] = ["."]

  @OptionGroup(title: "What to look for") var ruleOptions: RuleOptions
  @OptionGroup(title: "What to look for") var selection: SelectionOptions
  @OptionGroup(title: "Where to look") var files: FileOptions
  @OptionGroup(title: "What to print") var output: OutputOptions
  @OptionGroup(title: "When to fail") var failure: FailureOptions

  func run() async throws {
    let destinations = try RunDestinations(output)
    let library = try readRules(from: ruleOptions.folders)
    if !library.faults.isEmpty { throw CommandError.ruleFaults(allFaults(of: library)) }
    let plan = auditPlan(with: library, date: try dayOfRun())
    let report = try await auditShowingProgress(plan)
    try destinations.write(report, as: output)
    if output.stats { StandardStream.complain(StatisticsTable(report).text(options: output.statisticsRendering)) }
    throw failure.status(of: report)
  }

  private func auditPlan(with library: RuleLibrary, date: String) -> AuditPlan {
    AuditPlan(
      paths: paths, library: library, packs: selection.packs, select: selection.selected, ignore: selection.ignored,
      minimumSeverity: selection.severity, includeTests: files.includeTests, exclude: files.exclude,
      honoursIgnoreFiles: !files.noIgnore, jobs: files.jobs ?? ProcessInfo.processInfo.activeProcessorCount,
      collectsStatistics: output.stats, toolVersion: toolVersion,
      date: date)
  }

  private func auditShowingProgress(_ plan: AuditPlan) async throws(CommandError) -> AuditReport {
    let line = ProgressLine()
    defer { line.finish() }
    do throws(AuditError) {
      return try await audit(plan, progress: output.showsProgress ? line.show : nil)
    } catch {
      if case .nothingToAudit(_, let skipped) = error, failure.allowEmpty { return emptyReport(of: plan, skipped) }
      throw CommandError(error)
    }
  }

  /// The report on nothing, for those who asked to have one.
  private func emptyReport(of plan: AuditPlan, _ skipped: [SkippedFiles]) -> AuditReport {
    let packs = Vocabulary.Category.allCases.filter { plan.packs.contains($0) }
    return AuditReport(
      toolVersion: toolVersion, date: plan.date,
      root: URL(filePath: plan.paths.first ?? ".").standardizedFileURL.path(),
      categories: packs.map { CategoryReport(category: $0, findings: [], advisory: []) }, problems: [], notChecked: [],
      files: 0, lines: 0, skipped: skipped, statistics: Statistics())
  }
}
