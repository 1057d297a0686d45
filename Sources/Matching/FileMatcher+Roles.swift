import SourceScan

struct RoleQuestion: Hashable {
  var role: Int
  var first: UInt32
  var end: UInt32
}

/// How an expression is known to play a role; `nil` when it is not.
struct RoleAnswer {
  var proof: Proof?
  var blocking: Bool?
  /// The expression is known to be something else, so its name proves nothing.
  var isRefuted = false
}

/// Which expressions play the roles of the framework files.
extension FileMatcher {
  /// The best proof that an expression plays one of these roles; `nil` when it plays none.
  mutating func role(_ roles: [Int], of range: Range<UInt32>) -> (proof: Proof, blocking: Bool?, role: Int)? {
    var best: (proof: Proof, blocking: Bool?, role: Int)?
    for role in roles {
      let answer = answer(role, of: range)
      guard let proof = answer.proof else { continue }
      if best == nil || proof < best!.proof { best = (proof, answer.blocking, role) }
    }
    return best
  }

  private mutating func answer(_ role: Int, of range: Range<UInt32>) -> RoleAnswer {
    var range = stripped(range)
    guard !range.isEmpty else { return RoleAnswer() }
    range = stripped(range)
    let question = RoleQuestion(role: role, first: range.lowerBound, end: range.upperBound)
    if let known = roleMemo[question] { return known }
    guard roleDepth < 6 else { return RoleAnswer() }
    // A name defined by itself proves nothing while it is being asked about.
    roleMemo[question] = RoleAnswer()
    roleDepth += 1
    let saved = (captures, currentFramework, isArgument)
    isArgument = false
    let answer = work(out: role, range)
    (captures, currentFramework, isArgument) = saved
    roleDepth -= 1
    roleMemo[question] = answer
    return answer
  }

  /// Without `await` and brackets around the whole.
  func stripped(_ range: Range<UInt32>) -> Range<UInt32> {
    var range = range
    while let first = range.first {
      let token = token(first)
      if token.symbol == .await {
        range = first + 1..<range.upperBound
      } else if token.symbol == .leftParen, token.payload == range.upperBound - 1, range.count > 2 {
        range = first + 1..<range.upperBound - 1
      } else {
        break
      }
    }
    return range
  }

  private mutating func work(out number: Int, _ range: Range<UInt32>) -> RoleAnswer {
    let role = library.roles[number]
    for node in role.madeBy {
      guard case .patterns(let patterns)? = node.source else { continue }
      for pattern in patterns {
        if var site = site(of: library.patterns[pattern], at: .expression(range)), holds(node, &site) {
          return RoleAnswer(proof: site.proof == .guessed ? .named : site.proof, blocking: role.blocking)
        }
      }
    }
    if constructs(role, range) { return RoleAnswer(proof: .typed, blocking: role.blocking) }
    if !role.elementOf.isEmpty, let base = subscripted(range), let answer = self.role(role.elementOf, of: base) {
      return RoleAnswer(proof: answer.proof, blocking: role.blocking)
    }
    var isRefuted = false
    if range.count == 1, token(range.lowerBound).kind == .name {
      let answer = byBindings(number, name: range.lowerBound, attribute: false)
      if answer.proof != nil { return answer }
      isRefuted = answer.isRefuted
    } else if range.count == 3, token(range.lowerBound + 1).symbol == .dot,
      file.stream.isText(range.lowerBound, "self", file.text.bytes)
        || file.stream.isText(range.lowerBound, "cls", file.text.bytes)
    {
      let answer = byBindings(number, name: range.lowerBound + 2, attribute: true)
      if answer.proof != nil { return answer }
      isRefuted = answer.isRefuted
    }
    if !isRefuted, !role.names.isEmpty, let name = lastName(range) {
      let word = file.text.bytes[token(name).range]
      if role.names.contains(where: { $0.matches(word) }) {
        return RoleAnswer(proof: .named, blocking: role.blocking)
      }
    }
    return RoleAnswer(isRefuted: isRefuted)
  }

