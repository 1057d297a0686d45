import ArgumentParser
import Reporting

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Audit a codebase and print a scored report. The default command.")

  @Argument(help: "Files and folders to audit.")
  var paths: [String] = ["."]

  @OptionGroup(title: "What to look for") var ruleOptions: RuleOptions
  @OptionGroup(title: "What to look for") var configured: ConfigurationOptions
  @OptionGroup(title: "What to look for") var selection: SelectionOptions
  @OptionGroup(title: "Where to look") var files: FileOptions
  @OptionGroup(title: "What to print") var output: OutputOptions
  @OptionGroup(title: "What to print") var cache: ResearchCacheOptions
  @OptionGroup(title: "When to fail") var failure: FailureOptions

  func run() async throws {
    let destinations = try RunDestinations(output)
    let configuration = try configured.configuration(around: paths)
    let request = AuditRequest(
      paths: paths, rules: ruleOptions, configuration: configuration, selection: selection, files: files,
      allowsEmpty: failure.allowEmpty,
      showsProgress: output.showsProgress, collectsStatistics: output.stats, gathersContext: output.showsContext,
      research: cache.file)
    let report = try await request.report()
    try destinations.write(report, as: output)
    if output.stats { StandardStream.complain(StatisticsTable(report).text(options: output.statisticsRendering)) }
    throw failure.status(of: report, configuration.spec)
  }
}
