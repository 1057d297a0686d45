import SourceScan

/// The roles an expression plays, and how that is known.
struct ExpressionRoles: Sendable {
  struct Part: Sendable {
    var role: Int
    var proof: Proof
    var blocking: Bool?
  }

  /// Each role once, best proof.
  private(set) var parts: [Part] = []
  /// The roles of `parts`.
  private(set) var set = RoleSet()
  /// What the expression is known to be speaks against names of frameworks other than these: `[]` for a literal.
  var refutedExcept: [Int]?

  mutating func add(_ part: Part) {
    if let index = parts.firstIndex(where: { $0.role == part.role }) {
      if part.proof < parts[index].proof { parts[index] = part }
    } else {
      parts.append(part)
      set.insert(part.role)
    }
  }

  static let none = ExpressionRoles()
}

/// The answers that were given while something was too deep down to be looked at, since the outermost question.
struct CutAnswers {
  var isCut = false
  var questions: [UInt64] = []
  var functions: [Int] = []
}

/// Which expressions play the roles of the framework files.
extension FileMatcher {
  /// The best proof that an expression plays one of these roles; `nil` when it plays none.
  func role(_ roles: [Int], of range: Range<UInt32>) -> ExpressionRoles.Part? {
    var best: ExpressionRoles.Part?
    for part in self.roles(of: range).parts where roles.contains(part.role) {
      if best == nil || part.proof < best!.proof { best = part }
    }
    return best
  }

  /// All roles of an expression; worked out once.
  func roles(of range: Range<UInt32>) -> ExpressionRoles {
    let range = stripped(range)
    guard !range.isEmpty else { return .none }
    // Names, calls, literals and chains of them play roles, and what an operator makes of a few of them.
    let isPrimary = file.stream.primaryEnd(range.lowerBound, limit: range.upperBound) == range.upperBound
    guard isPrimary || range.count < 16 else { return .none }
    // All uses of a name that the same binding reaches play the same roles.
    let question =
      range.count == 1
      ? nameQuestion(range.lowerBound) : UInt64(range.lowerBound) << 32 | UInt64(range.upperBound)
    if let known = roleMemo[question] { return known }
    guard roleDepth < 30 else {
      cut.isCut = true
      return .none
    }
    // A name defined by itself proves nothing while it is being asked about; what is no name is made of smaller parts.
    if range.count <= 3 { roleMemo[question] = ExpressionRoles.none }
    roleDepth += 1
    let answer = workOut(range, isPrimary: isPrimary)
    roleDepth -= 1
    roleMemo[question] = answer
    if cut.isCut {
      let isOutermost = roleDepth == 0 && returnDepth == 0
      if isOutermost { forgetCutAnswers() } else { cut.questions.append(question) }
    }
    return answer
  }

  /// What was not looked into to its end may be more when somebody asks for it by itself.
  private func forgetCutAnswers() {
    for question in cut.questions { roleMemo.forget(question) }
    for function in cut.functions { returnMemo[function] = nil }
    cut = CutAnswers()
  }

  /// Without `await`, brackets around the whole, and the name that `row := load()` gives it.
  func stripped(_ range: Range<UInt32>) -> Range<UInt32> {
    var range = range
    while let first = range.first {
      let token = token(first)
      if token.symbol == .await {
        range = first + 1..<range.upperBound
      } else if token.symbol == .leftParen, token.payload == range.upperBound - 1, range.count > 2 {
        range = first + 1..<range.upperBound - 1
      } else if range.count > 2, token.kind == .name, self.token(first + 1).symbol == .walrus {
        range = first + 2..<range.upperBound
      } else {
        break
      }
    }
    return range
  }

  /// What the roles of a plain name are remembered by: the binding that reaches it and whether those before it may, too,
  /// or its text when it has none.
  private func nameQuestion(_ name: UInt32) -> UInt64 {
    let (before, first, count) = file.outline.nearestBinding(of: name, from: file.outline.scope(at: name), in: file)
    if before >= 0 {
      let isOpen = count > 1 && !settles(file.outline.bindings[before], name)
      return 1 << 63 | (isOpen ? 1 << 60 : 0) | UInt64(before)
    }
    if first >= 0 { return 1 << 63 | 1 << 62 | UInt64(first) }
    return 1 << 63 | 1 << 61 | UInt64(token(name).payload) << 8 | UInt64(min(token(name).end - token(name).start, 255))
  }

