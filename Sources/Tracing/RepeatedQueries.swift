import Matching
import SourceScan
import Vocabulary

/// A query that a call certainly leads to, and what it asks.
private struct AskedQuery {
  var function: Int
  var operation: ReachedOperation
  /// What each parameter that the query depends on has got, in the order of the parameters.
  var asks: [String]
  var steps: [CallStep]
  var isGuess: Bool
}

/// What a parameter has got where no code says it; the signs stand in no code.
private enum Handed {
  static let nothing = "⟨nothing⟩"
  static let unknown = "⟨unknown⟩"
  static let connection = "⟨connection⟩"
}

extension TracePlan {
  /// Of calls that lead to a query, in the order of the text, those beside which the same function makes another one
  /// that may lead to the same.
  ///
  /// - Parameter ends: what a function may lead to.
  static func pairs<End: Hashable>(
    _ origins: [Reference], _ graph: CallGraph, ends: (Int) -> Set<End>
  ) -> [Reference] {
    var known: [Int: Set<End>] = [:]
    var found: [Reference] = []
    var first = origins.startIndex
    while first < origins.endIndex {
      let home = graph.files[Int(origins[first].file)]
      let calls = home.calls(of: home.function(around: origins[first].number))
      var own: [(call: Reference, branches: ScopeSet, ends: Set<End>)] = []
      var next = first
      while next < origins.endIndex, origins[next].file == origins[first].file,
        calls.contains(origins[next].number)
      {
        let call = graph.call(origins[next])
        if !call.isGuess {
          let ends = known[call.function] ?? ends(call.function)
          known[call.function] = ends
          own.append((origins[next], call.place.scopes.intersection(ReachQuery.branches), ends))
        }
        next += 1
      }
      var isPaired = [Bool](repeating: false, count: own.count)
      for later in own.indices {
        // What stands in a branch has not been done behind it.
        for earlier in 0..<later
        where !(isPaired[later] && isPaired[earlier]) && own[later].branches.isSuperset(of: own[earlier].branches)
          && !own[earlier].ends.isDisjoint(with: own[later].ends)
        {
          isPaired[earlier] = true
          isPaired[later] = true
        }
      }
      for (entry, isPaired) in zip(own, isPaired) where isPaired { found.append(entry.call) }
      first = max(next, first + 1)
    }
    return found
  }

  /// The functions that may do what a query asks for when one is called.
  static func ends(
    _ function: Int, _ query: ReachQuery, _ number: Int, _ graph: CallGraph, _ distances: [UInt8]
  ) -> Set<Int> {
    var seen: Set<Int> = [function]
    var level = [function]
    for depth in 1..<max(2, query.depth) {
      var next: [Int] = []
      for function in level {
        for step in TracePlan.steps(from: function, query, graph, distances)
        where Int(distances[step.target]) <= query.depth - depth && seen.insert(step.target).inserted {
          next.append(step.target)
        }
      }
      level = next
    }
    return seen.filter { graph.performs($0, number) }
  }
}

extension CallPaths {
  /// The calls of a query, beside which the same function makes another one that certainly leads to the same.
  static func pairs(_ number: Int, _ plan: TracePlan, _ facts: [Int: FunctionFacts]) -> [Reference] {
    TracePlan.pairs(plan.origins[number], plan.graph) { start in
      var ends: Set<Reference> = []
      var seen: Set<Int> = [start]
      var level = [start]
      for _ in 1...plan.queries[number].depth {
        var next: [Int] = []
        for function in level {
          for operation in facts[function]?.operations ?? []
          where operation.isCertain && operation.parameters != 0 && operation.proof.guessedFramework == nil {
            ends.insert(Reference(file: Int32(function), number: Int32(operation.token)))
          }
          for step in facts[function]?.steps ?? []
          where !step.forms.isOpen && seen.insert(step.target).inserted {
            next.append(step.target)
          }
        }
        level = next
      }
      return ends
    }
  }

  /// The calls of a file that lead to a query which an earlier call of the same function has led to already, with the
  /// same on all that it depends on.
  func repeated(_ calls: [Int32], _ number: Int, in file: Int, _ reader: inout FunctionReader) -> [RuleMatch] {
    let home = plan.graph.files[file]
    var found: [RuleMatch] = []
    for function in home.functions.indices {
      let range = home.calls(of: Int32(truncatingIfNeeded: function))
      let own = calls.filter { range.contains($0) }.sorted()
      guard own.count > 1 else { continue }
      var before: [(call: UInt32, asked: [AskedQuery])] = []
      for index in own {
        let call = home.calls[Int(index)]
        let scope = reader.file.outline.function(around: reader.file.outline.scope(at: call.token))
        let asked = asked(by: index, number, in: file, scope, reader)
        defer { before.append((call.token, asked)) }
        let again = asked.first { new in
          before.contains { entry in
            reader.mayPrecede(entry.call, call.token, in: scope)
              && entry.asked.contains {
                $0.function == new.function && $0.operation.token == new.operation.token && $0.asks == new.asks
              }
          }
        }
        guard let again, let site = reader.callSite(plan.queries[number], at: call.token) else { continue }
        let end = plan.graph.reference(again.function)
        let last = CallStep(
          path: plan.paths[Int(end.file)], line: again.operation.line, function: again.operation.name)
        var match = reader.match(
          plan.queries[number], site, reached: again.operation, trace: again.steps + [last])
        match.confidence = min(match.confidence ?? .high, again.isGuess ? .low : .medium)
        found.append(match)
      }
    }
    return found
  }

