import ArgumentParser
import LinearIssues
import Reporting
import RuleFiles
import Vocabulary

struct PublishCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish", abstract: "Make the report one issue in Linear, the same one all day.",
    discussion: """
      Audits like `assay run`, or takes a report that `assay run --format json` wrote. The key for Linear is read from \
      LINEAR_API_KEY. With an audit, the exit status is the audit's; when nothing could be published it is 2, and the \
      report stays on the disk.
      """)

  @Argument(help: "Files and folders to audit; the current folder unless given.")
  var paths: [String] = []

  @OptionGroup(title: "What to publish") var source: PublishSourceOptions
  @OptionGroup(title: "What to publish") var links: LinkOptions
  @OptionGroup(title: "Where to") var target: PublishTargetOptions
  @OptionGroup(title: "What to look for") var ruleOptions: RuleOptions
  @OptionGroup(title: "What to look for") var configured: ConfigurationOptions
  @OptionGroup(title: "What to look for") var selection: SelectionOptions
  @OptionGroup(title: "Where to look") var files: FileOptions
  @OptionGroup(title: "When to fail") var failure: FailureOptions

  func validate() throws {
    if source.input != nil, !paths.isEmpty {
      throw ValidationError("--input publishes a saved report; leave out the paths, or leave out --input")
    }
  }

  func run() async throws {
    let access = try LinearAccess(target)
    let saving = try ReportDestination(option: source.output)
    let (report, configuration) = try await datedReport()
    if source.output != nil { try saving.write(ReportFormat.json.render(report)) }
    let outcome: String
    do throws(CommandError) {
      let team = try teamReference(
        named: target.team, root: report.root, configured: configuration.spec.team)
      let draft = IssueDraft(
        day: report.date, team: team, project: target.project ?? configuration.spec.project?.value,
        descriptions: descriptions(of: report),
        worst: Severity.allCases.last { report.counts[$0] > 0 })
      outcome = try await publish(draft, with: access)
    } catch {
      throw source.input == nil && !target.dryRun ? try kept(report, after: error) : error
    }
    try StandardStream.output.write(outcome)
    if source.input == nil, !target.dryRun { throw failure.status(of: report, configuration.spec) }
  }

  private func datedReport() async throws -> (AuditReport, ProjectConfiguration) {
    var report: AuditReport
    let configuration: ProjectConfiguration
    if let input = source.input {
      let saved = try readReport(input)
      report = saved.report
      configuration = try configured.configuration(ofReportOn: report.root)
      if !saved.isDated { report.date = try dayOfRun() }
    } else {
      let paths = self.paths.isEmpty ? ["."] : self.paths
      configuration = try configured.configuration(around: paths)
      let request = AuditRequest(
        paths: paths, rules: ruleOptions, configuration: configuration, selection: selection, files: files,
        allowsEmpty: failure.allowEmpty, showsProgress: StandardStream.error.isTerminal, gathersContext: true)
      report = try await request.report()
    }
    if let day = source.day { report.date = day }
    return (report, configuration)
  }

  /// Fewer rows per rule, the shorter the report: Linear takes only so much.
  private func descriptions(of report: AuditReport) -> [String] {
    let options = RenderOptions(
      links: links.sourceLinks(around: report.root), stack: report.context.map { StackSummary($0) })
    return [25, 10, 5, 2].map { rows in
      var options = options
      options.rowsPerRule = rows
      return ReportFormat.markdown.render(report, options: options)
    }
  }

  /// What to tell of it.
  private func publish(_ draft: IssueDraft, with access: LinearAccess) async throws(CommandError) -> String {
    do throws(LinearError) {
      guard let connection = access.connection else { return PublishPreview(draft).text }
      let plan = try await connection.plan(draft)
      if target.dryRun { return PublishPreview(plan).text }
      for remark in plan.remarks { StandardStream.complain("note: \(remark)\n") }
      let issue = try await connection.carryOut(plan)
      return "\(issue.isNew ? "Created" : "Updated") \(issue.identifier): \(issue.url)\n"
    } catch {
      throw .publishing(error, savedAs: nil)
    }
  }

  /// The audit took its time: its report is put where it can be published from.
  private func kept(_ report: AuditReport, after error: CommandError) throws -> CommandError {
    guard case .publishing(let reason, _) = error else { return error }
    var file = source.output ?? "-"
    if file == "-" {
      file = "assay-report-\(report.date).json"
      try ReportDestination(option: file).write(ReportFormat.json.render(report))
    }
    return .publishing(reason, savedAs: file)
  }
}
