import ArgumentParser
import Glibc

/// The version that reports carry; `assay --version` prints it.
let toolVersion = "0.1.0"

@main
struct AssayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assay",
    abstract: "Audits how a codebase uses its database and its event loop.",
    discussion: """
      `assay PATH` is short for `assay run PATH`. Exit status: 0 nothing found, 1 findings, 2 the request was wrong \
      or the answer may be incomplete.
      """,
    version: toolVersion,
    subcommands: [
      RunCommand.self, DiscoverCommand.self, RulesCommand.self, ExplainCommand.self, PracticesCommand.self,
      ResearchCommand.self, PublishCommand.self,
    ],
    defaultSubcommand: RunCommand.self)

  /// As the library's own `main`, but every wrong request ends with status 2 and not with 64.
  static func main() async {
    ignoreBrokenPipes()
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let status as ExitStatus {
      Glibc.exit(status.rawValue)
    } catch {
      let isHelp = exitCode(for: error).isSuccess
      let message = fullMessage(for: error)
      if isHelp {
        try? StandardStream.output.write(message + "\n")
      } else {
        StandardStream.complain(message + "\n")
      }
      Glibc.exit((isHelp ? ExitStatus.clean : .trouble).rawValue)
    }
  }
}
