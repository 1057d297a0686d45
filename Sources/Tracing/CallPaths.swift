package import Matching
import SourceScan
import Vocabulary

/// The ways through a project that lead to what rules ask for: what single functions do and hand on, put together.
package struct CallPaths: Sendable {
  let plan: TracePlan
  /// By query and function.
  let facts: [[Int: FunctionFacts]]
  /// By file: the calls from which a way leads on, by query.
  private let begins: [Int: [(query: Int, call: Int32)]]

  /// - Parameter facts: of all files of the plan, in any order.
  package init(_ plan: TracePlan, _ facts: [FunctionFacts]) {
    self.plan = plan
    var known = [[Int: FunctionFacts]](repeating: [:], count: plan.queries.count)
    for entry in facts { known[entry.query][entry.function] = entry }
    self.facts = known
    var begins: [Int: [(query: Int, call: Int32)]] = [:]
    for (number, query) in plan.queries.enumerated() {
      if query.asksAgain {
        for origin in CallPaths.pairs(number, plan, known[number]) {
          begins[Int(origin.file), default: []].append((number, origin.number))
        }
        continue
      }
      var reaching: [Int: Bool] = [:]
      for origin in plan.origins[number] {
        let function = plan.graph.call(origin).function
        let leads: Bool
        if query.callee != nil {
          leads = true
        } else if let answer = reaching[function] {
          leads = answer
        } else {
          // Whatever is handed over: what it is will be known when the call's file is read.
          leads = CallPaths.way(from: function, .max, KnownParameters(), query, known[number]) != nil
          reaching[function] = leads
        }
        if leads { begins[Int(origin.file), default: []].append((number, origin.number)) }
      }
    }
    self.begins = begins
  }

  /// The files to read for `matches`, in order.
  package var files: [Int] { begins.keys.sorted() }

  /// What rules say of the calls in a file, in text order, and the rules that ran out of time there.
  ///
  /// - Parameter known: what is known of models and tables, where a rule asks for it.
  package func matches(
    in file: Int, _ matched: MatchedFile, _ known: ProjectFacts? = nil
  ) -> (matches: [RuleMatch], exhausted: Set<Int>) {
    let asksProject = (begins[file] ?? []).contains { plan.library.rules[plan.queries[$0.query].rule].isLate }
    var reader = FunctionReader(
      matched, plan.library, project: asksProject ? plan.answers(in: file, matched, known) : nil)
    var found: [RuleMatch] = []
    var exhausted: Set<Int> = []
    var taken: Set<Reference> = []
    let tokens = matched.file.stream.tokens
    var counts: [Int: Int] = [:]
    for (number, index) in begins[file] ?? [] {
      let query = plan.queries[number]
      counts[number, default: 0] += 1
      if counts[number]! > TracePlan.mostCalls {
        exhausted.insert(query.rule)
        continue
      }
      let call = plan.graph.files[file].calls[Int(index)]
      // The first alternative that holds at a place wins.
      let place = Reference(file: Int32(truncatingIfNeeded: query.rule), number: index)
      if query.asksAgain { continue }
      guard !taken.contains(place), Int(call.token) < tokens.count, tokens[Int(call.token)].payload == call.name
      else { continue }
      if plan.shuts(index, number, in: file, reader) { continue }
      if query.asksCallers, !query.admits(callers: plan.graph.callerCount(of: call.function)) { continue }
      let site = reader.callSite(query, at: call.token)
      if reader.hasRunOut { exhausted.insert(query.rule) }
      guard let site else { continue }
      if query.callee != nil {
        taken.insert(place)
        found.append(reader.match(query, site, reached: nil, trace: []))
        continue
      }
      guard let way = way(number, from: call.function, site, calledAt: call.token, reader, file) else {
        continue
      }
      taken.insert(place)
      let end = plan.graph.reference(way.function)
      let last = CallStep(
        path: plan.paths[Int(end.file)], line: way.operation.line, function: way.operation.name)
      var match = reader.match(query, site, reached: way.operation, trace: way.steps + [last])
      match.confidence = min(match.confidence ?? .high, CallPaths.limit(way, isGuess: call.isGuess))
      found.append(match)
    }
    for (number, query) in plan.queries.enumerated() where query.asksAgain {
      let calls = (begins[file] ?? []).filter { $0.query == number }.map(\.call)
      found += repeated(Array(calls.prefix(TracePlan.mostCalls)), number, in: file, &reader)
      if reader.hasRunOut || calls.count > TracePlan.mostCalls { exhausted.insert(query.rule) }
    }
    return (found.sorted { ($0.start, $0.end, $0.rule) < ($1.start, $1.end, $1.rule) }, exhausted)
  }

  /// A way on which what the call hands over decides what is done at its end.
  private func way(
    _ number: Int, from function: Int, _ site: CallSite, calledAt name: UInt32, _ reader: FunctionReader, _ file: Int
  ) -> Way? {
    let query = plan.queries[number]
    let given = plan.graph.given(reader.given(ofCallAt: name), of: function)
    var known = KnownParameters(given: given)
    for argument in reader.plainArguments(ofCallAt: name, in: -1, parameters: []) {
      known.add(argument.value, to: plan.graph.parameters(argument.slot, of: function))
    }
    guard query.asksRow else {
      let passed = site.passed.reduce(into: UInt64(0)) { $0 |= plan.graph.parameters($1, of: function) }
      return CallPaths.way(from: function, passed, known, query, facts[number])
    }
    for (slot, row) in zip(site.passed, site.rows) {
      let passed = plan.graph.parameters(slot, of: function)
      guard let way = CallPaths.way(from: function, passed, known, query, facts[number]),
        loads(row, again: way, calledAt: name, number, reader, file)
      else { continue }
      return way
    }
    return nil
  }

  /// Whether the operation at the end of a way reads what a row was read from before.
  private func loads(
    _ row: LoadedRow, again way: Way, calledAt name: UInt32, _ number: Int, _ reader: FunctionReader, _ file: Int
  ) -> Bool {
    guard row.names(way.operation.model) else { return false }
    if let model = row.model, model == way.operation.model { return true }
    let home = Int32(truncatingIfNeeded: file)
    let calls = plan.graph.files[file].calls
    for token in row.calls {
      guard let index = calls.firstIndex(where: { $0.token == token }) else { continue }
      let function = calls[index].function
      // By the key itself, the class alone proves nothing: the first one must have looked the key up, too.
      if let model = way.operation.model, row.slot == nil {
        let returned = plan.graph.returnedClass(Int32(truncatingIfNeeded: index), in: home)
        if returned == nameHash(model) { return true }
      }
      let handed = row.slot.map { plan.graph.parameters($0, of: function) } ?? .max
      // The first one may have been found by another alternative of the rule.
      for other in plan.queries.indices where plan.queries[other].rule == plan.queries[number].rule {
        guard plan.queries[other].asksRow,
          let first = CallPaths.way(from: function, handed, KnownParameters(), plan.queries[other], facts[other])
        else { continue }
        if let model = way.operation.model {
          if first.operation.model == model { return true }
          continue
        }
        // A repository that serves several classes: it must be called by the same name.
        if first.function == way.function, first.operation.token == way.operation.token,
          first.lastCallee ?? reader.callee(at: token) == way.lastCallee ?? reader.callee(at: name)
        {
          return true
        }
      }
    }
    return false
  }

  /// The more functions lie between, the more may have been misread, and behind two branches most calls lead elsewhere;
  /// a name alone proves little.
  private static func limit(_ way: Way, isGuess: Bool) -> Confidence {
    let branches = way.branches + (way.operation.isConditional ? 1 : 0)
    if isGuess || way.isGuess || branches > 1 { return .low }
    return way.steps.isEmpty && branches == 0 ? .high : .medium
  }

  /// One way from a function to an operation.
  private struct Way {
    var function: Int
    var passed: UInt64
    /// The calls behind the first one.
    var steps: [CallStep] = []
    /// What the last of them calls, written out; `nil` when there is none.
    var lastCallee: String?
    var isGuess = false
    /// Of the steps, those that stand in a branch.
    var branches = 0
    var operation: ReachedOperation
  }

  /// The shortest way from a function whose parameters took something to an operation that depends on it; of equally
  /// short ones the surest, and then the first in the text.
  private static func way(
    from start: Int, _ passed: UInt64, _ known: KnownParameters, _ query: ReachQuery, _ facts: [Int: FunctionFacts]
  ) -> Way? {
    struct State: Hashable {
      var function: Int
      var passed: UInt64
      var known: KnownParameters
    }
    let first = State(function: start, passed: passed, known: known)
    var seen: Set<State> = [first]
    typealias Entry = (state: State, steps: [CallStep], callee: String?, isGuess: Bool, branches: Int)
    var level: [Entry] = [(first, [], nil, false, 0)]
    for depth in 1...query.depth {
      var best: Way?
      for entry in level {
        for operation in facts[entry.state.function]?.operations ?? []
        where entry.state.known.mayHold(without: operation.absent, operation.deciders)
          && (!query.asksParameter || operation.parameters & entry.state.passed != 0)
        {
          let way = Way(
            function: entry.state.function, passed: entry.state.passed, steps: entry.steps,
            lastCallee: entry.callee, isGuess: entry.isGuess, branches: entry.branches, operation: operation)
          if best == nil || rank(way) < rank(best!) { best = way }
        }
      }
      if let best { return best }
      guard depth < query.depth else { return nil }
      var next: [Entry] = []
      for entry in level {
        for step in facts[entry.state.function]?.steps ?? []
        where entry.state.known.mayHold(without: step.absent, step.deciders) {
          var handed: UInt64 = 0
          for pair in step.handed where pair.from & entry.state.passed != 0 { handed |= pair.to }
          if query.asksParameter, handed == 0 { continue }
          let state = State(
            function: step.target, passed: query.asksParameter ? handed : .max,
            known: entry.state.known.handedOn(by: step))
          guard seen.insert(state).inserted else { continue }
          next.append(
            (
              state, entry.steps + [step.place], step.callee, entry.isGuess || step.isGuess,
              entry.branches + (step.isConditional ? 1 : 0)
            ))
        }
      }
      level = next
    }
    return nil
  }

  private static func rank(_ way: Way) -> Int {
    (way.isGuess ? 16 : 0) + (way.branches + (way.operation.isConditional ? 1 : 0)) * 4
      + (way.operation.proof.guessedFramework != nil ? 2 : 0) + (way.operation.proof.isNamed ? 1 : 0)
  }
}
