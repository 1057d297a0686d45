package import Matching
import SourceScan
package import Vocabulary
import Workers

/// Follows the calls of a project for the rules that ask what they lead to.
///
/// It goes in three steps, so that few files are read twice: every file leaves a summary when it is matched; from all
/// summaries a plan says which functions might lie on a way that a rule asks for; those are read again for what they
/// do and hand on, and last the files in which a way begins, for whether the rule holds there.
package struct Tracer: Sendable {
  private let library: CompiledLibrary
  private let queries: [ReachQuery]
  private let words: TracingWords
  private let names: ProjectNames?

  /// `nil` when no rule of the library asks what calls lead to and nobody wants to know who calls whom.
  ///
  /// - Parameters:
  ///   - rule: the number of the only rule that matters; all of them unless given.
  ///   - paths: of all files that will be summarized, where they are known: calls that lead elsewhere are not kept then.
  ///   - callers: who calls whom is wanted, whatever the rules ask.
  package init?(
    _ library: CompiledLibrary, _ language: Language, rule: Int? = nil, paths: [String]? = nil, callers: Bool = false
  ) {
    let queries = library.reaches.filter { rule == nil || $0.rule == rule }
    guard !queries.isEmpty || callers else { return nil }
    self.library = library
    self.queries = queries
    words = TracingWords(language)
    names = paths.map { ProjectNames($0) }
  }

  package func summarize(_ matched: MatchedFile) -> FileSummary {
    Summarizer.summarize(matched, library, queries, words, names)
  }

  /// - Parameters:
  ///   - paths: of the files that were summarized, relative to the audited root.
  ///   - jobs: threads; the plan is the same for any number.
  package func plan(_ summaries: consuming [FileSummary], paths: [String], jobs: Int = 1) -> TracePlan {
    let graph = CallGraph(summaries, paths: paths, queries: queries.count, jobs: jobs)
    return TracePlan(library, queries, graph, paths, jobs: jobs)
  }

  /// What the rules say of some files that are in hand together, file by file.
  ///
  /// - Parameters:
  ///   - late: by file, the rules that may hold there and take all files to tell.
  ///   - facts: what is known of models and tables, where a rule asks for it.
  package func matches(
    in files: [MatchedFile], late: [Set<Int>], facts: ProjectFacts? = nil
  ) -> [[RuleMatch]] {
    let plan = plan(files.map { summarize($0) }, paths: files.map(\.file.text.path))
    let paths = CallPaths(plan, plan.files.flatMap { plan.facts(in: $0, files[$0], facts).found })
    return files.indices.map { number in
      let answers = plan.answers(in: number, files[number], facts)
      return paths.matches(in: number, files[number], facts).matches
        + library.lateMatches(of: late[number], in: files[number], project: answers).matches
    }
  }
}