  /// What a call certainly asks, whatever it hands over.
  private func asked(
    by call: Int32, _ number: Int, in file: Int, _ scope: Int, _ reader: FunctionReader
  ) -> [AskedQuery] {
    let call = plan.graph.files[file].calls[Int(call)]
    let forms = reader.forms(ofCallAt: call.token, in: scope, parameters: nil)
    guard !forms.isOpen else { return [] }
    var answer = Answer()
    ask(
      call.function, got(forms.forms, by: call.function, [:]), number, depth: 1, [], isGuess: call.isGuess,
      &answer)
    return answer.found
  }

  /// What a call asks, as far as it was followed.
  private struct Answer {
    var found: [AskedQuery] = []
    /// Calls that may still be followed: helpers that call many others, which do so too, lead to more than anybody
    /// would read.
    var patience = 500

    static let limit = 32
  }

  private func ask(
    _ function: Int, _ got: [Int: String], _ number: Int, depth: Int, _ steps: [CallStep], isGuess: Bool,
    _ answer: inout Answer
  ) {
    guard let facts = facts[number][function], answer.found.count < Answer.limit, answer.patience > 0 else { return }
    answer.patience -= 1
    let parameters = Array(plan.graph.parameterNames(of: function))
    func isLeftOut(_ mask: UInt64) -> Bool {
      parameters.indices.prefix(64).allSatisfy { mask & (1 << UInt64($0)) == 0 || got[$0] == nil || got[$0] == "None" }
    }
    // What only a name tells of may be no query at all, and then both calls are wrong.
    for operation in facts.operations
    where operation.isCertain && operation.proof.guessedFramework == nil && isLeftOut(operation.absent) {
      let asks = parameters.indices.prefix(64).filter { operation.parameters & (1 << UInt64($0)) != 0 }.map {
        got[$0].flatMap { $0 == Handed.connection ? nil : $0 } ?? Handed.nothing
      }
      // What nobody hands over is the same for everybody, but so is a table that is read as a whole.
      guard !asks.isEmpty, !asks.contains(Handed.unknown), asks.contains(where: { $0 != Handed.nothing }) else {
        continue
      }
      answer.found.append(
        AskedQuery(function: function, operation: operation, asks: asks, steps: steps, isGuess: isGuess))
    }
    guard depth < plan.queries[number].depth else { return }
    for step in facts.steps where isLeftOut(step.absent) && !step.forms.isOpen {
      ask(
        step.target, self.got(step.forms.forms, by: step.target, got), number, depth: depth + 1,
        steps + [step.place], isGuess: isGuess || step.isGuess, &answer)
    }
  }

  /// What the parameters of a function get from a call, by number; those that get nothing are not among them.
  private func got(_ forms: [ArgumentForm], by function: Int, _ outer: [Int: String]) -> [Int: String] {
    let parameters = Array(plan.graph.parameterNames(of: function))
    var got: [Int: String] = [:]
    for form in forms {
      let bit = plan.graph.parameters(form.slot, of: function)
      guard bit != 0 else { continue }
      var text: String? = ""
      for piece in form.pieces ?? [] {
        switch piece {
        case .text(let part): text? += part + " "
        case .connection: text? += Handed.connection + " "
        case .parameter(let number):
          // Handed on as it is: what was left out is left out here, too.
          if form.pieces?.count == 1, outer[number] == nil {
            text = nil
          } else {
            text? += (outer[number] ?? Handed.nothing) + " "
          }
        }
      }
      guard let text else { continue }
      var whole = form.pieces == nil || text.contains(Handed.unknown) ? Handed.unknown : String(text.dropLast())
      let parameter = bit.trailingZeroBitCount
      // What `**options` takes is told apart by its keywords.
      if case .keyword(let name) = form.slot, name != parameters[parameter], whole != Handed.unknown {
        whole = "\(name) = \(whole)"
      }
      // `*rest` and `**options` take several.
      if let known = got[parameter] {
        whole = [known, whole].contains(Handed.unknown) ? Handed.unknown : known + ", " + whole
      }
      got[parameter] = whole
    }
    return got
  }
}
