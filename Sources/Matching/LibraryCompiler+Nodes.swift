import RuleFiles
import SourceScan
import Vocabulary

/// The tree of `match:`.
extension LibraryCompiler {
  /// What the patterns of a node may take for granted.
  struct Scope {
    var framework: Int?
    var variables: [CaptureName: [Int]]
    /// The node's own patterns are held against an expression at hand, so they need nothing to be found by.
    var isHeld = false
  }

  mutating func node(_ spec: MatchSpec, _ scope: Scope) -> CompiledNode {
    CompiledNode(conditions(spec, scope))
  }

  private mutating func conditions(_ spec: MatchSpec, _ scope: Scope) -> NodeConditions {
    var node = NodeConditions()
    switch spec.source {
    case .pattern(let texts):
      node.source = .patterns(texts.compactMap { pattern($0, scope, isHeld: scope.isHeld) })
    case .regex(let text, let channel): node.source = .regex(regex(text), channel)
    case .operation(let operations): node.source = .operations(OperationSet(operations))
    case .scope(let kinds): node.source = .scopes(kinds.reduce(into: []) { $0.formUnion(ScopeSet($1)) })
    case .reaches(let reach): node.source = .reaches(self.reach(reach, scope))
    case .calls(let callee): node.source = .calls(callee)
    case .channel(let mismatch): node.source = .channel(mismatch)
    case .any(let nodes):
      let written = nodes.filter { $0.languages.isEmpty || $0.languages.contains(language) }
      node.source = .any(written.map { self.node($0, scope) })
    case nil: break
    }
    // What other nodes ask for is looked for in a region at hand.
    var scope = scope
    scope.isHeld = true
    node.all = spec.all.map { self.node($0, scope) }
    node.not = spec.not.map { self.node($0, scope) }
    var anyOf = ScopeSet()
    var headers: [CompiledNode] = []
    for place in spec.inside {
      switch place {
      case .scope(let kind): anyOf.insert(ScopeSet(kind.value))
      case .header(let match): headers.append(self.node(match, scope))
      }
    }
    if !anyOf.isEmpty { node.inside.append(anyOf) }
    if !headers.isEmpty { node.insideHeaders.append(headers) }
    for place in spec.notInside {
      switch place {
      case .scope(let kind): node.notInside.insert(ScopeSet(kind.value))
      case .header(let match): node.notInsideHeaders.append(self.node(match, scope))
      }
    }
    node.with = spec.with.map { near($0, scope) }
    node.without = spec.without.map { near($0, scope) }
    node.follows = spec.follows.map { self.node($0, scope) }
    node.precedes = spec.precedes.map { self.node($0, scope) }
    node.captures = spec.captures.map { condition($0, scope) }
    node.binding = BindingConditions(node.captures)
    node.shares = spec.shares.map { $0.map { parts.words.names.number(of: $0.value) } }
    if !node.captures.isEmpty { node.boundLater = capturesOfOthers(node).sorted() }
    if let uses = spec.uses {
      switch uses.value {
      case "$LOOP_VARIABLE": node.uses = .loopVariable
      case "$PARAMETER": node.uses = .parameter
      default: node.uses = .capture(parts.words.names.number(of: uses.value))
      }
    }
    node.hands = spec.hands.map { self.node($0, scope) }
    node.awaited = spec.awaited
    node.blocking = scope.framework == nil ? spec.blocking : nil
    node.proven = spec.proven
    node.statement = spec.statement
    node.lines = spec.lines
    node.callers = spec.callers
    node.severity = spec.severity
    node.confidence = spec.confidence
    node.isOncePerFunction = spec.once == .function
    node.message = spec.message.map { messageParts($0, of: CompiledNode(node), "the alternative") }
    return node
  }

  /// The calls on the way to an operation stand where the operation may stand.
  private mutating func reach(_ spec: MatchSpec.Reach, _ scope: Scope) -> CompiledReach {
    let operation = node(spec.operation, scope)
    var way = NodeConditions()
    way.notInside = operation.conditions.notInside
    way.notInsideHeaders = operation.conditions.notInsideHeaders
    // What must not have happened before the operation must not have happened before it was called, either.
    way.without = operation.conditions.without.filter { $0.region == .before }
    var reach = CompiledReach(
      operation: operation, sought: sought(spec.operation, scope), way: CompiledNode(way), depth: spec.depth,
      again: spec.again)
    if scope.isHeld {
      if case .parameter? = operation.conditions.uses, let uses = spec.operation.uses {
        faults.append(
          RuleFault(
            "`$PARAMETER` has a meaning only where `reaches` finds the calls that a rule reports", at: uses.origin))
      }
      reach.asked = parts.asked.count
      parts.asked.append((parts.rules.count, reach))
    }
    return reach
  }

  /// The number of an operation that ways lead to. Places in files are part of a spec: only those written once and named
  /// again by an anchor are equal.
  private mutating func sought(_ operation: MatchSpec, _ scope: Scope) -> Int {
    let known = parts.sought.firstIndex { $0.isHeld == scope.isHeld && $0.spec == operation }
    if let known { return known }
    parts.sought.append((operation, scope.isHeld))
    return parts.sought.count - 1
  }

