package import SourceScan
package import Vocabulary

/// An operation that a function performs itself.
package struct ReachedOperation: Sendable {
  package var token: UInt32
  /// From 1.
  package var line: Int
  /// What is called: `session.execute`.
  package var name: String
  /// The parameters it depends on, one bit each.
  package var parameters: UInt64
  /// It stands in a branch, and may not happen.
  package var isConditional: Bool
  /// The parameters without which it happens, one bit each: `rows if rows is not None else load()`.
  package var absent: UInt64 = 0
  /// The parameters that decide whether it happens: `if reload:`.
  package var deciders: [ParameterSwitch] = []
  /// It happens whenever the function is run without those; only worked out where the rule asks for calls that ask again.
  package var isCertain = false
  package var proof: OperationProof
  /// The class that it reads, where the rule asks for that and it is named.
  package var model: String?
}

/// How an operation at the end of a way is known.
package struct OperationProof: Sendable {
  /// By the receiver's name alone.
  package var isNamed: Bool
  /// The framework that nothing in the file speaks for.
  package var guessedFramework: Int?
}

/// An argument of a call, or the receiver, and the parameters of the function around that it depends on.
package struct PassedArgument: Sendable {
  package enum Slot: Sendable, Equatable {
    case receiver
    /// From 0.
    case position(Int)
    /// By the hash of the keyword.
    case keyword(UInt32)
    /// `**options`: by keywords that are not written here.
    case keywords
  }

  package var slot: Slot
  package var parameters: UInt64
}

/// A call that a rule may report, as its file tells.
package struct CallSite: Sendable {
  /// The arguments that depend on what the rule's `uses` and `hands` ask for; all of them where they ask for nothing.
  package var passed: [PassedArgument.Slot]
  /// Of these, where the row comes from that the rule's `hands` speaks of.
  package var rows: [LoadedRow] = []
  /// From 1.
  package var line: Int
  var site: Site
  /// The function, where the site is the call that it is handed to.
  var called: Range<UInt32>?
}

