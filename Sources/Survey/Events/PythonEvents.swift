import RuleFiles
import SourceScan
import Vocabulary

/// What one file publishes and waits for.
struct EventEnds: Sendable {
  var publishers: [EventEnd] = []
  var subscribers: [EventEnd] = []

  mutating func add(_ channel: String, _ technology: String, _ end: EventSpec.End, path: String, line: Int) {
    guard !channel.isEmpty, channel.utf8.count <= 200 else { return }
    let added = EventEnd(channel: channel, technology: technology, path: path, line: line)
    switch end {
    case .publisher: publishers.append(added)
    case .subscriber: subscribers.append(added)
    }
  }

  mutating func append(_ other: EventEnds) {
    publishers += other.publishers
    subscribers += other.subscribers
  }

  /// Each end once; where a place is known with its channel and without, only the former.
  mutating func tidy() {
    publishers = EventEnds.tidied(publishers)
    subscribers = EventEnds.tidied(subscribers)
  }

  private static func tidied(_ ends: [EventEnd]) -> [EventEnd] {
    struct Place: Hashable {
      var path: String
      var line: Int
      var technology: String
    }
    var known: Set<Place> = []
    for end in ends where end.channel != Hole.text {
      known.insert(Place(path: end.path, line: end.line, technology: end.technology))
    }
    let shown = ends.compactMap { end -> EventEnd? in
      let place = Place(path: end.path, line: end.line, technology: end.technology)
      if end.channel == Hole.text, known.contains(place) { return nil }
      var end = end
      end.channel = Hole.shown(end.channel)
      return end
    }
    return Set(shown).sorted {
      ($0.path, $0.line, $0.technology, $0.channel) < ($1.path, $1.line, $1.technology, $1.channel)
    }
  }
}

/// Reads the calls of a Python file that publish or wait.
struct PythonEventReader {
  /// Those whose words stand in the file.
  let specs: [EventSpec]
  private(set) var ends = EventEnds()
  private let path: String
  /// The route of the function at hand.
  private var route: String?

  init(specs: [EventSpec], path: String) {
    self.specs = specs
    self.path = path
  }

  /// Runs what stands at the top and publishes or awaits; then each function that does, and those that call it, with
  /// parameters that are not known.
  mutating func read(_ evaluation: PythonEvaluation) {
    var evaluation = evaluation
    let source = evaluation.source
    let words = wordsOfInterest(source)
    let search = WordSearch(words)
    for (index, statement) in source.statements.enumerated() {
      guard statement.kind == .none || statement.kind == .at || statement.kind == .await,
        source.isAtModuleLevel(statement),
        !search.found(in: source.file.text.bytes, range: source.bytes(of: statement)).isEmpty
      else { continue }
      evaluation.runModuleStatement(index)
    }
    read(evaluation.calls)
    let functions = functionsOfInterest(source, words)
    guard !functions.isEmpty else { return }
    evaluation.followed = functions
    for (index, statement) in source.statements.enumerated() where statement.kind == .class {
      readClass(statement, index, functions, &evaluation)
    }
    for index in functions.sorted() where !isMethod(source.statements[index], source) {
      evaluation.names = [:]
      run(index, &evaluation)
    }
  }

  /// The names of the calls, the words of SQL, and constants whose text has such a word.
  private func wordsOfInterest(_ source: PythonSource) -> [String] {
    let sql = ["pg_notify", "listen ", "notify "]
    var words = Array(Set(specs.map { $0.call + "(" } + ["group_send", "group_add"])).sorted() + sql
    let search = WordSearch(sql)
    for statement in source.statements where statement.kind == .none && source.isAtModuleLevel(statement) {
      guard statement.assign == statement.first + 1, words.count < WordSearch.limit / 2 else { continue }
      if !search.found(in: source.file.text.bytes, range: source.bytes(of: statement)).isEmpty {
        words.append(source.word(statement.first))
      }
    }
    return words.filter { $0.utf8.count > 1 }
  }

  /// Functions whose text has one of the words; then those whose text has the name of such a function.
  private func functionsOfInterest(_ source: PythonSource, _ words: [String]) -> Set<Int> {
    var words = words
    var found: Set<Int> = []
    for _ in 0..<3 {
      let search = WordSearch(words)
      var callers: Set<Int> = []
      for (index, statement) in source.statements.enumerated() where statement.kind == .def && !found.contains(index) {
        if !search.found(in: source.file.text.bytes, range: source.bytes(of: statement)).isEmpty {
          callers.insert(index)
        }
      }
      if callers.isEmpty { break }
      found.formUnion(callers)
      words = callers.compactMap { source.definedName(source.statements[$0]).map { source.word($0) + "(" } }
      words = Array(words.sorted().prefix(WordSearch.limit))
    }
    return found
  }

  private func isMethod(_ statement: Statement, _ source: PythonSource) -> Bool {
    source.file.outline.scopes[Int(statement.scope)].own.contains(.class)
  }

