import RuleFiles
import SourceScan
import Vocabulary

/// Judges conditions on what a metavariable captured.
extension FileMatcher {
  func holds(_ condition: CompiledCapture, _ site: Site) -> Bool {
    guard let range = site.range(of: condition.capture), suits(condition, range) else { return false }
    if condition.operation.rawValue != 0, !performs(condition.operation, range) { return false }
    if condition.notOperation.rawValue != 0, performs(condition.notOperation, range) { return false }
    if !condition.madeBy.isEmpty, !isMade(by: condition.madeBy, range) { return false }
    if !condition.notMadeBy.isEmpty, isMade(by: condition.notMadeBy, range) { return false }
    if let regex = condition.fromModule, !isImported(range, fromModule: regex) { return false }
    if let constant = condition.constant, constant != isConstant(range) { return false }
    if let outside = condition.boundOutsideLoop, outside != isBoundOutsideLoop(range, site) { return false }
    if let changed = condition.changedInLoop, changed != isChangedInLoop(range, site) { return false }
    if let uses = condition.otherUses, !uses.holds(otherUses(range, site)) { return false }
    if let fields = condition.fields {
      guard let number = fieldsRead(range, site), fields.holds(number) else { return false }
    }
    if let count = condition.count {
      let parts = range.isEmpty ? 0 : file.stream.split(range, at: .comma).count
      if !count.holds(parts) { return false }
    }
    if let mention = condition.mentions, !mentions(range, mention, site) { return false }
    if let mention = condition.notMentions, mentions(range, mention, site) { return false }
    if let other = condition.same {
      guard let range2 = site.range(of: other), same(range, range2) else { return false }
    }
    if let other = condition.differs {
      guard let range2 = site.range(of: other), !same(range, range2) else { return false }
    }
    if let other = condition.spells {
      guard let name = site.range(of: other), spells(name, in: range) else { return false }
    }
    if condition.asksFacts, !holdsFacts(condition, range, site) { return false }
    return true
  }

  /// The conditions that need nothing but the captured tokens.
  func suits(_ condition: CompiledCapture, _ range: Range<UInt32>) -> Bool {
    if !condition.kind.isEmpty, !condition.kind.contains(where: { isKind($0, range) }) { return false }
    if condition.notKind.contains(where: { isKind($0, range) }) { return false }
    if let regex = condition.regex, !matches(regex, bytes(range)) { return false }
    if let regex = condition.notRegex, matches(regex, bytes(range)) { return false }
    if condition.asksRole, range.isEmpty || credibleRole(condition.role, of: range) == nil { return false }
    if condition.asksNotRole, !range.isEmpty, role(condition.notRole, of: range) != nil { return false }
    return true
  }

  /// A role that is more than a name, or a name in a file that imports the framework.
  func credibleRole(_ roles: [Int], of range: Range<UInt32>) -> ExpressionRoles.Part? {
    var best: ExpressionRoles.Part?
    for part in self.roles(of: range).parts where roles.contains(part.role) {
      if part.proof != .typed, !names.frameworks[library.roles[part.role].framework] { continue }
      if best == nil || part.proof < best!.proof { best = part }
    }
    return best
  }

  /// The bytes between the first and the last token of a range.
  func bytes(_ range: Range<UInt32>) -> Range<Int> {
    guard let first = range.first, let last = range.last else { return 0..<0 }
    return Int(token(first).start)..<max(Int(token(last).end), Int(token(first).start))
  }

  /// The source between the first and the last token of a range.
  func text(_ range: Range<UInt32>) -> String {
    file.text.string(bytes(range))
  }

  // MARK: Values

  /// The expression, or what was last assigned to the name before its place.
  private func value(of range: Range<UInt32>) -> Range<UInt32> {
    let range = stripped(range)
    guard let first = range.first, token(first).kind == .name else { return range }
    if range.count == 1 {
      let bindings = nearestBindings(first).filter {
        ($0.kind == .assignment || $0.kind == .withTarget || $0.kind == .parameter) && !$0.isPart && !$0.value.isEmpty
      }
      guard let binding = bindings.first(where: { $0.name < first }) else { return range }
      return binding.value
    }
    if range.count == 3, token(first + 1).symbol == .dot, isSelf(first) {
      let bindings = attributeBindings(first + 2).filter { $0.kind == .assignment && !$0.isPart && !$0.value.isEmpty }
      if bindings.count == 1 { return bindings[0].value }
    }
    return range
  }

