import ArgumentParser
import Foundation
import Reporting
import RuleFiles
import Vocabulary

/// Which rules run and which of their findings count.
struct SelectionOptions: ParsableArguments {
  @Option(
    name: .customLong("pack"),
    help: "Only these packs; a list with commas, or repeated.")
  var packLists: [CommaList<Vocabulary.Category>] = []

  @Option(
    name: .customLong("select"),
    help: "Only these rules: ids, beginnings of ids such as QE, or names; a list with commas, or repeated.")
  var selectLists: [CommaList<String>] = []

  @Option(name: .customLong("ignore"), help: "Not these rules, named in the same way.")
  var ignoreLists: [CommaList<String>] = []

  @Option(name: .customLong("severity"), help: "The least severity to report; every one unless given.")
  var leastSeverity: Severity?

  /// With what the project's configuration says where the command line says nothing.
  func packs(_ configuration: ConfigurationSpec) -> Set<Vocabulary.Category> {
    Set(packLists.isEmpty ? configuration.packs ?? Vocabulary.Category.allCases : packLists.flatMap(\.elements))
  }

  func severity(_ configuration: ConfigurationSpec) -> Severity { leastSeverity ?? configuration.severity ?? .low }

  func selected(_ configuration: ConfigurationSpec) -> [String] {
    selectLists.isEmpty ? configuration.select.map(\.value) : selectLists.flatMap(\.elements)
  }

  /// Whoever selects rules by name means these: what the configuration ignores is not taken from them.
  func ignored(_ configuration: ConfigurationSpec) -> [String] {
    ignoreLists.flatMap(\.elements) + (selectLists.isEmpty ? configuration.ignore.map(\.value) : [])
  }
}

/// Which files are audited.
struct FileOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Leave out paths that match, as a line of a .gitignore would. Repeatable.", valueName: "glob"))
  var exclude: [String] = []

  @Flag(help: "Audit what .gitignore and .ignore files leave out too.")
  var noIgnore = false

  @Flag(inversion: .prefixedNo, help: "Audit test code too.")
  var includeTests: Bool?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Threads to use; as many as there are processors unless given.", valueName: "n"))
  var jobs: Int?

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) {
      throw ValidationError("--jobs takes a number from 1 to 1024, not \(jobs)")
    }
  }
}

/// What is printed, and where.
struct OutputOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "The report's format.")
  var format: ReportFormat = .text

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Write the report to a file, whole or not at all.", valueName: "file"))
  var file: String?

  @Option(
    help: ArgumentHelp(
      "Write the Markdown report to a file too, whole or not at all, beside whatever else is printed.",
      valueName: "file"))
  var report: String?

  @Option(
    help: ArgumentHelp(
      "Add a row with the scores to a file, which keeps the last 50, and say how the score moved.", valueName: "file"))
  var resultsLog: String?

  @OptionGroup var links: LinkOptions

  @Flag(help: "Print the time and the matches of each phase, pack and rule on standard error.")
  var stats = false

  @Flag(name: .shortAndLong, help: "Text: only scored findings and problems, no summary; no progress line.")
  var quiet = false

  @Flag(help: "No progress line.")
  var noProgress = false

  @OptionGroup var color: ColorOption

  var showsProgress: Bool { !quiet && !noProgress && StandardStream.error.isTerminal }

  /// Markdown and HTML have a section on the stack.
  var showsContext: Bool { report != nil || format == .markdown || format == .html }

  var statisticsRendering: RenderOptions { RenderOptions(color: color.choice.colors(.error)) }

  /// A file gets colours only when they are asked for by name, and no terminal's width.
  func rendering(to destination: ReportDestination) -> RenderOptions {
    var options = color.rendering
    if case .file = destination {
      options.color = color.choice == .always
      options.width = RenderOptions().width
    }
    options.quiet = quiet
    options.timings = stats
    return options
  }

  func validate() throws {
    if report == "-" {
      throw ValidationError("--report takes a file; `--format markdown` prints the Markdown report")
    }
  }
}

/// What makes a run fail.
struct FailureOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Fail at findings of this severity or a higher one; low unless given.", valueName: "severity"))
  var failOn: FailureThreshold?

  @Option(help: ArgumentHelp("Fail when the overall score is lower.", valueName: "score"))
  var failUnder: Double?

  @Flag(help: "Exit with status 0 even when there are findings.")
  var exitZero = false

  @Flag(help: "Finding no file to audit is no error.")
  var allowEmpty = false

  func validate() throws {
    if let failUnder, !(0...10).contains(failUnder) {
      throw ValidationError("--fail-under takes a score from 0 to 10, not \(failUnder)")
    }
  }

  func status(of report: AuditReport, _ configuration: ConfigurationSpec) -> ExitStatus {
    let threshold = failOn ?? configuration.failOn.map(FailureThreshold.init) ?? FailureThreshold(severity: .low)
    return ExitStatus(for: report, failOn: threshold.severity, failUnder: failUnder ?? configuration.failUnder)
      .forgiven(exitZero)
  }
}