  private func workOut(_ range: Range<UInt32>, isPrimary: Bool) -> ExpressionRoles {
    var roles = ExpressionRoles()
    let index = library.roleIndex
    let last = token(range.upperBound - 1)
    if !isPrimary {
      // `folder / name`: only what is made by operators.
    } else if last.symbol == .rightParen, last.payload != Token.noMate, last.payload > range.lowerBound {
      let callee = token(last.payload - 1)
      if callee.kind == .name {
        if callee.symbol != .none { addMade(by: index.byTail[callee.symbol], range, &roles) }
        if let named = importedMakers(range, calleeEnd: last.payload) { addMade(by: named, range, &roles) }
      }
      if names.hasCallMakers {
        addMade(by: plausible(index.calls, .calls, callee: range.lowerBound..<last.payload), range, &roles)
      }
      addConstructed(range.lowerBound..<last.payload, &roles)
      if roles.parts.isEmpty { addReturned(byCalling: range.lowerBound..<last.payload, &roles) }
    } else if last.symbol == .rightBracket {
      addMade(by: index.subscripts, range, &roles)
      if let base = subscripted(range) { addElements(of: self.roles(of: base), &roles) }
    } else if last.kind == .name {
      if last.symbol != .none { addMade(by: index.byTail[last.symbol], range, &roles) }
      if names.hasBareMakers, lastName(range) != nil {
        for maker in plausible(index.bare, .bare, callee: range)
        where names.frameworks[library.roles[maker.role].framework] {
          addMade(by: [maker], range, &roles)
        }
      }
    }
    // Last, because their conditions may come back to this expression from deeper down and find it being worked out.
    addMade(by: index.others, range, &roles)
    var refutedExcept: [Int]?
    if range.count == 1, last.kind == .name {
      refutedExcept = addBound(range.lowerBound, &roles)
    } else if range.count == 3, token(range.lowerBound + 1).symbol == .dot, isSelf(range.lowerBound) {
      refutedExcept = addBound(attributeBindings(range.lowerBound + 2), &roles)
      if roles.parts.isEmpty { addReturned(byReading: range, &roles) }
    }
    roles.refutedExcept = refutedExcept
    addNamed(range, refutedExcept, &roles)
    return roles
  }

  /// The roles of those makers that describe the expression.
  private func addMade(by makers: [RoleIndex.Maker], _ range: Range<UInt32>, _ roles: inout ExpressionRoles) {
    if makers.isEmpty { return }
    // What is before the dot is asked first: trying a maker may come back here from deeper down.
    var receiver: RoleSet?
    for maker in makers where maker.receiver != nil && isPossible(maker) {
      receiver = rolesOfReceiver(range)
      break
    }
    let around = (currentFramework, isArgument, blocks)
    // Moved away and not copied: what is shared would be made anew for every try.
    var outer: [Capture] = []
    swap(&outer, &captures)
    for maker in makers where isPossible(maker) {
      if let wanted = maker.receiver, let receiver, !receiver.overlaps(wanted) { continue }
      isArgument = false
      if var site = site(of: library.patterns[maker.pattern], at: .expression(range), for: maker.node),
        holds(maker.node, &site)
      {
        let proof: Proof = site.proof == .guessed ? .named : site.proof
        roles.add(.init(role: maker.role, proof: proof, blocking: library.roles[maker.role].blocking))
      }
      (currentFramework, isArgument, blocks) = around
    }
    captures = outer
  }

  /// The makers whose regular expressions on the callee (or the name) hold: the same few callees come up everywhere, so
  /// the answer is remembered by their text.
  private func plausible(
    _ makers: [RoleIndex.Maker], _ kind: MakerMemo.Kind, callee: Range<UInt32>
  ) -> [RoleIndex.Maker] {
    let bytes = bytes(callee)
    guard bytes.count <= RegexMemo.longestText else { return makers }
    let key = MakerMemo.key(kind, file.text, bytes)
    if let known = library.makerMemo.answer(key) { return known.isEmpty ? [] : known.map { makers[$0] } }
    let saved = (captures, currentFramework, isArgument, blocks, binding)
    defer { (captures, currentFramework, isArgument, blocks, binding) = saved }
    var numbers: [Int] = []
    for (number, maker) in makers.enumerated() {
      var holds = true
      for condition in maker.rootConditions where holds {
        if let regex = condition.regex, !matches(regex, bytes) { holds = false }
        if let regex = condition.notRegex, holds, matches(regex, bytes) { holds = false }
      }
      if holds { numbers.append(number) }
    }
    library.makerMemo.remember(key, numbers)
    return numbers.map { makers[$0] }
  }