/// The functions that must be read again.
package struct TracePlan: Sendable {
  let library: CompiledLibrary
  let queries: [ReachQuery]
  let graph: CallGraph
  let paths: [String]
  /// By query: the calls at which a way may begin, by file and number.
  private(set) var origins: [[Reference]]
  /// By file: the functions on the ways, by number, and the query that asks.
  private var work: [Int: [(query: Int, function: Int32)]]
  private let distances: [[UInt8]]

  /// - Parameter jobs: threads.
  init(
    _ library: CompiledLibrary, _ queries: [ReachQuery], _ graph: CallGraph, _ paths: [String], jobs: Int
  ) {
    self.library = library
    self.queries = queries
    self.graph = graph
    self.paths = paths
    let ways = concurrently(queries.count, jobs: jobs) { TracePlan.ways(of: queries[$0], $0, graph) }
    origins = ways.map(\.begins)
    distances = ways.map(\.distances)
    var work: [Int: [(query: Int, function: Int32)]] = [:]
    for (number, entry) in ways.enumerated() {
      for function in entry.functions {
        let reference = graph.reference(function)
        work[Int(reference.file), default: []].append((number, reference.number))
      }
    }
    self.work = work
  }

  /// Where ways to what a query asks for may begin, which functions lie on them, and how far those are from it.
  private static func ways(
    of query: ReachQuery, _ number: Int, _ graph: CallGraph
  ) -> (begins: [Reference], functions: [Int], distances: [UInt8]) {
    let distances = graph.distances(query, number)
    // What conditions ask for begins wherever a rule looks.
    if query.asked != nil { return ([], [], distances) }
    if let callee = query.callee { return (TracePlan.calls(of: callee, query, graph), [], distances) }
    var begins = TracePlan.origins(of: query, graph, distances)
    if query.asksAgain {
      begins = TracePlan.pairs(begins, graph) { TracePlan.ends($0, query, number, graph, distances) }
    }
    return (begins, TracePlan.functions(behind: begins, query, graph, distances), distances)
  }

  /// Whether what a call hands over keeps the function that it runs from doing what a query asks for.
  func shuts(_ call: Int32, _ query: Int, in file: Int, _ reader: FunctionReader) -> Bool {
    let call = graph.files[file].calls[Int(call)]
    let switches = graph.switches(of: call.function, for: query)
    if switches.isEmpty { return false }
    let function = graph.function(graph.reference(call.function))
    let names = graph.parameterNames(of: call.function)
    return switches.contains { decider in
      reader.shuts(
        decider, callAt: call.token, name: names[names.startIndex + decider.parameter],
        isMethod: function.flags.contains(.isMethod))
    }
  }

  /// What conditions of rules ask about the calls of a file.
  ///
  /// - Parameter known: what is known of models and tables, where a rule asks for it.
  package func answers(in file: Int, _ matched: MatchedFile, _ known: ProjectFacts? = nil) -> ProjectAnswers {
    let reader = FunctionReader(matched, library)
    var leads: [[ProjectAnswers.Lead]] = []
    for (number, query) in queries.enumerated() {
      guard let asked = query.asked else { continue }
      while leads.count <= asked { leads.append([]) }
      for (index, call) in graph.files[file].calls.enumerated() {
        guard distances[number][call.function] > 0,
          graph.runs(call, graph.function(graph.reference(call.function)), for: query),
          !shuts(Int32(truncatingIfNeeded: index), number, in: file, reader)
        else { continue }
        leads[asked].append(ProjectAnswers.Lead(name: call.token, isGuess: call.isGuess))
      }
      leads[asked].sort { $0.name < $1.name }
    }
    var answers = ProjectAnswers(leads: leads, facts: known)
    guard let known else { return answers }
    for (index, call) in graph.files[file].calls.enumerated() {
      let type = graph.returnedClass(Int32(truncatingIfNeeded: index), in: Int32(truncatingIfNeeded: file))
      if type != 0, let name = known.modelName(hash: type) { answers.returned[call.token] = name }
      if let name = givenModel(by: index, in: file, known) { answers.givenRows[call.token] = name }
    }
    return answers
  }

  /// The class of the rows that a call gives, by the name in it.
  package func givenModel(by name: UInt32, in file: Int, _ known: ProjectFacts) -> String? {
    graph.files[file].calls.firstIndex { $0.token == name }.flatMap { givenModel(by: $0, in: file, known) }
  }

  private func givenModel(by call: Int, in file: Int, _ known: ProjectFacts) -> String? {
    let rows = graph.givenRows(Int32(truncatingIfNeeded: call), in: Int32(truncatingIfNeeded: file))
    return rows == 0 ? nil : known.modelName(hash: rows)
  }

  package var functionCount: Int { graph.functionCount }

  /// The number of a file's first function; the others follow in the order of their text.
  package func firstFunction(of file: Int) -> Int { graph.firstFunction(of: file) }

  /// The statements of the headers of a file's functions.
  package func functionStatements(of file: Int) -> [Int32] { graph.files[file].functions.map(\.statement) }

  /// The functions that call one; those of which only the name says so among them.
  package func callers(of function: Int) -> [Int] { graph.callers(of: function) }

  /// The functions that one certainly calls.
  package func callees(of function: Int) -> [Int] {
    graph.calls(in: graph.reference(function)).compactMap { $0.isGuess || $0.place.isRead ? nil : $0.function }
  }

  /// Leaves out rules that cannot hold anywhere.
  package mutating func drop(_ rules: Set<Int>) {
    guard !rules.isEmpty else { return }
    for (number, query) in queries.enumerated() where rules.contains(query.rule) { origins[number] = [] }
    for (file, entries) in work {
      let left = entries.filter { !rules.contains(queries[$0.query].rule) }
      work[file] = left.isEmpty ? nil : left
    }
  }

  /// How many calls of one function, or of one file, are looked at for a query: what stands around each is gone through,
  /// and nobody writes as many.
  static let mostCalls = 2_000

  /// The files to read for `facts`, in order.
  package var files: [Int] { work.keys.sorted() }

  /// What the rules for which a way may begin somewhere must know of models and tables.
  package var needs: ProjectFacts.Needs {
    zip(queries, origins).reduce(into: []) { needs, entry in
      if !entry.1.isEmpty { needs.formUnion(library.rules[entry.0.rule].needs) }
    }
  }

  /// The calls at which a way may begin, in the order of their text.
  private static func origins(of query: ReachQuery, _ graph: CallGraph, _ distances: [UInt8]) -> [Reference] {
    var found: [Reference] = []
    for function in distances.indices where distances[function] > 0 {
      let callee = graph.function(graph.reference(function))
      if isOnlyOnce(callee, query) { continue }
      // A function that walks a tree asks for each branch; that it calls itself says nothing else of it.
      let mayRepeat = query.asksLoop && distances[function] == 1
      for (caller, reference) in graph.calls(of: function) where caller != function || mayRepeat {
        let call = graph.call(reference)
        guard query.mayStand(within: call.place.scopes), graph.runs(call, callee, for: query) else { continue }
        found.append(reference)
      }
    }
    return found.sorted()
  }

  /// Whether a function runs once for each object, where a rule asks for what each turn of a loop does, whatever the
  /// object is.
  private static func isOnlyOnce(_ function: FunctionSummary, _ query: ReachQuery) -> Bool {
    function.flags.contains(.isKept) && !query.asksParameter && query.asksLoop
  }

  /// The functions on the ways from some calls, in order.
  private static func functions(
    behind origins: [Reference], _ query: ReachQuery, _ graph: CallGraph, _ distances: [UInt8]
  ) -> [Int] {
    var seen: Set<Int> = []
    var level: [Int] = []
    for origin in origins {
      let function = graph.call(origin).function
      if seen.insert(function).inserted { level.append(function) }
    }
    var depth = 1
    while !level.isEmpty, depth < query.depth {
      var next: [Int] = []
      for function in level {
        for step in TracePlan.steps(from: function, query, graph, distances)
        where Int(distances[step.target]) <= query.depth - depth && seen.insert(step.target).inserted {
          next.append(step.target)
        }
      }
      level = next
      depth += 1
    }
    return seen.sorted()
  }

  /// The calls of a function that lie on ways.
  static func steps(
    from function: Int, _ query: ReachQuery, _ graph: CallGraph, _ distances: [UInt8]
  ) -> [(call: Int32, target: Int, isGuess: Bool)] {
    let home = graph.reference(function)
    let file = graph.files[Int(home.file)]
    return file.calls(of: home.number).compactMap { index in
      let call = file.calls[Int(index)]
      guard distances[call.function] > 0, call.function != function,
        !call.place.scopes.overlaps(query.notOnTheWay),
        !query.asksAgain || (!call.isGuess && !call.place.scopes.overlaps(ReachQuery.alternatives)),
        graph.runs(call, graph.function(graph.reference(call.function)), for: query)
      else { return nil }
      return (index, call.function, call.isGuess)
    }
  }

  /// What the functions of a file do and hand on.
  package func facts(
    in file: Int, _ matched: MatchedFile, _ known: ProjectFacts? = nil
  ) -> (found: [FunctionFacts], exhausted: Set<Int>) {
    var reader = FunctionReader(matched, library, project: known.map { ProjectAnswers(facts: $0) })
    let home = graph.files[file]
    var found: [FunctionFacts] = []
    var exhausted: Set<Int> = []
    for (number, local) in work[file] ?? [] {
      let function = home.functions[Int(local)]
      let query = queries[number]
      guard let scope = TracePlan.scope(of: function, in: matched) else { continue }
      let own = graph.number(Reference(file: Int32(truncatingIfNeeded: file), number: local))
      let parameters = Array(graph.parameterNames(of: own))
      var facts = FunctionFacts(query: number, function: own)
      if graph.performs(own, number) {
        facts.operations = reader.operations(query, in: scope, parameters: parameters)
        if reader.hasRunOut { exhausted.insert(query.rule) }
      }
      let steps = TracePlan.steps(from: own, query, graph, distances[number])
      if steps.count > TracePlan.mostCalls { exhausted.insert(query.rule) }
      for step in steps.prefix(TracePlan.mostCalls) {
        let call = home.calls[Int(step.call)]
        let token = call.token
        let certainty = query.asksAgain ? reader.certainty(of: token, in: scope, parameters: parameters) : nil
        if certainty?.isCertain == false || shuts(step.call, number, in: file, reader) { continue }
        let passes = reader.passes(query, callAt: token, in: scope)
        if reader.hasRunOut { exhausted.insert(query.rule) }
        guard passes else { continue }
        let name = reader.name(at: token)
        let plain = reader.plainArguments(ofCallAt: token, in: scope, parameters: parameters)
        let arguments =
          query.asksAgain ? [] : reader.arguments(ofCallAt: token, in: scope, parameters: parameters)
        var step =
          FunctionFacts.Step(
            target: step.target, isGuess: step.isGuess,
            isConditional: call.place.scopes.overlaps(ReachQuery.branches),
            place: CallStep(path: paths[file], line: name.line, function: name.text),
            callee: query.asksRow ? reader.callee(at: token) : "",
            absent: reader.absent(forCallAt: token, in: scope, parameters: parameters),
            given: graph.given(reader.given(ofCallAt: token), of: step.target),
            handed: arguments.compactMap { argument in
              guard argument.parameters != 0 else { return nil }
              let bit = graph.parameters(argument.slot, of: step.target)
              return bit == 0 ? nil : (argument.parameters, bit)
            },
            plain: plain.map { ($0.value, graph.parameters($0.slot, of: step.target)) },
            deciders: reader.deciders(of: token, in: scope, parameters: parameters)
              + deciders(of: step.target, number, among: plain))
        if let certainty {
          step.absent |= certainty.absent
          step.forms = reader.forms(ofCallAt: token, in: scope, parameters: parameters)
        }
        facts.steps.append(step)
      }
      found.append(facts)
    }
    return (found, exhausted)
  }

  /// The parameters of a function that it hands on, and that decide whether the one it calls does what a query asks for.
  private func deciders(
    of target: Int, _ query: Int, among arguments: [PlainArgument]
  ) -> [ParameterSwitch] {
    let switches = graph.switches(of: target, for: query)
    if switches.isEmpty { return [] }
    return arguments.compactMap { argument in
      guard case .parameter(let number, let byDefault) = argument.value else { return nil }
      let taken = graph.parameters(argument.slot, of: target)
      let decider = switches.first { decider in
        if let keyword = decider.keyword { return argument.slot == .keyword(keyword) }
        return decider.parameter < 64 && taken == 1 << UInt64(decider.parameter)
      }
      return decider.map { ParameterSwitch(parameter: number, opens: $0.opens, byDefault: byDefault) }
    }
  }

  /// The scope of a function in its file, which may have changed since it was summarized.
  private static func scope(of function: FunctionSummary, in matched: MatchedFile) -> Int? {
    let outline = matched.file.outline
    guard Int(function.statement) < outline.statements.count else { return nil }
    let statement = outline.statements[Int(function.statement)]
    guard statement.kind == .def, statement.body >= 0 else { return nil }
    let name = Int(statement.first) + (statement.isAsync ? 2 : 1)
    guard name < matched.file.stream.tokens.count, matched.file.stream.tokens[name].payload == function.name else {
      return nil
    }
    return Int(statement.body)
  }
}

