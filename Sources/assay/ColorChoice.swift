import ArgumentParser
import Foundation

/// `--color`: always, never, or what the terminal and the environment suggest.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never

  /// Whether to colour what goes to `stream`. `FORCE_COLOR` and `CLICOLOR_FORCE` win over `NO_COLOR`, which wins over
  /// what the stream is; an empty variable counts as absent, and `0` turns the first two off.
  func colors(
    _ stream: StandardStream, environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> Bool {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    switch self {
    case .always: return true
    case .never: return false
    case .auto:
      for name in ["FORCE_COLOR", "CLICOLOR_FORCE"] where value(name).map({ $0 != "0" }) ?? false { return true }
      if value("NO_COLOR") != nil || value("FORCE_COLOR") == "0" || value("TERM") == "dumb" { return false }
      return stream.isTerminal
    }
  }
}