  private func isPossible(_ maker: RoleIndex.Maker) -> Bool {
    for symbol in maker.required where !file.stream.seen.contains(symbol) { return false }
    for needed in maker.needs where !names.possibleRoles.overlaps(needed) { return false }
    return true
  }

  /// The roles of what stands before the last attribute of an expression.
  private func rolesOfReceiver(_ range: Range<UInt32>) -> RoleSet {
    let last = token(range.upperBound - 1)
    var name = range.upperBound - 1
    if last.symbol == .rightParen, last.payload != Token.noMate, last.payload > range.lowerBound {
      name = last.payload - 1
    }
    guard name > range.lowerBound + 1, token(name - 1).symbol == .dot else { return RoleSet() }
    return roles(of: range.lowerBound..<name - 1).set
  }

  func isSelf(_ index: UInt32) -> Bool {
    isOne(of: library.words.ownObject, index)
  }

  /// Makers by the canonical name of an imported callee: `from fastapi import Depends as D; D(get_db)`.
  private func importedMakers(_ range: Range<UInt32>, calleeEnd: UInt32) -> [RoleIndex.Maker]? {
    guard calleeEnd == range.lowerBound + 1, names.renamed.contains(token(range.lowerBound).payload),
      case .imported(let name) = resolution(of: range.lowerBound),
      let last = name.path.last, last != token(range.lowerBound).symbol, last != .none
    else { return nil }
    return library.roleIndex.byTail[last]
  }

  /// `Type(...)` as a whole.
  private func addConstructed(_ callee: Range<UInt32>, _ roles: inout ExpressionRoles) {
    for role in rolesOfType(callee) {
      roles.add(.init(role: role, proof: .typed, blocking: library.roles[role].blocking))
    }
  }

  private func addElements(of base: ExpressionRoles, _ roles: inout ExpressionRoles) {
    for part in base.parts {
      for element in library.roleIndex.elements[part.role] {
        roles.add(.init(role: element, proof: part.proof, blocking: library.roles[element].blocking))
      }
    }
  }

  /// The same for a plain name. Most have one binding, or the one that reaches them says it all.
  private func addBound(_ name: UInt32, _ roles: inout ExpressionRoles) -> [Int]? {
    let (before, first, count) = file.outline.nearestBinding(of: name, from: file.outline.scope(at: name), in: file)
    guard count > 0 else { return nil }
    let answer = self.roles(from: file.outline.bindings[before >= 0 ? before : first])
    if !answer.parts.isEmpty {
      for part in answer.parts { roles.add(part) }
      return []
    }
    if count == 1 || before >= 0 && isSettled(file.outline.bindings[before]) { return answer.refutedExcept }
    return addBound(nearestBindings(name), &roles)
  }

  /// `x: int = 7` puts an end to whatever the name was before.
  private func isSettled(_ binding: Binding) -> Bool {
    binding.kind == .assignment && !binding.annotation.isEmpty && !isBareQualifier(binding.annotation)
      && !isOne(of: library.words.anyType, binding.annotation.lowerBound)
  }

  /// By what a name is bound to: the nearest binding that says anything. Returns what the bindings speak against.
  private func addBound(_ bindings: [Binding], _ roles: inout ExpressionRoles) -> [Int]? {
    var refutedExcept: [Int]?
    for binding in bindings {
      let answer = self.roles(from: binding)
      if !answer.parts.isEmpty {
        for part in answer.parts { roles.add(part) }
        return []
      }
      if refutedExcept == nil { refutedExcept = answer.refutedExcept }
    }
    return refutedExcept
  }