/// What a function on a way does, for one query.
package struct FunctionFacts: Sendable {
  struct Step: Sendable {
    var target: Int
    var isGuess: Bool
    var isConditional: Bool
    var place: CallStep
    /// What is called, written out, where the rule asks for rows.
    var callee: String
    /// The parameters of this function without which the call runs, one bit each, and those of the one that is called
    /// which it is given.
    var absent: UInt64
    var given: UInt64
    /// Which parameters of this function go into which of the one that is called, one bit each.
    var handed: [(from: UInt64, to: UInt64)]
    /// What the parameters of the one that is called are plainly, one bit each.
    var plain: [(value: PlainArgument.Value, to: UInt64)] = []
    /// The parameters of this function that decide whether the call runs, and whether the one that is called does what is
    /// asked for.
    var deciders: [ParameterSwitch] = []
    /// How its arguments are written, where the rule asks for calls that ask again; the call is then made whenever the
    /// function is run without the parameters that are left out.
    var forms: (forms: [ArgumentForm], isOpen: Bool) = ([], true)
  }

  var query: Int
  var function: Int
  var operations: [ReachedOperation] = []
  var steps: [Step] = []
}

extension CallGraph {
  /// The parameters of a function that take something, as bits; all of them where what is given cannot be seen.
  func given(_ slots: [PassedArgument.Slot]?, of number: Int) -> UInt64 {
    slots?.reduce(0) { $0 | parameters($1, of: number) } ?? .max
  }

  /// The parameter of a function that takes an argument, as a bit; 0 when none does. Keywords that are not written may
  /// be those of any.
  func parameters(_ slot: PassedArgument.Slot, of number: Int) -> UInt64 {
    let function = function(reference(number))
    let isMethod = function.flags.contains(.isMethod)
    let names = parameterNames(of: number)
    let count = min(64, names.count)
    let index: Int
    switch slot {
    case .receiver: index = isMethod ? 0 : -1
    case .position(let position):
      let own = position + (isMethod ? 1 : 0)
      index = function.rest >= 0 ? min(own, Int(function.rest)) : own
    case .keyword(let name):
      index = names.firstIndex(of: name).map { $0 - names.startIndex } ?? Int(function.options)
    case .keywords:
      if function.options < 0 { return (isMethod ? ~1 : ~0) & ((count < 64 ? 1 << UInt64(count) : 0) &- 1) }
      index = Int(function.options)
    }
    return (0..<count).contains(index) ? 1 << UInt64(index) : 0
  }
}
