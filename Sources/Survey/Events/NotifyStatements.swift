import RuleFiles
import SourceScan

/// The LISTEN, NOTIFY and pg_notify in a text of SQL that a program sends.
struct NotifyStatements {
  enum Parameter: Equatable {
    /// `:channel`, `%(channel)s`
    case named(String)
    /// `$1`, `%s`, `?`: from 0.
    case number(Int)
  }

  struct End {
    var end: EventSpec.End
    var channel: String
    /// Instead of the channel.
    var parameter: Parameter?
    var offset: Int
  }

  private(set) var ends: [End] = []

  init(_ text: SQLText) {
    guard NotifyStatements.mayNotify(text.bytes) else { return }
    let script = SQLScript(text.bytes, in: 0..<text.bytes.count, dialect: .standard)
    for statement in script.statements { read(statement.tokens, script, text) }
  }

  private static let search = WordSearch(["listen", "notify"])

  static func mayNotify(_ bytes: [UInt8]) -> Bool { !search.found(in: bytes, count: bytes.count).isEmpty }

  private mutating func read(_ range: Range<Int>, _ script: SQLScript, _ text: SQLText) {
    let first = range.lowerBound
    let offset = Int(script.tokens[first].start)
    if script.isWord(first, "listen") || script.isWord(first, "notify") {
      let end: EventSpec.End = script.isWord(first, "listen") ? .subscriber : .publisher
      // Prose goes on with further words.
      let isEnded = range.count == 2 || script.isSymbol(first + 2, ",")
      if isEnded, let name = script.name(first + 1) {
        ends.append(End(end: end, channel: name, offset: offset))
      } else if range.count > 1, let parameter = parameter(first + 1, range, script) {
        ends.append(End(end: end, channel: Hole.text, parameter: parameter, offset: offset))
      }
      return
    }
    // What creates a function publishes when the function runs.
    if script.isWord(first, "create") || script.isWord(first, "do") || script.isWord(first, "comment") { return }
    for index in range where script.isWord(index, "pg_notify") && script.isSymbol(index + 1, "(") {
      let end = script.closing(index + 1, limit: range.upperBound)
      guard let channel = script.arguments(index + 2..<max(index + 2, end - 1)).first else { continue }
      let at = Int(script.tokens[index].start)
      if let parameter = parameter(channel.lowerBound, range, script) {
        ends.append(End(end: .publisher, channel: Hole.text, parameter: parameter, offset: at))
      } else {
        for name in ExpressionReader(script: script).read(channel).channels(in: nil) {
          ends.append(End(end: .publisher, channel: name, offset: at))
        }
      }
    }
  }

  private func parameter(_ index: Int, _ range: Range<Int>, _ script: SQLScript) -> Parameter? {
    let text = script.text(index)
    if text.hasPrefix("$"), let number = Int(text.dropFirst()) { return .number(number - 1) }
    if text == ":", let name = script.name(index + 1) { return .named(name) }
    if text == "%", script.isSymbol(index + 1, "("), let name = script.name(index + 2) { return .named(name) }
    if text == "?" || (text == "%" && script.isWord(index + 1, "s")) {
      let before = range.lowerBound..<index
      return .number(before.count { script.text($0) == "?" || (script.text($0) == "%" && script.isWord($0 + 1, "s")) })
    }
    return nil
  }
}