  /// Last resort: what people call such things.
  private func addNamed(_ range: Range<UInt32>, _ refutedExcept: [Int]?, _ roles: inout ExpressionRoles) {
    guard let name = lastAttribute(range) else { return }
    func add(_ role: Int) {
      if let refutedExcept, !refutedExcept.contains(library.roles[role].framework) { return }
      roles.add(.init(role: role, proof: .named, blocking: library.roles[role].blocking))
    }
    let symbol = token(name).symbol
    if symbol != .none { for role in library.roleIndex.byName[symbol] { add(role) } }
    library.roleIndex.byGlob.each(file.text.bytes, token(name).range, add)
  }

  /// The last name of a chain of plain attributes.
  func lastName(_ range: Range<UInt32>) -> UInt32? {
    for index in range {
      let isName = (index - range.lowerBound) % 2 == 0
      guard isName ? token(index).kind == .name : token(index).symbol == .dot else { return nil }
    }
    return range.upperBound - 1
  }

  /// The name that a chain ends in, whatever stands before it: `loop` of `context.get().loop`.
  private func lastAttribute(_ range: Range<UInt32>) -> UInt32? {
    guard let last = range.last, token(last).kind == .name else { return nil }
    return range.count == 1 || token(last - 1).symbol == .dot && file.stream.chainStart(last) == range.lowerBound
      ? last : nil
  }

  /// `rows[0]`: the expression before the last subscript.
  private func subscripted(_ range: Range<UInt32>) -> Range<UInt32>? {
    guard let last = range.last, token(last).symbol == .rightBracket, token(last).payload != Token.noMate,
      token(last).payload > range.lowerBound
    else { return nil }
    return range.lowerBound..<token(last).payload
  }

  private func roles(from binding: Binding) -> ExpressionRoles {
    var roles = ExpressionRoles()
    if !binding.annotation.isEmpty, !isBareQualifier(binding.annotation) {
      for role in rolesOfAnnotation(binding.annotation) {
        roles.add(.init(role: role, proof: .typed, blocking: library.roles[role].blocking))
      }
      // `rows: list[Row] = query` is still what the value is: the annotation knows no such role.
      let isSilent = binding.kind == .assignment && roles.parts.isEmpty
      if binding.kind == .parameter || isSilent, !binding.value.isEmpty {
        for part in self.roles(of: binding.value).parts where part.proof == .typed { roles.add(part) }
      }
      if !isOne(of: library.words.anyType, binding.annotation.lowerBound) { roles.refutedExcept = [] }
      return roles
    }
    guard !binding.value.isEmpty, !binding.isPart || binding.kind == .loopTarget else {
      if binding.kind == .function || binding.kind == .class { roles.refutedExcept = [] }
      return roles
    }
    switch binding.kind {
    case .assignment, .withTarget, .parameter:
      for part in self.roles(of: binding.value).parts { roles.add(part) }
      roles.refutedExcept = refutedExcept(by: binding.value)
    case .loopTarget where !binding.isPart: addElements(of: self.roles(of: iterated(binding.value)), &roles)
    default: break
    }
    return roles
  }

  /// `x: Final = …`: an annotation that leaves the type to the value.
  private func isBareQualifier(_ annotation: Range<UInt32>) -> Bool {
    guard let name = lastName(annotation) else { return false }
    return isOne(of: library.words.bareQualifiers, name)
  }

  /// What is gone through in `list(x)`, `sorted(x)`, `x.all()`…: `x` for the builtins, the expression itself otherwise.
  func iterated(_ range: Range<UInt32>) -> Range<UInt32> {
    guard range.count > 3, token(range.lowerBound).kind == .name, token(range.lowerBound + 1).symbol == .leftParen,
      token(range.lowerBound + 1).payload == range.upperBound - 1,
      isOne(of: library.words.elementKeepers, range.lowerBound)
    else { return range }
    return file.stream.split(range.lowerBound + 2..<range.upperBound - 1, at: .comma).first ?? range
  }

  /// A literal, or a thing of another library: its name then says nothing. The frameworks for which it still may.
  private func refutedExcept(by range: Range<UInt32>) -> [Int]? {
    let range = stripped(range)
    guard let first = range.first else { return nil }
    let token = token(first)
    switch token.kind {
    case .string, .stringStart, .number, .open: return []
    case .keyword: return token.symbol == .true || token.symbol == .false || token.symbol == .lambda ? [] : nil
    case .name:
      guard case .imported(let name) = resolution(of: first), library.isKnownModule(name.path[0]) else { return nil }
      return name.frameworks
    default: return nil
    }
  }
}
