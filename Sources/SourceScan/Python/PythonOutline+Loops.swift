/// What kinds of loops there are: endless, few turns, retrying, leaving in the first turn.
extension PythonOutline {
  /// The most turns of a loop that is not worth a finding.
  static let fewTurns = 8

  mutating func classifyLoops() {
    for index in outline.scopes.indices {
      let scope = outline.scopes[index]
      guard scope.own.contains(.loop), !scope.own.contains(.comprehension) else {
        if scope.own.contains(.comprehension), isConstantName(scope.hole) {
          outline.scopes[index].own = [.comprehension, .anyLoop, .constantLoop]
        }
        continue
      }
      if scope.own.contains(.forLoop),
        let keyword = stream.firstOutside(of: scope.header.lowerBound..<scope.header.upperBound - 1, .in)
      {
        let iterable = keyword + 1..<scope.header.upperBound - 1
        if isConstantIterable(iterable) || isConstantName(iterable) {
          outline.scopes[index].own.insert(.constantLoop)
        }
      }
      if isRetry(scope) { outline.scopes[index].own.insert(.retryLoop) }
      if !outline.scopes[index].own.isDisjoint(with: [.constantLoop, .retryLoop]) || leavesInFirstTurn(scope) {
        outline.scopes[index].own.remove(.loop)
      }
    }
  }

  /// Binds what a loop gives in each turn.
  mutating func bindLoop(_ targets: Range<UInt32>, _ iterable: Range<UInt32>, _ statement: Int32, owner: Int32?) {
    guard let loop = unwrapped(targets, iterable) else {
      bindTargets(targets, value: iterable, annotation: 0..<0, statement, .loopTarget, owner: owner)
      return
    }
    // The number in front.
    if let comma = stream.firstOutside(of: targets, .comma), comma < loop.targets.lowerBound {
      for index in targets.lowerBound..<comma where stream.tokens[Int(index)].kind == .name {
        add(
          Binding(
            name: index, scope: owner ?? currentOwner, statement: statement, kind: .loopTarget, isPart: true,
            value: iterable))
      }
    }
    bindTargets(loop.targets, value: loop.iterable, annotation: 0..<0, statement, .loopTarget, owner: owner)
  }

  /// What is gone through by `for number, row in enumerate(rows)` and `for row in tqdm(rows)`; `nil` for other loops.
  func unwrapped(
    _ targets: Range<UInt32>, _ iterable: Range<UInt32>
  ) -> (targets: Range<UInt32>, iterable: Range<UInt32>)? {
    guard iterable.count > 3, symbol(iterable.upperBound - 1) == .rightParen else { return nil }
    let open = stream.tokens[Int(iterable.upperBound - 1)].payload
    guard open != Token.noMate, open > iterable.lowerBound, open + 1 < iterable.upperBound - 1 else { return nil }
    let name = open - 1
    guard name == iterable.lowerBound || symbol(iterable.lowerBound + 1) == .dot && name == iterable.lowerBound + 2
    else { return nil }
    let inner = stream.split(open + 1..<iterable.upperBound - 1, at: .comma)[0]
    if inner.isEmpty || inner.count > 1 && symbol(inner.lowerBound + 1) == .assign { return nil }
    if name == iterable.lowerBound, stream.isText(name, "enumerate", bytes) {
      let parts = stream.split(listed(targets), at: .comma)
      guard parts.count == 2, !parts[1].isEmpty else { return nil }
      return unwrapped(parts[1], inner) ?? (parts[1], inner)
    }
    guard ["tqdm", "track", "alive_it", "progressbar"].contains(where: { stream.isText(name, $0, bytes) }) else {
      return nil
    }
    return unwrapped(targets, inner) ?? (targets, inner)
  }

  /// A literal of at most eight elements, or `range` of a literal.
  func isConstantIterable(_ range: Range<UInt32>, depth: Int = 0) -> Bool {
    guard let first = range.first, depth < 4 else { return false }
    let token = stream.tokens[Int(first)]
    let last = range.upperBound - 1
    switch token.symbol {
    case .leftParen, .leftBracket, .leftBrace: return isShortDisplay(range, depth: depth)
    default: break
    }
    if stream.isText(first, "range", bytes), range.count >= 4, symbol(first + 1) == .leftParen,
      stream.tokens[Int(first + 1)].payload == last
    {
      let arguments = stream.split(first + 2..<last, at: .comma)
      let bounds = arguments.map { argument -> Int? in
        guard argument.count == 1, stream.tokens[Int(argument.lowerBound)].kind == .number else { return nil }
        return Int(text(argument.lowerBound))
      }
      switch bounds.count {
      case 1: return bounds[0].map { $0 <= PythonOutline.fewTurns } ?? false
      case 2:
        guard let low = bounds[0], let high = bounds[1] else { return false }
        return high - low <= PythonOutline.fewTurns
      default: return false
      }
    }
    for wrapper in ["enumerate", "reversed", "sorted", "zip"]
    where stream.isText(first, wrapper, bytes) && range.count >= 4 && symbol(first + 1) == .leftParen
      && stream.tokens[Int(first + 1)].payload == last
    {
      return stream.split(first + 2..<last, at: .comma).contains {
        isConstantIterable($0, depth: depth + 1) || isConstantName($0)
      }
    }
    // `for x in a, b, c`
    return stream.firstOutside(of: range, .comma) != nil && isShortList(range)
  }

