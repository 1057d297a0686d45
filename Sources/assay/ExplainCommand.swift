import ArgumentParser
import Reporting
import RuleFiles
import Vocabulary

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Tell all about a rule: why, what to do instead, what it leaves alone.")

  @Argument(help: ArgumentHelp("The rule's id or name.", valueName: "rule"))
  var name: String

  @OptionGroup var ruleOptions: RuleOptions
  @OptionGroup var configured: ConfigurationOptions
  @OptionGroup var color: ColorOption

  func run() throws {
    let library = try checkedRules(from: ruleOptions.folders, configured.configuration())
    let wanted = name.lowercased()
    let isWanted = { (rule: RuleSpec) in rule.card.id.lowercased() == wanted || rule.card.name.lowercased() == wanted }
    guard let rule = library.rules.first(where: isWanted) else {
      let known = library.rules.flatMap { [$0.card.id, $0.card.name] }
      throw CommandError.unknownRule(name, nearest: nearestWord(to: name, among: known))
    }
    let explanation = RuleExplanation(library.listed(rule), contexts: library.contextNotes(on: rule))
    try StandardStream.output.write(explanation.text(options: color.rendering))
  }
}