  private func isMade(by patterns: [Int], _ range: Range<UInt32>) -> Bool {
    let own = stripped(range)
    let assigned = stripped(value(of: range))
    for expression in assigned == own ? [own] : [own, assigned] where !expression.isEmpty {
      for number in patterns where site(of: library.patterns[number], at: .expression(expression), for: nil) != nil {
        return true
      }
    }
    return false
  }

  /// Whether the expression (or the value of the name) begins with such an operation and only goes on from its result.
  func performs(_ wanted: OperationSet, _ range: Range<UInt32>) -> Bool {
    if begins(range, with: wanted) { return true }
    let assigned = value(of: range)
    return assigned != range && begins(assigned, with: wanted)
  }

  private func begins(_ range: Range<UInt32>, with wanted: OperationSet) -> Bool {
    let range = stripped(range)
    guard let first = range.first else { return false }
    return operations(wanted, in: first..<first + 1).contains { site in
      site.operations.overlaps(wanted) && site.end <= range.upperBound
        && file.stream.primaryEnd(first, limit: range.upperBound) == range.upperBound
    }
  }

  func isConstant(_ range: Range<UInt32>) -> Bool {
    !range.isEmpty
      && range.allSatisfy { index in
        let token = token(index)
        switch token.kind {
        case .name, .stringStart, .stringEnd, .stringText: return false
        case .keyword: return token.symbol == .true || token.symbol == .false || token.symbol == .noneWord
        default: return true
        }
      }
  }

  func isKind(_ kind: CaptureCondition.Kind, _ range: Range<UInt32>) -> Bool {
    guard let first = range.first, let last = range.last else { return false }
    let head = token(first)
    let spansBracket = head.kind == .open && head.payload == last
    // `(query.all())`: brackets that only let an expression go over several lines.
    if spansBracket, head.symbol == .leftParen, range.count > 2, kind == .call || kind == .attribute || kind == .await,
      file.stream.firstOutside(of: first + 1..<last, .comma) == nil
    {
      return isKind(kind, first + 1..<last)
    }
    switch kind {
    case .name: return range.count == 1 && head.kind == .name
    case .attribute:
      return range.count >= 3 && token(last).kind == .name && token(last - 1).symbol == .dot
        && file.stream.primaryEnd(first, limit: range.upperBound) == range.upperBound
    case .call:
      guard range.count >= 3, token(last).symbol == .rightParen, token(last).payload != Token.noMate,
        token(last).payload > first
      else { return false }
      return file.stream.primaryEnd(first, limit: range.upperBound) == range.upperBound
    case .string:
      return (head.kind == .string || head.kind == .stringStart)
        && file.stream.primaryEnd(first, limit: range.upperBound) == range.upperBound && token(last).symbol == .none
    case .fString:
      return head.kind == .stringStart && token(last).kind == .stringEnd
        && file.stream.primaryEnd(first, limit: range.upperBound) == range.upperBound
    case .number: return range.count == 1 && head.kind == .number
    case .list:
      return spansBracket && head.symbol == .leftBracket && file.stream.firstOutside(of: first + 1..<last, .for) == nil
    case .tuple:
      if spansBracket, head.symbol == .leftParen {
        return file.stream.firstOutside(of: first + 1..<last, .comma) != nil
          && file.stream.firstOutside(of: first + 1..<last, .for) == nil
      }
      return file.stream.firstOutside(of: range, .comma) != nil
    case .dict, .set:
      guard spansBracket, head.symbol == .leftBrace, file.stream.firstOutside(of: first + 1..<last, .for) == nil else {
        return false
      }
      let isDict =
        range.count == 2 || file.stream.firstOutside(of: first + 1..<last, .colon) != nil
        || token(first + 1).symbol == .doubleStar
      return isDict == (kind == .dict)
    case .comprehension:
      return spansBracket && file.stream.firstOutside(of: first + 1..<last, .for) != nil
    case .lambda: return head.symbol == .lambda
    case .await: return head.symbol == .await
    case .none: return range.count == 1 && head.symbol == .noneWord
    case .boolean: return range.count == 1 && (head.symbol == .true || head.symbol == .false)
    case .parameter: return range.count == 1 && head.kind == .name && isParameter(first)
    }
  }