  /// The last name of a chain of plain attributes.
  private func lastName(_ range: Range<UInt32>) -> UInt32? {
    for index in range {
      let isName = (index - range.lowerBound) % 2 == 0
      guard isName ? token(index).kind == .name : token(index).symbol == .dot else { return nil }
    }
    return range.upperBound - 1
  }

  /// `rows[0]`: the expression before the last subscript.
  private func subscripted(_ range: Range<UInt32>) -> Range<UInt32>? {
    guard let last = range.last, token(last).symbol == .rightBracket, token(last).payload != Token.noMate,
      token(last).payload > range.lowerBound
    else { return nil }
    return range.lowerBound..<token(last).payload
  }

  // MARK: Types

  /// `Type(...)` as a whole.
  private func constructs(_ role: CompiledRole, _ range: Range<UInt32>) -> Bool {
    guard !role.types.isEmpty, let last = range.last, token(last).symbol == .rightParen,
      token(last).payload != Token.noMate, token(last).payload > range.lowerBound
    else { return false }
    return names(role, range.lowerBound..<token(last).payload)
  }

  /// Whether a dotted name names one of the role's types. A type written with its module is meant exactly; one written
  /// without may come from any of the framework's modules, or from a module that no framework is known by.
  private func names(_ role: CompiledRole, _ range: Range<UInt32>) -> Bool {
    guard let last = lastName(range), role.types.contains(where: { $0.last == token(last).symbol || range.count == 1 })
    else { return false }
    let spelled = stride(from: range.lowerBound, to: range.upperBound, by: 2).map { token($0).symbol }
    switch resolution(of: range.lowerBound) {
    case .imported(let name):
      let path = name.path + spelled.dropFirst()
      return role.types.contains { type in
        if type.count > 1 { return type == path }
        return type.last == path.last
          && (name.frameworks.contains(role.framework) || !library.isKnownModule(name.path[0]))
      }
    case .free: return role.types.contains { $0 == spelled || $0.count == 1 && $0.last == spelled.last }
    case .foreign: return role.types.contains { $0.count == 1 && $0.last == spelled.last }
    case .local: return false
    }
  }