  private mutating func near(_ spec: MatchSpec.Near, _ scope: Scope) -> CompiledNear {
    CompiledNear(
      region: spec.region, arguments: spec.arguments.compactMap { parts.words.symbols.intern($0.value) },
      node: spec.match.map { node($0, scope) })
  }

  private mutating func condition(
    _ spec: CaptureCondition, _ scope: Scope
  ) -> CompiledCapture {
    func name(_ text: Located<String>) -> CaptureName { parts.words.names.number(of: text.value) }
    func mention(_ text: Located<String>?) -> CompiledCapture.Mention? {
      guard let text else { return nil }
      if text.value == "$LOOP_VARIABLE" { return .loopVariable }
      if text.value.hasPrefix("$") { return .capture(name(text)) }
      return .roles(roles(named: text))
    }
    return CompiledCapture(
      spec,
      CompiledCapture.Names(
        capture: name(spec.capture), regex: spec.regex.map { regex($0) }, notRegex: spec.notRegex.map { regex($0) },
        role: spec.role.flatMap { roles(named: $0) }, notRole: spec.notRole.flatMap { roles(named: $0) },
        madeBy: spec.madeBy.compactMap { pattern($0, scope, isHeld: true) },
        notMadeBy: spec.notMadeBy.compactMap { pattern($0, scope, isHeld: true) },
        fromModule: spec.fromModule.map { regex($0) },
        mentions: mention(spec.mentions), notMentions: mention(spec.notMentions), same: spec.same.map { name($0) },
        differs: spec.differs.map { name($0) }, spells: spec.spells.map { name($0) },
        relation: spec.relation.map {
          CompiledRelationQuestion(of: name($0.of), read: $0.read, loaded: $0.loaded)
        }, column: spec.column.map { CompiledColumnQuestion(of: name($0.of), indexed: $0.indexed) },
        keyOf: spec.keyOf.map { name($0) }))
  }

  /// All captures a node can bind.
  func captures(of node: CompiledNode) -> Set<CaptureName> {
    var found: Set<CaptureName> = []
    switch node.conditions.source {
    case .patterns(let patterns): patterns.forEach { found.formUnion(parts.patterns[$0].captures) }
    case .operations(let set):
      for operation in Operation.allCases where set.contains(OperationSet(operation)) {
        found.formUnion(operationCaptures[operation] ?? [])
      }
    case .any(let nodes): nodes.forEach { found.formUnion(captures(of: $0)) }
    default: break
    }
    return found.union(capturesOfOthers(node.conditions))
  }

  /// All captures that the conditions of a node can bind beside its source.
  func capturesOfOthers(_ node: NodeConditions) -> Set<CaptureName> {
    var found: Set<CaptureName> = []
    for other in node.all + node.follows + node.precedes + node.insideHeaders.flatMap({ $0 }) {
      found.formUnion(captures(of: other))
    }
    for near in node.with { if let other = near.node { found.formUnion(captures(of: other)) } }
    for other in node.hands {
      found.formUnion(captures(of: other))
      found.formUnion(other.conditions.captures.compactMap(\.keyOf))
    }
    return found
  }

  mutating func regex(_ text: Located<String>) -> Int {
    do throws(PatternFault) {
      let number = try parts.words.regex(text.value)
      if let fault = parts.words.fault(of: number) {
        faults.append(RuleFault("`\(text.value)` is no regular expression: \(fault)", at: text.origin))
      }
      return number
    } catch {
      faults.append(RuleFault(error.message, at: text.origin, hint: error.hint))
      // Whatever has the fault is left out; until then its expression is one that holds nowhere.
      return (try? parts.words.regex("(?!)")) ?? 0
    }
  }

  /// Compiles a pattern; `nil` when it has a fault. One that is only held against an expression needs no anchor.
  mutating func pattern(_ text: Located<String>, _ scope: Scope, isHeld: Bool = false) -> Int? {
    let before = parts.words.regexes.count
    do throws(PatternFault) {
      let parsed = try PatternParser.parse(text.value, language, parts.words)
      for number in before..<parts.words.regexes.count {
        if let fault = parts.words.fault(of: number) {
          throw PatternFault.badRegex(parts.words.regexes[number], fault)
        }
      }
      let anchor = PatternAnchor.choose(parsed.elements)
      if !isHeld, case .none = anchor { throw PatternFault.nowhereToLook }
      let roles = parsed.captures.compactMap { name in scope.variables[name].map { (capture: name, roles: $0) } }
      parts.patterns.append(
        Pattern(
          anchor: anchor, elements: parsed.elements, required: parsed.words, roles: roles, captures: parsed.captures,
          framework: scope.framework))
      return parts.patterns.count - 1
    } catch {
      faults.append(RuleFault(error.message, at: text.origin, hint: error.hint))
      return nil
    }
  }
}