  // MARK: Names

  /// Whether a name is a parameter of the function around it, and nothing else is ever bound to it.
  private func isParameter(_ name: UInt32) -> Bool {
    let nearest = file.outline.nearestBinding(of: name, from: file.outline.scope(at: name), in: file)
    return nearest.count == 1 && file.outline.bindings[nearest.first].kind == .parameter
  }

  private func isName(_ range: Range<UInt32>) -> Bool { range.count == 1 && token(range.lowerBound).kind == .name }

  private func isBoundOutsideLoop(_ range: Range<UInt32>, _ site: Site) -> Bool {
    guard let loop = loopScope(site) else { return false }
    let span = file.outline.scopes[loop]
    let start = min(span.header.lowerBound, span.body.lowerBound)
    let inLoop = start..<max(span.body.upperBound, start)
    if isName(range) {
      let bindings = nearestBindings(range.lowerBound).filter { $0.kind != .augmented }
      return !bindings.isEmpty && !bindings.contains { inLoop.contains($0.name) }
    }
    guard range.count == 3, token(range.lowerBound + 1).symbol == .dot else { return false }
    // `self.x`: bound in the class; assigned in the loop or not.
    return !file.outline.bindings.all.contains { binding in
      binding.isAttribute && inLoop.contains(binding.name) && binding.kind != .augmented
        && file.stream.sameText(binding.name, range.lowerBound + 2, file.text.bytes)
    }
  }

  func loopScope(_ site: Site) -> Int? {
    let scope = file.outline.scope(at: site.first)
    let loop = file.outline.scopes[scope].loop
    return loop >= 0 ? Int(loop) : nil
  }

  private func isChangedInLoop(_ range: Range<UInt32>, _ site: Site) -> Bool {
    guard let loop = loopScope(site), !range.isEmpty else { return false }
    let body = file.outline.scopes[loop].body
    let length = UInt32(range.count)
    var index = body.lowerBound
    while index + length <= body.upperBound {
      defer { index += 1 }
      guard file.stream.sameText(index, range.lowerBound, file.text.bytes), same(index..<index + length, range) else {
        continue
      }
      if index > body.lowerBound, token(index - 1).symbol == .dot { continue }
      let next = index + length
      if index > 0, token(index - 1).symbol == .del { return true }
      guard next < tokenCount else { continue }
      let behind = token(next)
      if behind.symbol == .dot, next + 2 < tokenCount, token(next + 2).symbol == .leftParen,
        isOne(of: library.words.mutators, next + 1)
      {
        return true
      }
      if behind.symbol == .leftBracket, behind.payload != Token.noMate, behind.payload + 1 < tokenCount {
        let after = token(behind.payload + 1).symbol
        if after == .assign || after.isAugmentedAssignment { return true }
        let statement = file.outline.statements[file.outline.statement(at: index)]
        if statement.kind == .del { return true }
      }
      let statement = file.outline.statements[file.outline.statement(at: index)]
      if statement.assign != LogicalLine.absent, index < statement.assign, next <= statement.assign {
        let outside = file.stream.openBracket(around: index).map { $0 < statement.first } ?? true
        if outside { return true }
      }
    }
    return false
  }

  /// The tokens in which a captured name means the same variable.
  private func scopeOfName(_ range: Range<UInt32>) -> Range<UInt32> {
    let binding = nearestBindings(range.lowerBound).first
    let scope = binding.map { Int($0.scope) } ?? file.outline.function(around: file.outline.scope(at: range.lowerBound))
    let body = file.outline.scopes[scope].body
    return body
  }