  /// Whether an annotation says the role: the type itself, optional, in `Annotated` or `|`, as text or by a local alias.
  private mutating func annotates(_ role: CompiledRole, _ range: Range<UInt32>, depth: Int = 0) -> Bool {
    guard !range.isEmpty, depth < 4 else { return false }
    let parts = file.stream.split(range, at: .bar)
    if parts.count > 1 { return parts.contains { annotates(role, $0, depth: depth + 1) } }
    let first = token(range.lowerBound)
    if first.kind == .string, range.count == 1 {
      let content = file.text.bytes[StringContent.of(first, file.text.bytes)]
      let name = content.split(separator: UInt8(ascii: ".")).last ?? []
      let word = name.prefix { $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: " ") }
      return role.types.contains { $0.last.map { library.symbols.word($0).utf8.elementsEqual(word) } ?? false }
    }
    if names(role, range) { return true }
    if let last = range.last, token(last).symbol == .rightBracket, token(last).payload != Token.noMate,
      token(last).payload > range.lowerBound
    {
      let head = range.lowerBound..<token(last).payload
      if names(role, head) { return true }
      guard let name = lastName(head) else { return false }
      let wrappers = ["Optional", "Annotated", "Union", "Final", "ClassVar"]
      guard wrappers.contains(where: { file.stream.isText(name, $0, file.text.bytes) }) else { return false }
      let arguments = file.stream.split(token(last).payload + 1..<last, at: .comma)
      if file.stream.isText(name, "Union", file.text.bytes) {
        return arguments.contains { annotates(role, $0, depth: depth + 1) }
      }
      return arguments.first.map { annotates(role, $0, depth: depth + 1) } ?? false
    }
    // `SessionDep = Annotated[Session, Depends(get_session)]`
    guard range.count == 1, first.kind == .name else { return false }
    var value: Range<UInt32>?
    _ = file.outline.eachBinding(of: range.lowerBound, from: 0, in: file) { _, binding in
      if binding.kind == .assignment, !binding.isPart { value = binding.value }
    }
    return value.map { annotates(role, $0, depth: depth + 1) } ?? false
  }

  // MARK: Bindings

  private mutating func byBindings(_ number: Int, name: UInt32, attribute: Bool) -> RoleAnswer {
    let bindings = attribute ? attributeBindings(name) : nearestBindings(name)
    var isRefuted = false
    for binding in bindings {
      let answer = answer(number, from: binding)
      if answer.proof != nil { return answer }
      isRefuted = isRefuted || answer.isRefuted
    }
    return RoleAnswer(isRefuted: isRefuted)
  }

  /// The bindings a name can have at its place; of assignments the one that reaches it first.
  func nearestBindings(_ name: UInt32) -> [Binding] {
    var before: [Binding] = []
    var behind: [Binding] = []
    _ = file.outline.eachBinding(of: name, from: file.outline.scope(at: name), in: file) { _, binding in
      if binding.name < name { before.append(binding) } else { behind.append(binding) }
    }
    return before.reversed() + behind
  }

  /// What `self.name` is bound to in the class around.
  func attributeBindings(_ name: UInt32) -> [Binding] {
    let scope = Int32(truncatingIfNeeded: file.outline.scope(at: name))
    guard let owner = file.outline.classScope(around: scope) else { return [] }
    var found: [Binding] = []
    file.outline.bindings.each(hash: token(name).payload) { index in
      let binding = file.outline.bindings[index]
      if binding.scope == owner, file.stream.sameText(binding.name, name, file.text.bytes) { found.append(binding) }
      return true
    }
    return found
  }

  private mutating func answer(_ number: Int, from binding: Binding) -> RoleAnswer {
    let role = library.roles[number]
    if !binding.annotation.isEmpty {
      if annotates(role, binding.annotation) { return RoleAnswer(proof: .typed, blocking: role.blocking) }
      if binding.kind == .parameter, !binding.value.isEmpty {
        let answer = answer(number, of: binding.value)
        if answer.proof == .typed { return answer }
      }
      let isAny = file.stream.isText(binding.annotation.lowerBound, "Any", file.text.bytes)
      return RoleAnswer(isRefuted: !isAny)
    }
    guard !binding.value.isEmpty, !binding.isPart || binding.kind == .loopTarget else {
      return RoleAnswer(isRefuted: binding.kind == .function || binding.kind == .class)
    }
    switch binding.kind {
    case .assignment, .withTarget, .parameter:
      let answer = answer(number, of: binding.value)
      if let proof = answer.proof { return RoleAnswer(proof: proof, blocking: answer.blocking) }
      return RoleAnswer(isRefuted: isSomethingElse(binding.value, role))
    case .loopTarget:
      guard !role.elementOf.isEmpty, !binding.isPart else { return RoleAnswer() }
      guard let answer = self.role(role.elementOf, of: iterated(binding.value)) else { return RoleAnswer() }
      return RoleAnswer(proof: answer.proof, blocking: role.blocking)
    default: return RoleAnswer()
    }
  }

  /// What is gone through in `list(x)`, `sorted(x)`, `x.all()`…: `x` for the builtins, the expression itself otherwise.
  private func iterated(_ range: Range<UInt32>) -> Range<UInt32> {
    guard range.count > 3, token(range.lowerBound).kind == .name, token(range.lowerBound + 1).symbol == .leftParen,
      token(range.lowerBound + 1).payload == range.upperBound - 1,
      ["list", "sorted", "tuple", "reversed", "set"].contains(where: {
        file.stream.isText(range.lowerBound, $0, file.text.bytes)
      })
    else { return range }
    return file.stream.split(range.lowerBound + 2..<range.upperBound - 1, at: .comma).first ?? range
  }

  /// A literal, or a thing of another library: its name then says nothing.
  private func isSomethingElse(_ range: Range<UInt32>, _ role: CompiledRole) -> Bool {
    let range = stripped(range)
    guard let first = range.first else { return false }
    let token = token(first)
    switch token.kind {
    case .string, .stringStart, .number, .open: return true
    case .keyword: return token.symbol == .true || token.symbol == .false || token.symbol == .lambda
    case .name:
      guard case .imported(let name) = resolution(of: first) else { return false }
      return !name.frameworks.contains(role.framework) && library.isKnownModule(name.path[0])
    default: return false
    }
  }
}
