import ArgumentParser
import DocumentationServers
import Reporting
import RuleFiles
import Vocabulary

struct PracticesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "practices", abstract: "List what the makers of databases and libraries recommend, with sources.")

  @Argument(help: ArgumentHelp("Only these, such as sqlalchemy or postgresql.", valueName: "technology"))
  var technologies: [String] = []

  @Option(
    name: .customLong("version"),
    help: ArgumentHelp("Only what holds for this version; with one technology.", valueName: "version"))
  var versionText: String?

  @OptionGroup var cache: ResearchCacheOptions
  @OptionGroup var ruleOptions: RuleOptions
  @OptionGroup var configured: ConfigurationOptions

  @Option(name: .shortAndLong, help: "The listing's format.")
  var format: RulesCommand.Format = .text

  @OptionGroup var color: ColorOption

  func validate() throws {
    guard let versionText else { return }
    if technologies.count != 1 { throw ValidationError("--version needs one technology that it is the version of") }
    if Version(versionText) == nil {
      throw ValidationError("--version takes numbers with dots between them such as 2.0, not `\(versionText)`")
    }
  }

  func run() throws {
    let library = try checkedRules(from: ruleOptions.folders, configured.configuration())
    let wanted = Set(technologies.map { $0.lowercased() })
    let kept = try cache.file.read().research
    let known = Set(library.knowledge.flatMap { [$0.name.value] + $0.technologies.map(\.value) } + kept.keys)
    for name in technologies where !known.contains(name.lowercased()) {
      throw CommandError.unknownTechnology(name, nearest: nearestWord(to: name.lowercased(), among: known.sorted()))
    }
    let version = versionText.flatMap { Version($0) }
    let files = library.knowledge.filter { file in
      wanted.isEmpty || wanted.contains(file.name.value) || file.technologies.contains { wanted.contains($0.value) }
    }
    let research = kept.filter {
      wanted.isEmpty || wanted.contains($0.key)
    }
    let listing = PracticeListing(
      files.flatMap { file in
        file.practices.filter { $0.holds(for: version) }.map { practice in
          ListedPractice(
            id: practice.id.value, title: file.title, technologies: file.technologies.map(\.value),
            text: practice.text, source: practice.source)
        }
      },
      research: research.sorted { $0.key < $1.key }.flatMap { technology, entry in
        entry.pages.map { page in
          ListedResearch(
            technology: technology, date: entry.date, server: entry.server, page: page.title, url: page.url,
            excerpt: page.excerpt)
        }
      })
    switch format {
    case .text: try StandardStream.output.write(listing.text(options: color.rendering))
    case .json: try StandardStream.output.write(listing.json())
    }
  }
}
