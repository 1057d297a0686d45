import RuleFiles
import SourceScan
import Vocabulary

extension EventEnds {
  /// What a JavaScript, TypeScript or Go file publishes and waits for, as far as calls with strings show it.
  ///
  /// - Parameter specs: those whose words stand in the file.
  init(_ words: ScriptWords, specs: [EventSpec], path: String) {
    let constants = words.constants()
    let lines = LineCounter(words.bytes)
    for index in words.words.indices {
      switch words.words[index].kind {
      case .string: readSQL(words, index, constants, lines, path)
      case .name: readCall(words, index, specs, constants, lines, path)
      case .mark: break
      }
    }
  }

  /// A string is SQL when it is passed to a call or put behind a tag or kept under a name, and reads as a statement.
  private mutating func readSQL(
    _ words: ScriptWords, _ index: Int, _ constants: [String: String], _ lines: LineCounter, _ path: String
  ) {
    let size = Int(words.words[index].end - words.words[index].start)
    guard size > 8, let content = words.string(index, constants: constants), NotifyStatements.mayNotify(content) else {
      return
    }
    let isPassed = words.isMark(index - 1, "(") || words.isMark(index - 1, ",") || words.isMark(index - 1, "=")
    let isTagged = words.words.indices.contains(index - 1) && words.words[index - 1].kind == .name
    guard isPassed || isTagged else { return }
    let line = lines.line(at: Int(words.words[index].start))
    let text = SQLText(path: path, content, line: line)
    for end in NotifyStatements(text).ends {
      var channel = end.channel
      if case .number(let number)? = end.parameter {
        channel = argument(number, after: index, words, constants) ?? Hole.text
      } else if end.channel.hasSuffix(Hole.text), size > 3, words.isMark(index + 1, "+") {
        channel = end.channel
      }
      add(channel, "postgresql", end.end, path: path, line: text.line(at: end.offset))
    }
    readConcatenation(words, index, content, constants, path, line)
  }

  /// `"LISTEN " + channel`.
  private mutating func readConcatenation(
    _ words: ScriptWords, _ index: Int, _ content: [UInt8], _ constants: [String: String], _ path: String, _ line: Int
  ) {
    guard words.isMark(index + 1, "+") else { return }
    let command = String(decoding: content, as: UTF8.self).filter { $0 != " " && $0 != "\"" }.uppercased()
    guard command == "LISTEN" || command == "NOTIFY" else { return }
    let name = words.text(index + 2)
    let value = constants[name] ?? words.string(index + 2).map { String(decoding: $0, as: UTF8.self) }
    let isQuoted = content.contains(UInt8(ascii: "\""))
    add(
      value.map { isQuoted ? $0 : $0.lowercased() } ?? Hole.text, "postgresql",
      command == "LISTEN" ? .subscriber : .publisher, path: path, line: line)
  }

  /// The n-th value behind a query: in a list (`[a, b]`) or as further arguments.
  private func argument(
    _ number: Int, after index: Int, _ words: ScriptWords, _ constants: [String: String]
  ) -> String? {
    var at = index + 2
    guard words.isMark(index + 1, ",") else { return nil }
    if words.isMark(at, "[") { at += 1 }
    for _ in 0..<number {
      guard words.isMark(at + 1, ",") else { return nil }
      at += 2
    }
    return value(at, words, constants)
  }

  private func value(_ index: Int, _ words: ScriptWords, _ constants: [String: String]) -> String? {
    if let content = words.string(index, constants: constants) { return String(decoding: content, as: UTF8.self) }
    // `CHANNEL`, `Channels.JOBS`.
    var index = index
    while words.isMark(index + 1, ".") { index += 2 }
    return constants[words.text(index)]
  }

  private mutating func readCall(
    _ words: ScriptWords, _ index: Int, _ specs: [EventSpec], _ constants: [String: String], _ lines: LineCounter,
    _ path: String
  ) {
    guard words.isMark(index + 1, "(") else { return }
    let name = words.text(index)
    for spec in specs where spec.call == name {
      guard words.isMark(index - 1, ".") || (spec.isClass && words.text(index - 1) == "new") else { continue }
      let mate = max(index + 1, Int(words.words[index + 1].mate))
      // A context stands before the channel in Go.
      let first =
        words.isMark(index + 3, ",") && words.words[index + 2].kind == .name && words.text(index + 2) == "ctx"
        ? index + 4 : index + 2
      guard first < mate || mate == index + 1 else { continue }
      let isText = words.words.indices.contains(first) && words.words[first].kind == .string
      let channel = value(first, words, constants)
      guard isText || channel != nil || spec.technology == "postgresql" else { continue }
      add(
        channel ?? Hole.text, spec.technology, spec.end, path: path,
        line: lines.line(at: Int(words.words[index].start)))
    }
  }
}
