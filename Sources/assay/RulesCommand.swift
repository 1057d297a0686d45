import ArgumentParser
import Reporting
import RuleFiles
import RuleTesting
import Vocabulary

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "List the rules, test them, or print the schema of their files.",
    subcommands: [RulesTestCommand.self, RulesSchemaCommand.self])

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @OptionGroup var ruleOptions: RuleOptions
  @OptionGroup var configured: ConfigurationOptions

  @Option(help: "Only rules of this pack.")
  var pack: Vocabulary.Category?

  @Option(help: "Only rules for this language.")
  var language: Language?

  @Option(help: "Only rules of this severity or a higher one.")
  var severity: Severity?

  @Option(help: "Only rules that know code of this library, such as sqlalchemy.")
  var framework: String?

  @Option(name: .shortAndLong, help: "The listing's format.")
  var format: Format = .text

  @OptionGroup var color: ColorOption

  func run() throws {
    let library = try checkedRules(from: ruleOptions.folders, configured.configuration())
    let listed = library.listedRules
    if let framework { try requireKnown(framework, among: listed) }
    let listing = RuleListing(listed.filter(isWanted))
    switch format {
    case .text: try StandardStream.output.write(listing.text(options: color.rendering))
    case .json: try StandardStream.output.write(listing.json())
    }
  }

  private func isWanted(_ rule: ListedRule) -> Bool {
    (pack.map { rule.card.category == $0 } ?? true)
      && (language.map { rule.card.languages.contains($0) } ?? true)
      && (severity.map { rule.card.severity >= $0 } ?? true)
      && (framework.map { rule.frameworks.contains($0) } ?? true)
  }

  private func requireKnown(_ framework: String, among rules: [ListedRule]) throws(CommandError) {
    let known = Set(rules.flatMap(\.frameworks)).sorted()
    if !known.contains(framework) {
      throw .unknownFramework(framework, nearest: nearestWord(to: framework, among: known))
    }
  }
}

struct RulesTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Check that rules find what their examples say, and nothing else.")

  @Argument(help: "A folder of rules; the shipped ones unless given.")
  var folder: String?

  func run() throws {
    let library =
      try folder.map { folder throws(CommandError) in try rulesToTest(in: folder) } ?? checkedRules(from: [])
    let result = testRules(library)
    for failure in result.failures {
      let place = "\(failure.origin.file):\(failure.origin.line):\(failure.origin.column)"
      StandardStream.complain("\(place): \(failure.rule): \(failure.message)\n\(failure.example)\n")
    }
    let rules = "\(library.rules.count) \(library.rules.count == 1 ? "rule" : "rules")"
    let examples = "\(result.examples) \(result.examples == 1 ? "example" : "examples")"
    let outcome =
      result.examples == 0 ? "nothing to check" : result.failures.isEmpty ? "all pass" : "\(result.failures.count) fail"
    try StandardStream.output.write("\(examples) of \(rules): \(outcome)\n")
    if !result.failures.isEmpty { throw ExitStatus.findings }
  }
}

struct RulesSchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print a JSON Schema of rule files, for editors.")

  func run() throws {
    try StandardStream.output.write(RuleSchema().value.written() + "\n")
  }
}
