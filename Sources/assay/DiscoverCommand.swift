import ArgumentParser
import Auditing
import Foundation
import Reporting
import RuleFiles
import Vocabulary

struct DiscoverCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "discover",
    abstract: "Tell what a project is built on: databases, libraries, sessions, pool, triggers, models.",
    discussion: """
      Reads manifests, lock files, configuration and code; runs nothing and connects to nothing. Of an environment file \
      or a URL no more is kept than names and schemes.
      """)

  @Argument(help: "The project's folder.")
  var path = "."

  @OptionGroup var ruleOptions: RuleOptions
  @OptionGroup var configured: ConfigurationOptions

  @Option(
    help: ArgumentHelp("Leave out paths that match, as a line of a .gitignore would. Repeatable.", valueName: "glob"))
  var exclude: [String] = []

  @Flag(help: "Read what .gitignore and .ignore files leave out too.")
  var noIgnore = false

  @Option(name: .shortAndLong, help: "The format of the answer.")
  var format: ContextFormat = .json

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Write the answer to a file, whole or not at all.", valueName: "file"))
  var file: String?

  @OptionGroup var cache: ResearchCacheOptions
  @OptionGroup var color: ColorOption

  func run() async throws {
    let destination = try ReportDestination(option: file)
    let configuration = try configured.configuration(around: [path])
    let library = try readRules(from: ruleOptions.folders, configuration)
    if !library.faults.isEmpty { throw CommandError.ruleFaults(allFaults(of: library)) }
    let context = try await context(with: library, configuration, cache.file.practices())
    var options = color.rendering
    if case .file = destination {
      options.color = color.choice == .always
      options.width = RenderOptions().width
    }
    try destination.write(format.render(context, toolVersion: toolVersion, options: options))
    throw context.problems.isEmpty ? ExitStatus.clean : .trouble
  }

  private func context(
    with library: RuleLibrary, _ configuration: ProjectConfiguration,
    _ research: (practices: [BestPractice], problems: [Problem])
  ) async throws(CommandError) -> AuditContext {
    do throws(AuditError) {
      var context = try await discover(
        DiscoveryPlan(
          path: path, library: library, exclude: exclude, configured: configuration.excluded,
          honoursIgnoreFiles: !noIgnore,
          jobs: ProcessInfo.processInfo.activeProcessorCount, research: research.practices))
      context.problems += research.problems
      return context
    } catch {
      throw CommandError(error)
    }
  }
}
