import SourceScan

/// A function that the database keeps, as far as notifications need it.
struct StoredFunction: Sendable {
  struct Notification: Sendable {
    var channel: ChannelExpression
    /// `postgresql`, `supabase`.
    var technology: String
    /// From 1.
    var line: Int
  }

  struct Call: Sendable {
    var name: SchemaName
    var arguments: [ChannelExpression]
  }

  var name: SchemaName
  var parameterCount: Int
  var notifications: [Notification] = []
  var calls: [Call] = []
  /// Where it is created.
  var path: String
  var line: Int
}

/// Reads the body of a function, of a DO block or of a trigger: what it notifies and whom it calls.
struct BodyReader {
  let script: SQLScript
  let text: SQLText
  private var expressions: ExpressionReader
  private(set) var notifications: [StoredFunction.Notification] = []
  private(set) var calls: [StoredFunction.Call] = []

  /// More calls of one body are not followed.
  private static let callLimit = 200

  init(_ script: SQLScript, _ text: SQLText, parameters: [String]) {
    self.script = script
    self.text = text
    expressions = ExpressionReader(script: script, parameters: parameters)
    readVariables()
    readStatements()
  }

  var variables: [String: ChannelExpression] { expressions.variables }

  /// `name type := value;` of DECLARE, `name := value;` of the body, `SELECT value INTO name`.
  private mutating func readVariables() {
    for statement in script.statements {
      let range = statement.tokens
      guard let assign = range.first(where: { script.isSymbol($0, ":=") || script.isWord($0, "default") }) else {
        readSelectInto(range)
        continue
      }
      // What stands before the name: DECLARE, BEGIN, THEN, ELSE, LOOP.
      var first = range.lowerBound
      for index in range.lowerBound..<assign where isOpener(index) { first = index + 1 }
      guard first < assign, let name = script.name(first) else { continue }
      set(name, expressions.read(assign + 1..<range.upperBound))
    }
  }

  private mutating func readSelectInto(_ range: Range<Int>) {
    guard let select = range.first(where: { script.isWord($0, "select") }),
      let into = range.first(where: { script.isWord($0, "into") }), into > select + 1,
      let name = script.name(into + 1)
    else { return }
    set(name, expressions.read(select + 1..<into))
  }

  private mutating func set(_ name: String, _ value: ChannelExpression) {
    let known = expressions.variables[name]
    expressions.variables[name] = known.map { $0.isUnknown ? value : $0.or(value) } ?? value
  }

  private func isOpener(_ index: Int) -> Bool {
    script.isWord(index, "declare") || script.isWord(index, "begin") || script.isWord(index, "then")
      || script.isWord(index, "else") || script.isWord(index, "loop")
  }

  private mutating func readStatements() {
    for statement in script.statements { read(statement.tokens) }
  }

  private mutating func read(_ range: Range<Int>) {
    var index = range.lowerBound
    while index < range.upperBound {
      let isFirst = index == range.lowerBound || isOpener(index - 1) || script.isSymbol(index - 1, ";")
      if script.isWord(index, "notify"),
        isFirst || script.isWord(index - 1, "also") || script.isWord(index - 1, "do")
          || script.isWord(index - 1, "instead"),
        let channel = script.name(index + 1)
      {
        add(ChannelExpression(channel), at: index)
      } else if script.isWord(index, "execute"), isFirst {
        readExecute(index + 1..<range.upperBound, at: index)
      } else if script.isSymbol(index + 1, "("), let name = script.name(index), index + 1 < range.upperBound {
        let end = script.closing(index + 1, limit: range.upperBound)
        call(name, index, script.arguments(index + 2..<max(index + 2, end - 1)))
      }
      index += 1
    }
  }

  private mutating func call(_ name: String, _ index: Int, _ arguments: [Range<Int>]) {
    let schema = script.isSymbol(index - 1, ".") ? script.name(index - 2) : nil
    if name == "pg_notify" {
      if let channel = arguments.first { add(expressions.read(channel), at: index) }
      return
    }
    if schema == "realtime", let topic = BodyReader.realtimeTopic[name], arguments.indices.contains(topic) {
      add(expressions.read(arguments[topic]), at: index, technology: "supabase")
      return
    }
    guard calls.count < BodyReader.callLimit else { return }
    calls.append(
      StoredFunction.Call(
        name: SchemaName(schema: schema, name: name), arguments: arguments.map { expressions.read($0) }))
  }

  /// Which argument of Supabase's functions is the topic, from 0.
  private static let realtimeTopic = ["broadcast_changes": 0, "send": 2]

  /// `EXECUTE 'NOTIFY ' || channel`, `EXECUTE format('NOTIFY %I, %L', channel, payload)`.
  private mutating func readExecute(_ range: Range<Int>, at index: Int) {
    let end = range.first { script.isWord($0, "using") || script.isWord($0, "into") } ?? range.upperBound
    for parts in expressions.read(range.lowerBound..<end).alternatives {
      guard case .text(let text)? = parts.first, let command = NotifyCommand(text) else { continue }
      var channel: [ChannelExpression.Part] = command.channel.isEmpty ? [] : [.text(command.channel)]
      if !command.isEnded {
        for part in parts.dropFirst() {
          guard case .text(let more) = part else {
            channel.append(part)
            continue
          }
          let name = more.prefix { $0 != "," && $0 != ";" && $0 != " " }
          if !name.isEmpty { channel.append(.text(String(name.filter { $0 != "\"" }))) }
          if name.count < more.count { break }
        }
      }
      if !channel.isEmpty { add(ChannelExpression(alternatives: [channel]), at: index) }
    }
  }

  private mutating func add(_ channel: ChannelExpression, at index: Int, technology: String = "postgresql") {
    notifications.append(
      StoredFunction.Notification(
        channel: channel, technology: technology, line: text.line(at: Int(script.tokens[index].start))))
  }
}

/// The beginning of a NOTIFY that a program puts together.
private struct NotifyCommand {
  var channel: String
  /// The channel ends within the text.
  var isEnded: Bool

  init?(_ text: String) {
    let trimmed = text.drop { $0 == " " || $0 == "\n" }
    guard trimmed.prefix(7).lowercased() == "notify " else { return nil }
    let rest = trimmed.dropFirst(7).drop { $0 == " " }
    let name = rest.prefix { $0 != "," && $0 != ";" && $0 != " " }
    isEnded = name.count < rest.count
    channel = name.contains("\"") ? name.filter { $0 != "\"" } : name.lowercased()
  }
}