/// Reads single functions of a file again: what they do, what they hand on, and whether a call is one that a rule
/// reports.
package struct FunctionReader {
  private let library: CompiledLibrary
  private let matcher: FileMatcher
  /// Of the function that was asked about last: whether what begins at a token depends on its parameters.
  private var dependent: (function: Int, sites: [UInt32: Bool]) = (-1, [:])

  /// - Parameter project: what is known of the file beyond itself; conditions that ask for it are taken to hold when
  ///   nothing is.
  package init(_ matched: MatchedFile, _ library: CompiledLibrary, project: ProjectAnswers? = nil) {
    self.library = library
    matcher = FileMatcher(matched, library)
    matcher.project = project
  }

  /// From 1.
  private mutating func line(of token: UInt32) -> Int { matcher.lines.line(at: Int(matcher.token(token).start)) + 1 }

  package var file: ScannedFile { matcher.file }

  /// Whether something ran out of time or of steps since the last question: the answer may not be all there is.
  package var hasRunOut: Bool { !matcher.exhausted.isEmpty || matcher.remainingSteps <= 0 }

  /// The name at a token, and its line from 1.
  package mutating func name(at token: UInt32) -> (text: String, line: Int) {
    (matcher.file.text.string(matcher.token(token).range), line(of: token))
  }

  /// The operations that a query asks for and that stand directly in the function of a scope.
  ///
  /// - Parameter parameters: the hashes of their names; the first 64 count.
  package mutating func operations(
    _ query: ReachQuery, in function: Int, parameters: [UInt32]
  ) -> [ReachedOperation] {
    begin()
    return sites(query, in: function).map { site in
      let scope = matcher.file.outline.scope(at: site.first)
      var operation = ReachedOperation(
        token: site.first, line: line(of: site.first), name: matcher.callName(site),
        parameters: dependence(of: matcher.dependentRange(site), before: site.first, in: function, on: parameters),
        isConditional: matcher.file.outline.scopes[scope].within.overlaps(ReachQuery.branches),
        absent: bits(of: gate(of: site, in: function), among: parameters)
          | absent(around: site.first, in: function, parameters: parameters),
        deciders: deciders(of: site.first, in: function, parameters: parameters),
        proof: OperationProof(
          isNamed: site.proof == .named,
          guessedFramework: site.proof == .guessed && site.framework >= 0 ? Int(site.framework) : nil),
        model: query.asksRow ? matcher.className(in: matcher.dependentRange(site)) : nil)
      if query.asksAgain {
        let certainty = certainty(of: site.first, in: function, parameters: parameters)
        operation.isCertain = certainty.isCertain
        operation.absent |= certainty.absent
      }
      return operation
    }
  }

  /// Whether there are any, and the parameters of which each decides whether all of them are done; `nil` when there are
  /// none.
  package mutating func performance(
    of query: ReachQuery, in function: Int, parameters: [UInt32]
  ) -> [ParameterSwitch]? {
    begin()
    if query.asksParameter, parameters.isEmpty { return nil }
    // What a site depends on does not change from query to query, and costs less than a query's conditions.
    let found = sites(query, in: function) { reader, site in
      !query.asksParameter || reader.depends(site, in: function, on: parameters)
    }
    return found.isEmpty ? nil : switches(around: found.map(\.first), in: function, parameters: parameters)
  }

  private mutating func depends(_ site: Site, in function: Int, on parameters: [UInt32]) -> Bool {
    if dependent.function != function { dependent = (function, [:]) }
    if let known = dependent.sites[site.first] { return known }
    let depends = dependence(of: matcher.dependentRange(site), before: site.first, in: function, on: parameters) != 0
    dependent.sites[site.first] = depends
    return depends
  }

  /// Whether the file may have rows of classes that can be told.
  package var mayHaveRows: Bool { matcher.names.possibleRoles.overlaps(library.rowRoles) }

  /// The tokens of the class whose one row an expression gives.
  package mutating func rowClass(of range: Range<UInt32>) -> Range<UInt32>? {
    begin()
    let model = matcher.originOfOne(range).flatMap { $0.path.isEmpty ? $0.model : nil }
    return hasRunOut ? nil : model
  }

  /// The tokens of the class whose rows are gone through.
  package mutating func rowClass(ofElementsOf range: Range<UInt32>) -> Range<UInt32>? {
    begin()
    let model = matcher.origin(of: matcher.iterated(range)).flatMap { $0.path.isEmpty ? $0.model : nil }
    return hasRunOut ? nil : model
  }

  package static let reads: OperationSet = [OperationSet(.query), OperationSet(.fetchById)]

  /// Hash of the only class whose rows a function's queries give back; 0 for none.
  package mutating func returnedClass(in function: Int) -> UInt32 {
    begin()
    var found: String?
    for value in matcher.returnedValues(of: function) where !value.isEmpty {
      if value.count == 1, matcher.token(value.lowerBound).symbol == .noneWord { continue }
      guard let model = matcher.returnedModel(value), found == nil || found == model else { return 0 }
      found = model
    }
    return found.map { nameHash($0) } ?? 0
  }

  /// Hash of the only class whose rows every `return` of a function gives, with nothing loaded along; 0 for none.
  package mutating func plainRows(in function: Int) -> UInt32 {
    guard mayHaveRows, !matcher.file.outline.scopes[function].own.contains(.generator) else { return 0 }
    begin()
    var found: Range<Int>?
    for value in matcher.returnedValues(of: function) where !matcher.isEmptyValue(value) {
      guard let origin = matcher.origin(of: value), origin.path.isEmpty, origin.loads.isEmpty,
        let name = origin.model.last.map({ matcher.token($0).range }),
        found.map({ matcher.file.text.bytes[$0] == matcher.file.text.bytes[name] }) ?? true
      else { return 0 }
      found = name
    }
    return found.map { nameHash(matcher.file.text.string($0)) } ?? 0
  }

  /// Gives the next question all the time there is.
  mutating func begin() {
    matcher.exhausted = []
    matcher.remainingSteps = FileMatcher.stepBudget
    matcher.remainingBudget = RegexProgram.budget
  }

  mutating func sites(
    _ query: ReachQuery, in function: Int, where isMeant: (inout FunctionReader, Site) -> Bool = { _, _ in true }
  ) -> [Site] {
    guard let reach = query.reach else { return [] }
    let body = matcher.file.outline.scopes[function].body
    var found: [Site] = []
    let candidates = matcher.operations(query.kinds, in: body)
    for index in candidates.indices where candidates[index].operations.overlaps(query.kinds) {
      let scope = matcher.file.outline.scope(at: candidates[index].first)
      guard matcher.file.outline.function(around: scope) == function, isMeant(&self, candidates[index]),
        stands(candidates[index], query, in: function)
      else { continue }
      var site = candidates[index]
      if matcher.holds(reach.operation, &site) { found.append(site) }
    }
    return found
  }

  /// Whether a call may lie on the way to what a query asks for.
  package mutating func passes(_ query: ReachQuery, callAt name: UInt32, in function: Int) -> Bool {
    begin()
    guard let reach = query.reach, let site = matcher.site(ofCallAt: name), stands(site, query, in: function) else {
      return false
    }
    var copy = site
    return matcher.holds(reach.way, &copy)
  }

  /// What a call hands over, and which of the parameters of its function that depends on.
  package func arguments(ofCallAt name: UInt32, in function: Int, parameters: [UInt32]) -> [PassedArgument] {
    guard let site = matcher.site(ofCallAt: name) else { return [] }
    return slots(of: site, name).map { slot, range in
      PassedArgument(
        slot: slot, parameters: dependence(of: range, before: site.first, in: function, on: parameters))
    }
  }

  /// A call that a query's rule may report: `nil` when a condition of the rule does not hold there.
  package mutating func callSite(_ query: ReachQuery, at name: UInt32) -> CallSite? {
    begin()
    guard var site = matcher.site(ofCallAt: name) else { return nil }
    let nodes = nodes(query)
    for node in nodes where !matcher.holds(node, &site) { return nil }
    let asksLoop = nodes.contains { if case .loopVariable? = $0.conditions.uses { true } else { false } }
    let passed = slots(of: site, name).filter { _, range in !asksLoop || matcher.dependsOnLoop(site, tokens: range) }
    let called =
      name + 1 < site.end && matcher.token(name + 1).symbol == .leftParen
      ? nil : file.handedFunction(named: name, library.words.handovers)?.function
    guard query.asksRow else {
      return CallSite(passed: passed.map(\.0), line: line(of: site.first), site: site, called: called)
    }
    var handed: (slots: [PassedArgument.Slot], rows: [LoadedRow]) = ([], [])
    for (slot, range) in passed {
      guard let row = row(handedOver: range, nodes[0].conditions.hands, &site) else { continue }
      handed.slots.append(slot)
      handed.rows.append(row)
    }
    guard !handed.slots.isEmpty else { return nil }
    return CallSite(passed: handed.slots, rows: handed.rows, line: line(of: site.first), site: site, called: called)
  }

  /// Where the row comes from that an argument belongs to, when the argument is what a rule's `hands` describes.
  private mutating func row(
    handedOver range: Range<UInt32>, _ nodes: [CompiledNode], _ site: inout Site
  ) -> LoadedRow? {
    for node in nodes {
      guard case .patterns(let patterns)? = node.conditions.source else { continue }
      for pattern in patterns {
        guard var found = matcher.site(of: library.patterns[pattern], at: .expression(range), for: node),
          matcher.holds(node, &found)
        else { continue }
        if let condition = node.conditions.captures.first(where: { $0.keyOf != nil }), let owner = condition.keyOf {
          guard let key = found.range(of: condition.capture), key.count == 1,
            let (row, variable) = row(loadedBy: key.lowerBound, before: site.first)
          else { continue }
          site.captures = matcher.merged(
            site.captures, found.captures + [Capture(name: owner, range: variable..<variable + 1)])
          return row
        }
        guard let condition = node.conditions.captures.first(where: \.loadedAgain) else { continue }
        guard let row = found.range(of: condition.capture) else { continue }
        let origin = matcher.loadedRow(of: row)
        guard !origin.isUnknown else { continue }
        site.captures = matcher.merged(site.captures, found.captures)
        return origin
      }
    }
    return nil
  }

  /// Where the row comes from that a name has loaded before a place, and the variable that holds it.
  private func row(loadedBy key: UInt32, before place: UInt32) -> (origin: LoadedRow, variable: UInt32)? {
    guard let row = matcher.row(loadedBy: key, before: place) else { return nil }
    var origin = LoadedRow(key: matcher.file.text.string(matcher.token(key).range))
    origin.holders = (matcher.text(row.variable..<row.variable + 1) + " " + matcher.text(row.value)).lowercased()
    if let model = matcher.modelRead(by: key, in: row.value) {
      origin.model = model
      // The query itself says that it is the row's key, whatever it is called.
      origin.key = nil
      return (origin, row.variable)
    }
    for index in row.value.dropLast() where matcher.token(index + 1).symbol == .leftParen {
      guard matcher.token(index).kind == .name else { continue }
      for (slot, range) in slots(ofCallAt: index) where range.count == 1 {
        guard matcher.file.stream.sameText(range.lowerBound, key, matcher.file.text.bytes) else { continue }
        origin.calls.append(index)
        origin.slot = slot
        return (origin, row.variable)
      }
    }
    return nil
  }

  /// What is called at a name, written out: `self.jobs.find`.
  package func callee(at name: UInt32) -> String {
    guard let site = matcher.site(ofCallAt: name) else { return "" }
    return matcher.text(site.first..<name + 1)
  }

  /// What the rule says of a call. Its confidence is the rule's own, or that of the alternative.
  ///
  /// - Parameter reached: the operation at the end of the way; `nil` where only the called function matters.
  package func match(
    _ query: ReachQuery, _ call: CallSite, reached: ReachedOperation?, trace: [CallStep]
  ) -> RuleMatch {
    let rule = library.rules[query.rule]
    let grades = nodes(query)
    let tokens = matcher.file.stream.tokens
    return RuleMatch(
      rule: query.rule, start: Int(tokens[Int(call.site.first)].start), end: Int(tokens[Int(call.site.end) - 1].end),
      severity: grades.lazy.compactMap(\.conditions.severity).first,
      confidence: grades.lazy.compactMap(\.conditions.confidence).first ?? rule.card.confidence,
      guessedFramework: reached?.proof.guessedFramework, isNamed: reached?.proof.isNamed ?? false,
      message: matcher.message(
        grades.lazy.compactMap(\.conditions.message).first ?? rule.message, call.site, called: call.called,
        reached: reached?.name),
      token: call.site.first, isOncePerFunction: grades.contains(where: \.conditions.isOncePerFunction), trace: trace)
  }

  private func nodes(_ query: ReachQuery) -> [CompiledNode] {
    let node = library.rules[query.rule].node
    return [node.sources[query.alternative]] + node.around(Int(query.alternative))
  }

  // MARK: Calls

  /// Whether a name is that of something that transactions are ended on.
  func isConnection(_ name: UInt32) -> Bool {
    matcher.roles(of: name..<name + 1).set.overlaps(library.connectionRoles)
  }

  func callSpan(at name: UInt32) -> Site? { matcher.site(ofCallAt: name) }

  func slots(ofCallAt name: UInt32) -> [(PassedArgument.Slot, Range<UInt32>)] {
    matcher.site(ofCallAt: name).map { slots(of: $0, name) } ?? []
  }

  private func slots(of site: Site, _ name: UInt32) -> [(PassedArgument.Slot, Range<UInt32>)] {
    var slots: [(PassedArgument.Slot, Range<UInt32>)] = []
    let parts: [Range<UInt32>]
    if name + 1 < site.end, matcher.token(name + 1).symbol == .leftParen {
      if site.first + 1 < name { slots.append((.receiver, site.first..<name - 1)) }
      parts = site.end > name + 3 ? file.stream.split(name + 2..<site.end - 1, at: .comma) : []
    } else if let handed = file.handedFunction(named: name, matcher.library.words.handovers) {
      if handed.function.count > 1 { slots.append((.receiver, handed.function.lowerBound..<name - 1)) }
      parts = handed.arguments
    } else {
      return site.first + 1 < name ? [(.receiver, site.first..<name - 1)] : []
    }
    var position = 0
    for part in parts {
      let first = matcher.token(part.lowerBound)
      if part.count > 2, first.kind == .name, matcher.token(part.lowerBound + 1).symbol == .assign {
        slots.append((.keyword(first.payload), part.lowerBound + 2..<part.upperBound))
      } else if first.symbol == .doubleStar {
        slots.append((.keywords, part))
      } else {
        slots.append((.position(position), part))
        position += 1
      }
    }
    return slots
  }

  /// Which of some parameters the tokens of a range depend on: they mention one, or a name that was assigned from it
  /// before, or filled with it.
  private func dependence(
    of range: Range<UInt32>, before place: UInt32, in function: Int, on parameters: [UInt32]
  ) -> UInt64 {
    var masks: [UInt32: UInt64] = [:]
    for (number, name) in parameters.prefix(64).enumerated() { masks[name] = 1 << UInt64(number) }
    let body = matcher.file.outline.scopes[function].body
    guard body.lowerBound <= place else { return 0 }
    let before = body.lowerBound..<max(place, range.upperBound)
    let given = matcher.assignments(in: before).map { (name: $0.name, value: $0.value) } + fillings(in: before)
    for (name, value) in given.sorted(by: { $0.name < $1.name }) {
      let mask = mask(of: value, masks)
      if mask != 0 { masks[matcher.token(name).payload, default: 0] |= mask }
    }
    return mask(of: range, masks)
  }

  /// What is put into names: `conditions.append(Order.id == key)`, `options["key"] = key`.
  private func fillings(in range: Range<UInt32>) -> [(name: UInt32, value: Range<UInt32>)] {
    var found: [(name: UInt32, value: Range<UInt32>)] = []
    for statement in file.outline.statements[file.outline.statement(at: range.lowerBound)...] {
      guard statement.first < range.upperBound else { break }
      let name = statement.first
      guard statement.kind == .none, name >= range.lowerBound, statement.end > name + 4,
        matcher.token(name).kind == .name
      else { continue }
      let next = matcher.token(name + 1)
      if next.symbol == .dot, matcher.token(name + 3).symbol == .leftParen,
        matcher.isOne(of: matcher.library.words.mutators, name + 2)
      {
        found.append((name, name + 4..<statement.end))
      } else if next.symbol == .leftBracket, next.payload != Token.noMate, statement.assign == next.payload + 1 {
        found.append((name, name + 2..<statement.end))
      }
    }
    return found
  }

  private func mask(of range: Range<UInt32>, _ masks: [UInt32: UInt64]) -> UInt64 {
    var mask: UInt64 = 0
    for index in range {
      let token = matcher.token(index)
      guard token.kind == .name, let own = masks[token.payload] else { continue }
      if index > 0, matcher.token(index - 1).symbol == .dot { continue }
      if index + 1 < range.upperBound, matcher.token(index + 1).symbol == .assign { continue }
      mask |= own
    }
    return mask
  }
}