  /// A tuple, list, set or dictionary that is written out. Brackets without a comma are none: `(query.all())`.
  func isShortDisplay(_ range: Range<UInt32>, depth: Int = 0) -> Bool {
    guard range.count > 1, let first = range.first, stream.tokens[Int(first)].kind == .open,
      stream.tokens[Int(first)].payload == range.upperBound - 1
    else { return false }
    let inside = first + 1..<range.upperBound - 1
    if symbol(first) == .leftParen, !inside.isEmpty, stream.firstOutside(of: inside, .comma) == nil {
      return isConstantIterable(inside, depth: depth + 1)
    }
    return isShortList(inside)
  }

  func isShortList(_ range: Range<UInt32>) -> Bool {
    let items = stream.split(range, at: .comma)
    guard items.count <= PythonOutline.fewTurns else { return false }
    return !items.contains { item in
      symbol(item.lowerBound) == .star || symbol(item.lowerBound) == .doubleStar
        || stream.firstOutside(of: item, .for) != nil
    }
  }

  /// A constant by its name: capitals (unless a longer literal of this file), or a class that can be iterated: an enum.
  func isConstantName(_ range: Range<UInt32>) -> Bool {
    guard !range.isEmpty else { return false }
    var name = range.lowerBound
    if range.count > 1 {
      // `Colors.ALL`, `settings.LANGUAGES`, `CHOICES.items()`
      guard
        range.allSatisfy({
          stream.tokens[Int($0)].kind == .name || symbol($0) == .dot || symbol($0) == .leftParen
            || symbol($0) == .rightParen
        })
      else { return false }
      var last = range.upperBound - 1
      if symbol(last) == .rightParen {
        guard last >= range.lowerBound + 4, symbol(last - 1) == .leftParen,
          ["items", "keys", "values"].contains(where: { stream.isText(last - 2, $0, bytes) })
        else { return false }
        last -= 4
      }
      guard last >= range.lowerBound else { return false }
      name = last
    }
    let token = stream.tokens[Int(name)]
    guard token.kind == .name else { return false }
    let word = bytes[token.range]
    guard word.count > 1, let first = word.first, first >= UInt8(ascii: "A"), first <= UInt8(ascii: "Z") else {
      return isShortLocalLiteral(name)
    }
    let isCapitals = !word.contains { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }
    if !isCapitals { return range.count == 1 }
    var literal: Range<UInt32>?
    outline.bindings.each(hash: token.payload) { index in
      let binding = outline.bindings[index]
      if binding.kind == .assignment, !binding.isPart, !binding.isAttribute, stream.sameText(binding.name, name, bytes)
      {
        literal = binding.value
      }
      return true
    }
    guard let literal, let open = literal.first, stream.tokens[Int(open)].kind == .open,
      stream.tokens[Int(open)].payload == literal.upperBound - 1
    else { return true }
    return isShortDisplay(literal)
  }

  /// A name whose one assignment in the file is a literal of one to eight elements.
  func isShortLocalLiteral(_ name: UInt32) -> Bool {
    guard name == 0 || symbol(name - 1) != .dot else { return false }
    var values: [Range<UInt32>] = []
    outline.bindings.each(hash: stream.tokens[Int(name)].payload) { index in
      let binding = outline.bindings[index]
      if stream.sameText(binding.name, name, bytes) { values.append(binding.value) }
      return true
    }
    return values.count == 1 && values[0].count > 2 && isShortDisplay(values[0])
  }

  /// A counted or endless loop around one `try` that leaves the loop when it went well.
  func isRetry(_ scope: Scope) -> Bool {
    if scope.own.contains(.forLoop) {
      let target = scope.header.lowerBound + (symbol(scope.header.lowerBound) == .async ? 2 : 1)
      if ["attempt", "retry", "tries", "trial", "attempts"].contains(where: { stream.isText(target, $0, bytes) }) {
        return true
      }
      guard let keyword = stream.firstOutside(of: scope.header, .in),
        ["range", "count"].contains(where: { stream.isText(keyword + 1, $0, bytes) })
          || keyword + 2 < scope.header.upperBound && symbol(keyword + 2) == .dot
            && stream.isText(keyword + 3, "count", bytes)
      else { return false }
    }
    var index = Int(scope.statements.lowerBound)
    while index < Int(scope.statements.upperBound) {
      let statement = outline.statements[index]
      if statement.kind == .try {
        let handlers = Int(statement.next)
        let leaves = outline.statements[index..<handlers].contains { $0.kind == .return || $0.kind == .break }
        let retries =
          handlers < Int(scope.statements.upperBound) && outline.statements[handlers].kind == .except
        if leaves && retries { return true }
      }
      index = Int(statement.next)
    }
    return false
  }

  /// The body's last statement leaves the loop, and nothing before it begins another turn.
  func leavesInFirstTurn(_ scope: Scope) -> Bool {
    var index = Int(scope.statements.lowerBound)
    var last: Statement?
    while index < Int(scope.statements.upperBound) {
      last = outline.statements[index]
      index = Int(outline.statements[index].next)
    }
    guard let last, last.kind == .return || last.kind == .break || last.kind == .raise else { return false }
    return !outline.statements[Int(scope.statements.lowerBound)..<Int(scope.statements.upperBound)].contains {
      $0.kind == .continue
    }
  }

  func text(_ token: UInt32) -> String {
    String(decoding: bytes[stream.tokens[Int(token)].range], as: UTF8.self)
  }
}