  /// Every other token in the variable's scope that reads the name.
  private func reads(_ range: Range<UInt32>, apart site: Range<UInt32>) -> [UInt32] {
    guard isName(range) else { return [] }
    let name = range.lowerBound
    let hash = token(name).payload
    var found: [UInt32] = []
    for index in scopeOfName(range) where !site.contains(index) {
      let candidate = token(index)
      guard candidate.kind == .name, candidate.payload == hash, index != name,
        file.stream.sameText(index, name, file.text.bytes)
      else { continue }
      if index > 0, token(index - 1).symbol == .dot { continue }
      if index + 1 < tokenCount, token(index + 1).symbol == .assign {
        // A keyword argument of that name, or an assignment to it.
        continue
      }
      if isTarget(index) { continue }
      found.append(index)
    }
    return found
  }

  private func isTarget(_ index: UInt32) -> Bool {
    var result = false
    file.outline.bindings.each(hash: token(index).payload) { number in
      let binding = file.outline.bindings[number]
      if binding.name == index, binding.kind != .augmented {
        result = true
        return false
      }
      return true
    }
    return result
  }

  private func otherUses(_ range: Range<UInt32>, _ site: Site) -> Int {
    isName(range) ? reads(range, apart: site.first..<site.end).count : Int.max
  }

  /// How many different attributes are read of a name that is used in no other way; `nil` when it is.
  private func fieldsRead(_ range: Range<UInt32>, _ site: Site) -> Int? {
    let fields = Set((fieldTokens(range) ?? []).map { token($0).payload })
    return fields.isEmpty ? nil : fields.count
  }

  /// The attributes that are read of a name, in text order; `nil` when it is used in any other way.
  func fieldTokens(_ range: Range<UInt32>) -> [UInt32]? {
    guard isName(range) else { return nil }
    var fields: [UInt32] = []
    for index in reads(range, apart: range) {
      guard index + 2 < tokenCount, token(index + 1).symbol == .dot, token(index + 2).kind == .name else { return nil }
      if index + 3 < tokenCount {
        let next = token(index + 3)
        if !next.flags.contains(.startsLine),
          next.symbol == .leftParen || next.symbol == .assign || next.symbol.isAugmentedAssignment
            || next.symbol == .dot || next.symbol == .leftBracket
        {
          return nil
        }
      }
      fields.append(index + 2)
    }
    return fields
  }

  private func mentions(_ range: Range<UInt32>, _ mention: CompiledCapture.Mention, _ site: Site) -> Bool {
    switch mention {
    case .capture(let name):
      guard let other = site.range(of: name), !other.isEmpty else { return false }
      return contains(range, other)
    case .loopVariable: return dependsOnLoop(site, tokens: range)
    case .roles(let roles):
      var index = range.lowerBound
      while index < range.upperBound {
        let current = token(index)
        if current.kind == .name, index == 0 || token(index - 1).symbol != .dot,
          index + 1 >= tokenCount || token(index + 1).symbol != .assign
        {
          var end = index + 1
          while true {
            if role(roles, of: index..<end) != nil { return true }
            guard end + 1 < range.upperBound, token(end).symbol == .dot, token(end + 1).kind == .name else { break }
            end += 2
          }
        }
        index += 1
      }
      return false
    }
  }

  /// Whether the tokens of `other` occur in a range.
  /// Whether one of the texts in an expression is a name: `["title", "pages"]`.
  private func spells(_ name: Range<UInt32>, in range: Range<UInt32>) -> Bool {
    guard name.count == 1, let first = name.first else { return false }
    let word = file.text.bytes[token(first).range]
    return range.contains { index in
      token(index).kind == .string && file.text.bytes[StringContent.of(token(index), file.text.bytes)] == word
    }
  }

  func contains(_ range: Range<UInt32>, _ other: Range<UInt32>) -> Bool {
    let length = UInt32(other.count)
    guard length > 0, range.count >= other.count else { return false }
    var index = range.lowerBound
    while index + length <= range.upperBound {
      if same(index..<index + length, other) {
        let isAttribute = index > range.lowerBound && token(index - 1).symbol == .dot
        let isKeyword = length == 1 && index + 1 < range.upperBound && token(index + 1).symbol == .assign
        if !isAttribute && !isKeyword { return true }
      }
      index += 1
    }
    return false
  }

  // MARK: Dependence on the loop

