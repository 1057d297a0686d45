package import RuleFiles
import SourceScan
package import Vocabulary

/// What the compiler gathers while it goes through the specs.
struct LibraryParts {
  let words: PatternWords
  var patterns: [Pattern] = []
  var frameworks: [CompiledFramework] = []
  var roles: [CompiledRole] = []
  var roleNumbers: [String: [Int]] = [:]
  var operations: [CompiledOperation] = []
  var scopes: [CompiledScope] = []
  var scopeDispatch = Dispatch.Parts()
  var dispatch = Dispatch.Parts()
  var operationDispatch = Dispatch.Parts()
  var sources: [RuleSource] = []
  /// What conditions ask calls to lead to, and the rule that asks.
  var asked: [(rule: Int, reach: CompiledReach)] = []
  var rules: [CompiledRule] = []
  var packs: [CompiledPack] = []
  var importPaths: [Symbol: [(path: [Symbol], framework: Int)]] = [:]
  var telling: [TellingName] = []
  var pathHeads: Set<Symbol> = []
}

/// Compiles the frameworks and rules of one language, and says what is wrong with them.
package struct LibraryCompiler {
  private let language: Language
  private var parts: LibraryParts
  private var faults: [RuleFault] = []
  /// Captures that operations bind, for checking what rules ask of them.
  private var operationCaptures: [Operation: Set<CaptureName>] = [:]

  /// The compiled library, and all faults found on the way; rules with faults are left out.
  package static func compile(
    _ library: RuleLibrary, for language: Language, rules wanted: Set<String>? = nil, checksExpressions: Bool? = nil
  ) -> (library: CompiledLibrary, faults: [RuleFault]) {
    var compiler = LibraryCompiler(language, checksExpressions: checksExpressions ?? library.hasOwnFiles)
    compiler.frameworks(library.frameworks.filter { $0.language == language })
    compiler.rules(
      library.rules.filter { rule in
        rule.card.languages.contains(language) && (wanted.map { $0.contains(rule.card.id) } ?? true)
      })
    compiler.markAnchors()
    return (CompiledLibrary(compiler.parts, language), compiler.faults)
  }

  private init(_ language: Language, checksExpressions: Bool) {
    self.language = language
    parts = LibraryParts(words: PatternWords(checksExpressions: checksExpressions))
  }

  // MARK: Frameworks

  private mutating func frameworks(_ specs: [FrameworkSpec]) {
    for (number, spec) in specs.enumerated() {
      parts.frameworks.append(
        CompiledFramework(
          name: spec.name, title: spec.title, language: spec.language, packages: spec.packages,
          appliesEverywhere: spec.imports.isEmpty, operations: Set(spec.operations.map(\.operation))))
      for module in spec.imports {
        let path = module.split(separator: ".").compactMap { parts.words.symbols.intern(String($0)) }
        guard let root = path.first else { continue }
        parts.importPaths[root, default: []].append((path, number))
      }
      for telling in spec.telling {
        let (word, place): (String, TellingName.Place) =
          switch telling {
          case .imported(let word): (word, .imported)
          case .attribute(let word): (word, .attribute)
          case .classAttribute(let word): (word, .classAttribute)
          }
        if let symbol = parts.words.symbols.intern(word) {
          parts.telling.append(TellingName(name: symbol, place: place, framework: number))
        }
      }
    }
    // Roles are numbered first, so that patterns may speak of any of them.
    var first: [Int] = []
    for spec in specs {
      first.append(parts.roleNumbers.values.reduce(0) { $0 + $1.count })
      for role in spec.roles {
        let number = parts.roleNumbers.values.reduce(0) { $0 + $1.count }
        parts.roleNumbers[role.name.value, default: []].append(number)
      }
    }
    for (number, spec) in specs.enumerated() {
      let variables = roleVariables(spec, first[number])
      for (offset, role) in spec.roles.enumerated() {
        let own = spec.roles.indices.filter { spec.roles[$0].name.value == role.elementOf?.value }.map {
          first[number] + $0
        }
        var elementOf = own
        if let name = role.elementOf {
          if own.isEmpty { elementOf = roles(named: name) }
        }
        _ = offset
        parts.roles.append(
          CompiledRole(
            name: role.name.value, framework: number,
            types: role.types.map {
              $0.value.split(separator: ".").compactMap { parts.words.symbols.intern(String($0)) }
            },
            madeBy: role.madeBy.map { node($0, Scope(framework: number, variables: variables, isHeld: true)) },
            elementOf: elementOf,
            names: role.names.map { NameGlob($0.value) }, blocking: role.blocking,
            rowsOf: role.rowsOf.map { parts.words.names.number(of: $0.value) },
            loadsWith: role.loadsWith.compactMap { parts.words.symbols.intern($0) }))
        for name in role.names where !name.value.contains("*") { _ = parts.words.symbols.intern(name.value) }
      }
      for operation in spec.operations {
        let compiled = node(operation.match, Scope(framework: number, variables: variables))
        let index = parts.operations.count
        parts.operations.append(
          CompiledOperation(
            kind: OperationSet(operation.operation), framework: number, node: compiled,
            blocking: operation.match.blocking ?? spec.blocking))
        operationCaptures[operation.operation, default: []].formUnion(captures(of: compiled))
        dispatch(compiled, \.dispatch) { _ in .operation(Int32(truncatingIfNeeded: index)) }
      }
      for scope in spec.scopes {
        let compiled = node(scope.match, Scope(framework: number, variables: variables))
        let index = parts.scopes.count
        parts.scopes.append(CompiledScope(scope: ScopeSet(scope.scope), framework: number, node: compiled))
        dispatch(compiled, \.scopeDispatch) { _ in .scope(Int32(truncatingIfNeeded: index)) }
      }
    }
  }

  private mutating func roleVariables(_ spec: FrameworkSpec, _ first: Int) -> [CaptureName: [Int]] {
    var variables: [CaptureName: [Int]] = [:]
    for (offset, role) in spec.roles.enumerated() {
      guard let variable = role.metavariable else { continue }
      variables[parts.words.names.number(of: variable.value), default: []].append(first + offset)
    }
    return variables
  }

  private mutating func roles(named name: Located<String>) -> [Int] {
    if let numbers = parts.roleNumbers[name.value] { return numbers }
    faults.append(
      RuleFault(
        "no framework file has a role `\(name.value)`", at: name.origin,
        hint: nearest(name.value, in: parts.roleNumbers.keys.sorted()).map { "did you mean `\($0)`?" }))
    return []
  }

  // MARK: Rules

  private mutating func rules(_ specs: [RuleSpec]) {
    var packs: [Category: [Int]] = [:]
    // Nothing but operations was entered yet.
    parts.operationDispatch = parts.dispatch
    for spec in specs {
      let before = faults.count
      let asked = parts.asked.count
      let compiled = node(spec.match, Scope(framework: nil, variables: [:]))
      let message =
        spec.message.map { messageParts($0, of: compiled, "the rule") } ?? [.text(spec.card.title)]
      guard faults.count == before else {
        parts.asked.removeSubrange(asked...)
        continue
      }
      let number = parts.rules.count
      let first = parts.sources.count
      parts.rules.append(
        CompiledRule(
          card: spec.card, adjustments: spec.adjustments, onlyIn: spec.onlyIn.map(\.value),
          equivalents: spec.equivalents, node: compiled,
          sources: first..<first + compiled.sources.count,
          include: spec.include.map(\.value), exclude: spec.exclude.map(\.value), message: message,
          frameworks: frameworksSpoken(of: compiled, spec)))
      packs[spec.card.category, default: []].append(number)
      for alternative in compiled.sources.indices {
        parts.sources.append(RuleSource(number, alternative, compiled, parts.patterns, parts.words.programs))
      }
      dispatch(compiled, \.dispatch) { .rule(source: Int32(truncatingIfNeeded: first + $0)) }
    }
    parts.packs = Category.allCases.compactMap { category in
      packs[category].map { numbers in CompiledPack(category, numbers.map { parts.rules[$0] }, parts.sources) }
    }
  }

  /// Titles of the frameworks whose operations or examples a rule speaks of.
  private func frameworksSpoken(of node: CompiledNode, _ spec: RuleSpec) -> [String] {
    var asked = OperationSet()
    func collect(_ node: CompiledNode) {
      if case .operations(let set)? = node.conditions.source { asked.formUnion(set) }
      if case .reaches(let reach)? = node.conditions.source { collect(reach.operation) }
      node.alternatives.forEach(collect)
      node.conditions.captures.forEach { asked.formUnion($0.operation) }
    }
    collect(node)
    var names = parts.frameworks.filter { !OperationSet(Array($0.operations)).isDisjoint(with: asked) }.map(\.name)
    for example in spec.examples {
      if let name = example.framework, !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// The message of a rule, or of an alternative: `node` is what it speaks of.
  private mutating func messageParts(
    _ message: Located<String>, of node: CompiledNode, _ what: String
  ) -> [MessagePart] {
    let bound = captures(of: node)
    let reachesSomething = node.sources.contains { source in
      if case .reaches? = source.conditions.source { true } else { false }
    }
    let asksChannels = node.sources.contains { source in
      if case .channel? = source.conditions.source { true } else { false }
    }
    var pieces: [MessagePart] = []
    var text = ""
    var rest = message.value[...]
    while let dollar = rest.firstIndex(of: "$") {
      text += rest[..<dollar]
      let behind = rest[rest.index(after: dollar)...]
      let word = behind.prefix { $0.isASCII && ($0.isUppercase || $0.isNumber || $0 == "_") }
      rest = behind.dropFirst(word.count)
      guard !word.isEmpty else {
        text += "$"
        continue
      }
      if !text.isEmpty { pieces.append(.text(text)) }
      text = ""
      switch word {
      case "CALL": pieces.append(.call)
      case "FUNCTION": pieces.append(.function)
      case "LOOP": pieces.append(.loop)
      case "LOOP_VARIABLE": pieces.append(.loopVariable)
      case "LINES": pieces.append(.lines)
      case "REACHED" where reachesSomething: pieces.append(.reached)
      case "CHANNEL" where asksChannels: pieces.append(.channel)
      case "MISMATCH" where asksChannels: pieces.append(.mismatch)
      default:
        let name = parts.words.names.number(of: "$" + word)
        if !bound.contains(name) {
          faults.append(
            RuleFault(
              "`$\(word)` in the message is bound by no pattern of \(what)", at: message.origin,
              hint: "captures it can use: "
                + (["$CALL", "$FUNCTION", "$LOOP", "$LOOP_VARIABLE", "$LINES"] + (reachesSomething ? ["$REACHED"] : [])
                + (asksChannels ? ["$CHANNEL", "$MISMATCH"] : [])
                + bound.map { parts.words.names.names[Int($0)] }.sorted()).joined(separator: ", ")))
        }
        pieces.append(.capture(name))
      }
    }
    text += rest
    if !text.isEmpty { pieces.append(.text(text)) }
    return pieces
  }

  // MARK: Nodes

  /// What the patterns of a node may take for granted.
  private struct Scope {
    var framework: Int?
    var variables: [CaptureName: [Int]]
    /// The node's own patterns are held against an expression at hand, so they need nothing to be found by.
    var isHeld = false
  }

  private mutating func node(_ spec: MatchSpec, _ scope: Scope) -> CompiledNode {
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
    node.severity = spec.severity
    node.confidence = spec.confidence
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
    var reach = CompiledReach(operation: operation, way: CompiledNode(way), depth: spec.depth, again: spec.again)
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
        mentions: mention(spec.mentions), notMentions: mention(spec.notMentions), same: spec.same.map { name($0) },
        differs: spec.differs.map { name($0) },
        relation: spec.relation.map {
          CompiledRelationQuestion(of: name($0.of), read: $0.read, loaded: $0.loaded)
        }, keyOf: spec.keyOf.map { name($0) }))
  }

  /// All captures a node can bind.
  private func captures(of node: CompiledNode) -> Set<CaptureName> {
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
  private func capturesOfOthers(_ node: NodeConditions) -> Set<CaptureName> {
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

  // MARK: Patterns

  private mutating func regex(_ text: Located<String>) -> Int {
    let number = parts.words.regex(text.value)
    if let fault = parts.words.fault(of: number) {
      faults.append(RuleFault("`\(text.value)` is no regular expression: \(fault)", at: text.origin))
    }
    return number
  }

  /// Compiles a pattern; `nil` when it has a fault. One that is only held against an expression needs no anchor.
  private mutating func pattern(_ text: Located<String>, _ scope: Scope, isHeld: Bool = false) -> Int? {
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

  /// Enters the patterns of a node's source, alternative by alternative.
  private mutating func dispatch(
    _ node: CompiledNode, _ path: WritableKeyPath<LibraryParts, Dispatch.Parts>,
    owner: (_ alternative: Int) -> Dispatch.Owner
  ) {
    // Taken out and put back, so that it is changed in place.
    var dispatch = Dispatch.Parts()
    swap(&dispatch, &parts[keyPath: path])
    defer { swap(&dispatch, &parts[keyPath: path]) }
    for (alternative, source) in node.sources.enumerated() {
      guard case .patterns(let patterns)? = source.conditions.source else { continue }
      let place = PlaceCondition([source] + node.around(alternative), parts.patterns)
      for number in patterns {
        let pattern = parts.patterns[number]
        dispatch.add(
          pattern,
          Dispatch.Entry(
            pattern: Int32(truncatingIfNeeded: number), owner: owner(alternative),
            alternative: Int32(truncatingIfNeeded: alternative), place: place,
            roles: pattern.shape.telling.flatMap { rolesAsked(of: $0, pattern, source) },
            kinds: kindsAsked(pattern, source), shape: pattern.shape),
          words: pattern.required, roles: neededRoles(pattern, source), regexes: neededRegexes(pattern, source))
      }
    }
  }

  /// The roles that the pattern's metavariables must play, one set for each of them.
  private func neededRoles(_ pattern: Pattern, _ node: CompiledNode) -> [RoleSet] {
    pattern.roles.map { RoleSet($0.roles) }
      + node.conditions.captures.filter { $0.asksRole && pattern.captures.contains($0.capture) }.map {
        RoleSet($0.role)
      }
  }

  /// The regular expressions that the texts of the pattern's metavariables, or something near the site, must match.
  private func neededRegexes(_ pattern: Pattern, _ node: CompiledNode) -> [Int] {
    let own = node.conditions.captures.filter { pattern.captures.contains($0.capture) }.compactMap(\.regex)
    let near = node.conditions.with.compactMap { near in
      if case .regex(let number, _)? = near.node?.conditions.source { number } else { nil }
    }
    return (own + near).filter { parts.words.programs[$0].literal != nil }
  }

  /// What the metavariable that tells most must be written as.
  private func kindsAsked(_ pattern: Pattern, _ node: CompiledNode) -> KindSet {
    guard let name = pattern.shape.telling ?? pattern.shape.rightOperand else { return [] }
    return node.conditions.captures.first { $0.capture == name && !$0.kind.isEmpty }.map { KindSet($0.kind) } ?? []
  }

  private func rolesAsked(of name: CaptureName, _ pattern: Pattern, _ node: CompiledNode) -> RoleSet? {
    if let constraint = pattern.roles.first(where: { $0.capture == name }) { return RoleSet(constraint.roles) }
    if let condition = node.conditions.captures.first(where: { $0.capture == name && $0.asksRole }) {
      return RoleSet(condition.role)
    }
    return nil
  }

  /// Every word by which some pattern is found becomes an anchor of the lexer.
  private mutating func markAnchors() {
    for pattern in parts.patterns {
      switch pattern.anchor {
      case .attribute(let symbol), .infix(let symbol), .prefix(let symbol): parts.words.symbols.anchor(symbol)
      case .path(let path):
        parts.words.symbols.anchor(path[0])
        parts.pathHeads.insert(path[0])
      case .statement, .assignment, .withItem, .comprehension: parts.words.symbols.needsEveryOutline = true
      case .none: break
      }
    }
    // Facts are taken from every file, whatever words stand in it.
    if parts.rules.contains(where: { !$0.needs.isEmpty }) { parts.words.symbols.needsEveryOutline = true }
    if parts.sources.contains(where: { !$0.isPatterns }) { parts.words.symbols.needsEveryOutline = true }
  }

  private func nearest(_ word: String, in words: [String]) -> String? { nearestWord(to: word, among: words) }
}

/// Chooses what to look for when a pattern is to be found in a file.
enum PatternAnchor {
  static func choose(_ elements: [Element]) -> Pattern.Anchor {
    guard let first = elements.first else { return .none }
    if case .token(let symbol) = first {
      switch symbol {
      case .with: return .withItem
      case .for, .while, .if, .elif, .else, .try, .except, .finally, .return, .raise, .del, .assert, .def, .class,
        .import,
        .from, .global, .nonlocal, .pass, .break, .continue, .at:
        return .statement(symbol)
      case .await, .not, .lambda, .yield: return .prefix(symbol)
      case .async:
        guard elements.count > 1, case .token(let second) = elements[1] else { return .none }
        return second == .with ? .withItem : .statement(second)
      default: return .none
      }
    }
    if elements.count > 1, case .token(let symbol) = elements[1], symbol == .assign || symbol.isAugmentedAssignment {
      return .assignment(symbol)
    }
    if case .chain(let chain) = first {
      switch chain.root {
      case .path(let path): return .path(path)
      case .bracket(_, let inside) where inside.contains(where: { if case .token(.for) = $0 { true } else { false } }):
        return .comprehension
      default: break
      }
      for case .attribute(let symbol) in chain.links { return .attribute(symbol) }
    }
    for (index, element) in elements.enumerated().dropFirst() {
      guard case .token(let symbol) = element, TokenStream.precedence(symbol) != nil else {
        if index == 1, case .token(.not) = element { continue }
        break
      }
      return .infix(symbol)
    }
    return .none
  }
}
