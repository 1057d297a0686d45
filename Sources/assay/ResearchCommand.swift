import ArgumentParser
import DocumentationServers
import Foundation
import RuleFiles
import Survey
import Vocabulary

struct ResearchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "research", abstract: "Ask documentation servers what the makers of technologies recommend.",
    discussion: """
      Asks servers that speak the Model Context Protocol, as Context7 and Ref do, and keeps the pages that they name for \
      `assay practices`, `assay discover` and the reports. Of a project its technologies are asked about, and nothing of \
      it is sent but their names. The servers stand in your own file, in the usual shape `{"mcpServers": {…}}`; nothing of an \
      audited project can name one.
      """)

  @Argument(
    help: ArgumentHelp(
      "What to ask about, such as sqlalchemy or postgresql; or a project's folder, for the technologies it uses.",
      valueName: "technology or folder"))
  var subjects: [String] = ["."]

  @Option(
    name: .customLong("servers"),
    help: ArgumentHelp("A list of servers. Repeatable; ~/.config/assay/mcp.json unless given.", valueName: "file"))
  var lists: [String] = []

  @Option(
    name: .customLong("server"), help: ArgumentHelp("Only this server of the lists. Repeatable.", valueName: "name"))
  var chosen: [String] = []

  @Flag(help: "Ask nobody; what is built in serves.")
  var offline = false

  @Option(help: ArgumentHelp("Seconds that one answer may take.", valueName: "seconds"))
  var timeout = 30

  @OptionGroup var cache: ResearchCacheOptions
  @OptionGroup var ruleOptions: RuleOptions

  func validate() throws {
    if !(1...600).contains(timeout) {
      throw ValidationError("--timeout takes a number of seconds from 1 to 600, not \(timeout)")
    }
  }

  func run() async throws {
    let library = try checkedRules(from: ruleOptions.folders)
    let subjects = try await ResearchSubjects(self.subjects, library: library)
    for problem in subjects.problems {
      let place = problem.path.map { "\($0): " } ?? ""
      StandardStream.complain("note: \(place)\(problem.message); what it says of the project is not asked about\n")
    }
    if offline {
      try StandardStream.output.write("Nobody was asked; what `assay practices` lists serves.\n")
      return
    }
    let servers = try servers()
    var kept = try cache.file.read()
    var left = subjects.all
    for server in servers where !left.isEmpty {
      let found = await ask(server, about: left)
      for (subject, pages) in found {
        kept.research[subject.name] = ResearchCache.Entry(date: try dayOfRun(), server: server.name, pages: pages)
        try tell(subject, pages, server)
      }
      left.removeAll { subject in found.contains { $0.0 == subject } }
    }
    if left.count < subjects.all.count { try cache.file.write(kept) }
    let names = left.map(\.name)
    // Who asks for all that a project uses does not count on pages for each of them.
    if left.count == subjects.all.count || !left.allSatisfy(subjects.discovered.contains) {
      throw CommandError.research(nothingOn: names)
    }
    if !names.isEmpty { StandardStream.complain("note: \(CommandError.research(nothingOn: names))\n") }
    if !subjects.problems.isEmpty { throw ExitStatus.trouble }
  }

  private func servers() throws(CommandError) -> [ServerSpec] {
    let files = lists.isEmpty ? [UserFolders.configuration + "/assay/mcp.json"] : lists
    var servers: [ServerSpec] = []
    for file in files {
      let source: SourceBytes
      do throws(ReadError) {
        source = try readSource(file, limit: 1 << 20)
      } catch {
        if error == .missing, lists.isEmpty { throw .noServers(file) }
        throw .serverList("`\(file)` is no list of servers: \(error)")
      }
      servers += try list(Array(source.bytes.prefix(source.count)), file)
    }
    for name in chosen where !servers.contains(where: { $0.name == name }) {
      let names = servers.map { "`\($0.name)`" }.joined(separator: ", ")
      throw .serverList("no list has a server `\(name)`; there are \(names.isEmpty ? "none" : names)")
    }
    let wanted = chosen.isEmpty ? servers : servers.filter { chosen.contains($0.name) }
    if wanted.isEmpty { throw .noServers(files.joined(separator: ", ")) }
    return wanted
  }

  private func list(_ bytes: [UInt8], _ file: String) throws(CommandError) -> [ServerSpec] {
    do throws(ServerListError) {
      return try serverList(bytes, file: file, environment: ProcessInfo.processInfo.environment)
    } catch {
      throw .serverList("\(error)")
    }
  }

  /// What the server knows; trouble with it is told, and others may know.
  private func ask(
    _ spec: ServerSpec, about subjects: [ResearchSubject]
  ) async -> [(ResearchSubject, [ResearchedPage])] {
    let limit = Duration.seconds(timeout)
    do throws(ServerError) {
      return try await DocumentationServer.with(spec, limit: limit, clientVersion: toolVersion) {
        server throws(ServerError) in
        let recipe = try ResearchRecipe(spec, tools: try await server.tools())
        var found: [(ResearchSubject, [ResearchedPage])] = []
        for subject in subjects {
          do throws(ServerError) {
            let pages = try await server.research(subject, by: recipe)
            if !pages.isEmpty { found.append((subject, pages)) }
          } catch {
            StandardStream.complain("note: server `\(spec.name)` on \(subject.name): \(error)\n")
            if error.endsConnection { break }
          }
        }
        return found
      }
    } catch {
      StandardStream.complain("note: server `\(spec.name)`: \(error)\n")
      return []
    }
  }

  private func tell(_ subject: ResearchSubject, _ pages: [ResearchedPage], _ server: ServerSpec) throws {
    let lines = pages.map { "  \($0.title)\n    \($0.url)\n" }.joined()
    try StandardStream.output.write("\(subject.name), from `\(server.name)`:\n\(lines)")
  }
}

extension ServerError {
  /// Whether there is nobody left to ask.
  fileprivate var endsConnection: Bool {
    switch self {
    case .toolFailed, .refused, .timedOut, .unreadable: false
    default: true
    }
  }
}