  func uses(_ use: NodeConditions.Use, _ site: Site) -> Bool {
    switch use {
    case .capture(let name):
      guard let range = site.range(of: name) else { return false }
      return contains(site.first..<site.end, range)
    case .loopVariable: return dependsOnLoop(site, tokens: dependentRange(site))
    case .parameter: return true
    }
  }

  /// Whether some tokens mention the variable of a loop around the site, or a name assigned from one in the body before
  /// it.
  func dependsOnLoop(_ site: Site, tokens: Range<UInt32>) -> Bool { dependsOnLoop(at: site.first, tokens: tokens) }

  /// The same of tokens at some place.
  func dependsOnLoop(at place: UInt32, tokens: Range<UInt32>) -> Bool {
    let loops = loops(around: place)
    return depends(tokens, on: loops.reduce(into: []) { $0.formUnion(variables(of: $1)) }, loops.last, place)
  }

  /// The innermost loop whose variable decides what a site does; the innermost one where none does.
  func decidingLoop(_ site: Site) -> Int? {
    let loops = loops(around: site.first)
    let tokens = dependentRange(site)
    return loops.first { depends(tokens, on: variables(of: $0), $0, site.first) } ?? loops.first
  }

  /// The loops that a token stands in, in its own function, innermost first.
  func loops(around token: UInt32) -> [Int] {
    var loops: [Int] = []
    var scope = file.outline.scope(at: token)
    while scope >= 0 {
      let loop = Int(file.outline.scopes[scope].loop)
      guard loop >= 0 else { break }
      loops.append(loop)
      scope = Int(file.outline.scopes[loop].parent)
    }
    return loops
  }

  /// Hashes of the names that each turn of a loop gives values.
  private func variables(of loop: Int) -> Set<UInt32> {
    var names: Set<UInt32> = []
    for binding in file.outline.bindings.all where binding.kind == .loopTarget {
      let isOwn =
        Int(binding.scope) == loop
        || binding.statement == file.outline.scopes[loop].statement
          && file.outline.scopes[loop].header.contains(binding.name)
      if isOwn { names.insert(token(binding.name).payload) }
    }
    if file.outline.scopes[loop].own.contains(.whileLoop) {
      // The variables of a `while` are what its body assigns.
      for binding in assignments(in: file.outline.scopes[loop].body)
      where !isConstant(binding.value) || binding.kind == .augmented {
        names.insert(token(binding.name).payload)
      }
      for binding in assignments(in: file.outline.scopes[loop].header) { names.insert(token(binding.name).payload) }
    }
    return names
  }

  /// Whether some tokens mention one of some names, or what was assigned from them since a loop began.
  private func depends(_ tokens: Range<UInt32>, on names: Set<UInt32>, _ loop: Int?, _ place: UInt32) -> Bool {
    guard let loop else { return false }
    var names = names
    let outer = file.outline.scopes[loop]
    let start = min(outer.header.lowerBound, outer.body.lowerBound, place)
    for binding in assignments(in: start..<place) {
      if mentionsAny(names, binding.value) { names.insert(token(binding.name).payload) }
    }
    return mentionsAny(names, tokens)
  }

  /// The tokens that decide what an operation does: the site, and the header's iterable for one that is looped over.
  func dependentRange(_ site: Site) -> Range<UInt32> {
    let end = file.stream.primaryEnd(site.first, limit: limit(at: site.first)) ?? site.end
    return site.first..<max(site.end, end)
  }

  func assignments(in range: Range<UInt32>) -> [Binding] {
    let all = file.outline.bindings.all
    return all.filter {
      range.contains($0.name) && !$0.value.isEmpty && $0.kind != .parameter && $0.kind != .import && !$0.isAttribute
    }.sorted { $0.name < $1.name }
  }

  func mentionsAny(_ names: Set<UInt32>, _ range: Range<UInt32>) -> Bool {
    for index in range {
      let candidate = token(index)
      guard candidate.kind == .name, names.contains(candidate.payload) else { continue }
      if index > 0, token(index - 1).symbol == .dot { continue }
      if index + 1 < tokenCount, token(index + 1).symbol == .assign, index + 1 < range.upperBound { continue }
      return true
    }
    return false
  }
}
