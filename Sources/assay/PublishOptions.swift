import ArgumentParser
import Foundation
import LinearIssues

/// Which report is published.
struct PublishSourceOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A report written by `assay run --format json`; - for standard input.", valueName: "file"))
  var input: String?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Write the report as JSON, too, before it is published.", valueName: "file"))
  var output: String?

  @Option(
    name: .customLong("date"),
    help: ArgumentHelp("The day of the report, YYYY-MM-DD; today, or what the saved report says.", valueName: "day"))
  var day: String?

  func validate() throws {
    if let day, !isDay(day) { throw ValidationError("--date takes a day such as 2026-03-31, not `\(day)`") }
    if output == "-" { throw ValidationError("-o takes a file; standard output says what was published") }
  }
}

/// Where it goes.
struct PublishTargetOptions: ParsableArguments {
  @Option(
    help: "The team's key, name or UUID; unless given, what docs/tasks/kanban_board.md names, or the configuration.")
  var team: String?

  @Option(
    help:
      "The project's name, UUID or address; unless given, what the configuration names, or the one that begins with `Epic 0`."
  )
  var project: String?

  @Flag(help: "Print what would be sent, and change nothing in Linear.")
  var dryRun = false

  @Option(help: ArgumentHelp("Seconds to spend on Linear at most.", valueName: "seconds"))
  var timeout = 120

  func validate() throws {
    if !(1...3600).contains(timeout) {
      throw ValidationError("--timeout takes a number of seconds from 1 to 3600, not \(timeout)")
    }
    for (name, value) in [("--team", team), ("--project", project)] where value?.isEmpty == true {
      throw ValidationError("\(name) is empty; name one or leave it out")
    }
  }
}

/// The way to Linear, made sure of before an audit begins.
struct LinearAccess {
  /// `nil` for a dry run without a key, in which nothing is looked up.
  var connection: LinearConnection?

  init(_ target: PublishTargetOptions) throws(CommandError) {
    let environment = ProcessInfo.processInfo.environment
    let time = Duration.seconds(target.timeout)
    do throws(LinearError) {
      let endpoint = try LinearEndpoint(environment: environment)
      if target.dryRun, (environment[LinearKey.variable] ?? "").isEmpty { return }
      let key = try LinearKey(environment: environment)
      connection = LinearConnection(endpoint: endpoint, key: key, pace: Pace(timeLimit: time))
    } catch {
      throw .publishing(error, savedAs: nil)
    }
  }
}

/// `2026-03-31`, and no day that no calendar has.
private func isDay(_ text: String) -> Bool {
  let style = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
  guard text.utf8.count == 10, let date = try? style.parse(text) else { return false }
  return date.formatted(style) == text
}