  /// The methods of a class know what its initializer assigned.
  private mutating func readClass(
    _ statement: Statement, _ index: Int, _ functions: Set<Int>, _ evaluation: inout PythonEvaluation
  ) {
    let source = evaluation.source
    let methods = source.body(of: statement).filter {
      source.statements[$0].kind == .def && source.statements[$0].scope == statement.body
    }
    guard methods.contains(where: functions.contains), let name = source.definedName(statement) else { return }
    evaluation.names = [:]
    _ = evaluation.global(source.word(name))
    let prefix = source.word(name) + "."
    for (key, value) in evaluation.globals where key.hasPrefix(prefix) {
      evaluation.names["self." + key.dropFirst(prefix.count)] = value
    }
    for method in methods {
      guard let name = source.definedName(source.statements[method]), source.word(name) == "__init__" else { continue }
      evaluation.calls = []
      evaluation.enter(method)
    }
    let members = evaluation.names
    for method in methods where functions.contains(method) {
      evaluation.names = members
      run(method, &evaluation)
    }
  }

  private mutating func run(_ function: Int, _ evaluation: inout PythonEvaluation) {
    evaluation.calls = []
    route = evaluation.route(of: function)
    evaluation.calls = []
    _ = evaluation.call(function)
    read(evaluation.calls)
    route = nil
  }

  private mutating func read(_ calls: [PythonCall]) {
    for call in calls {
      for spec in specs where call.method == spec.call && (call.isMethod || spec.isClass) { read(call, spec) }
      readSQL(call)
    }
  }

  private mutating func read(_ call: PythonCall, _ spec: EventSpec) {
    if let value = spec.value {
      let values = call.arguments + call.keywords.values
      guard values.contains(where: { $0.text?.text.contains(value) ?? false }) else { return }
    }
    if spec.isRoute {
      ends.add(route ?? Hole.text, spec.technology, spec.end, path: path, line: call.line)
      return
    }
    let channel = spec.keyword.flatMap { call.keywords[$0] } ?? call.arguments.first
    if spec.hasKeys {
      guard case .dictionary(let entries)? = channel else { return }
      for entry in entries { add(entry.key, spec, call) }
      return
    }
    for value in spec.isSeveral ? call.arguments : channel.map({ [$0] }) ?? [] {
      for element in value.isKnown ? value.elements : [value] { add(element, spec, call) }
      guard spec.end == .subscriber, case .dictionary(let entries) = value else { continue }
      for entry in entries { add(entry.key, spec, call) }
    }
  }

  private mutating func add(_ value: PythonValue, _ spec: EventSpec, _ call: PythonCall) {
    switch value {
    case .text(let text): ends.add(text.text, spec.technology, spec.end, path: path, line: call.line)
    // Something else is published than a channel's message when a class or a number stands in its place.
    case .dictionary, .function, .list, .file: break
    case .call, .name, .attribute, .unknown:
      guard spec.technology != "websocket" else { return }
      ends.add(Hole.text, spec.technology, spec.end, path: path, line: call.line)
    }
  }

  // MARK: SQL

  /// Calls that send a text of SQL to a database.
  private static let executing: Set<Substring> = [
    "execute", "executemany", "exec", "exec_driver_sql", "executescript", "fetch", "fetchval", "fetchrow", "fetch_all",
    "fetch_one", "fetch_val", "scalar", "scalars", "run", "query", "raw", "execute_query", "execute_async",
    "execute_query_one_async", "execute_query_async", "run_sync", "select", "sql", "send",
  ]

  private mutating func readSQL(_ call: PythonCall) {
    guard PythonEventReader.executing.contains(call.method) else { return }
    for value in call.arguments + Array(call.keywords.values) {
      for element in value.elements { if let text = element.text { readSQL(text, call) } }
    }
  }

  private mutating func readSQL(_ text: SQLText, _ call: PythonCall) {
    let found = NotifyStatements(text)
    for end in found.ends {
      let channel = end.parameter.map { argument($0, of: call) ?? Hole.text } ?? end.channel
      ends.add(channel, "postgresql", end.end, path: path, line: text.line(at: end.offset))
    }
  }

  /// What is passed for a parameter of a query.
  private func argument(_ parameter: NotifyStatements.Parameter, of call: PythonCall) -> String? {
    switch parameter {
    case .named(let name):
      if let value = call.keywords[name]?.text { return value.text }
      for value in call.arguments + Array(call.keywords.values) {
        guard case .dictionary(let entries) = value else { continue }
        if let entry = entries.first(where: { $0.key.text?.text == name }) { return entry.value.text?.text }
      }
      return nil
    case .number(let number):
      if case .list(let values) = call.argument(1) {
        return values.indices.contains(number) ? values[number].text?.text : nil
      }
      return call.argument(number + 1).text?.text
    }
  }
}

extension PythonEvaluation {
  /// Runs a function's body so that what it assigns to `self` stays known.
  mutating func enter(_ function: Int) {
    let statement = source.statements[function]
    let outside = names
    bindParameters(of: statement, [], [:])
    run(source.body(of: statement))
    let own = names.filter { $0.key.hasPrefix("self.") }
    names = outside.merging(own) { $1 }
  }

  /// The path under which a web framework serves a function, by its decorators.
  mutating func route(of function: Int) -> String? {
    var index = function - 1
    while index >= 0, source.statements[index].kind == .at {
      let decorator = source.statements[index]
      let value = evaluate(decorator.first + 1..<decorator.end)
      if let call = value.call, let text = call.arguments.first?.text?.text ?? call.keywords["path"]?.text?.text,
        text.hasPrefix("/")
      {
        return text
      }
      index -= 1
    }
    return source.definedName(source.statements[function]).map { source.word($0) }
  }
}
