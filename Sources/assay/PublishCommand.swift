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
    let subject = try await subject()
    let (report, configuration) = (subject.report, subject.configuration)
    if source.output != nil { try saving.write(subject.json) }
    let outcome: String
    do throws(CommandError) {
      let team = try teamReference(
        named: target.team, root: report.root, configured: configuration.spec.team)
      let draft = IssueDraft(
        day: report.date, team: team, project: target.project ?? configuration.spec.project?.value,
        descriptions: descriptions(of: subject),
        worst: Severity.allCases.last { report.counts[$0] > 0 })
      outcome = try await publish(draft, with: access)
    } catch {
      throw source.input == nil && !target.dryRun ? kept(subject, after: error) : error
    }
    try StandardStream.output.write(outcome)
    if source.input == nil, !target.dryRun { throw failure.status(of: report, configuration.spec) }
  }

  /// What is published, and what holds for it.
  private struct Subject {
    var report: AuditReport
    var stack: StackSummary?
    var configuration: ProjectConfiguration

    /// With what the description says of the stack, so that what is published later says the same.
    var json: String { ReportFormat.json.render(report, options: RenderOptions(stack: stack)) }
  }

  private func subject() async throws -> Subject {
    var subject = if let input = source.input { try saved(in: input) } else { try await audited() }
    if let day = source.day { subject.report.date = day }
    return subject
  }

  private func saved(in file: String) throws -> Subject {
    let saved = try readReport(file)
    var report = saved.report
    if !saved.isDated { report.date = try dayOfRun() }
    return Subject(
      report: report, stack: saved.stack, configuration: try configured.configuration(ofReportOn: report.root))
  }

  private func audited() async throws -> Subject {
    let paths = self.paths.isEmpty ? ["."] : self.paths
    let configuration = try configured.configuration(around: paths)
    let request = AuditRequest(
      paths: paths, rules: ruleOptions, configuration: configuration, selection: selection, files: files,
      allowsEmpty: failure.allowEmpty, showsProgress: StandardStream.error.isTerminal, gathersContext: true)
    let report = try await request.report()
    return Subject(report: report, stack: report.context.map { StackSummary($0) }, configuration: configuration)
  }

  /// Fewer rows per rule, the shorter the report: Linear takes only so much.
  private func descriptions(of subject: Subject) -> [String] {
    let options = RenderOptions(links: links.sourceLinks(around: subject.report.root), stack: subject.stack)
    return [25, 10, 5, 2].map { rows in
      var options = options
      options.rowsPerRule = rows
      return ReportFormat.markdown.render(subject.report, options: options)
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
  private func kept(_ subject: Subject, after error: CommandError) -> CommandError {
    guard case .publishing(let reason, _) = error else { return error }
    var file = source.output ?? "-"
    if file == "-" {
      file = "assay-report-\(subject.report.date).json"
      do {
        try ReportDestination(option: file).write(subject.json)
      } catch {
        // Why nothing was published matters more, and is told last.
        StandardStream.complain("note: the report could not be kept: \(error)\n")
        return .publishing(reason, savedAs: nil)
      }
    }
    return .publishing(reason, savedAs: file)
  }
}
