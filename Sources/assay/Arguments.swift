import ArgumentParser
import Reporting
import RuleFiles
import Vocabulary

/// How the words of the vocabulary are read from a command line.

extension ReportFormat: ExpressibleByArgument {}
extension ContextFormat: ExpressibleByArgument {}
extension Vocabulary.Category: ExpressibleByArgument {}
extension Language: ExpressibleByArgument {}

extension Severity: ExpressibleByArgument {
  public init?(argument: String) { self.init(word: argument.lowercased()) }

  public static var allValueStrings: [String] { allCases.map(\.word) }

  /// The words say it all; the default would describe each by its number.
  public static var allValueDescriptions: [String: String] { [:] }

  public var defaultValueDescription: String { word }
}

/// `--fail-on`: the least severity that fails a run, or `none`.
struct FailureThreshold: ExpressibleByArgument {
  var severity: Severity?

  init(severity: Severity?) { self.severity = severity }

  init(_ configured: ConfigurationSpec.FailOn) {
    switch configured {
    case .never: severity = nil
    case .at(let least): severity = least
    }
  }

  init?(argument: String) {
    severity = Severity(argument: argument)
    if severity == nil, argument.lowercased() != "none" { return nil }
  }

  static var allValueStrings: [String] { Severity.allValueStrings + ["none"] }

  var defaultValueDescription: String { severity?.word ?? "none" }
}

/// A value, or several with commas between them.
struct CommaList<Element: ExpressibleByArgument>: ExpressibleByArgument {
  var elements: [Element]

  init?(argument: String) {
    elements = []
    for word in argument.split(separator: ",") {
      let trimmed = String(word.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      guard let element = Element(argument: trimmed) else { return nil }
      elements.append(element)
    }
    if elements.isEmpty { return nil }
  }

  static var allValueStrings: [String] { Element.allValueStrings }
}

/// Where rules come from besides the program itself.
struct RuleOptions: ParsableArguments {
  @Option(name: .customLong("rules"), help: ArgumentHelp("A folder with more rules. Repeatable.", valueName: "dir"))
  var folders: [String] = []
}

/// What to show in which colours.
struct ColorOption: ParsableArguments {
  @Option(name: .customLong("color"), help: "Whether to colour text.")
  var choice: ColorChoice = .auto

  /// For text on standard output.
  var rendering: RenderOptions {
    RenderOptions(color: choice.colors(.output), width: StandardStream.output.columns ?? 100)
  }
}
