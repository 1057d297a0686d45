import SourceScan

/// Finds the sites of patterns: everywhere in a file by a dispatch, or in a range on demand.
extension FileMatcher {
  /// Tries a pattern at a candidate place; the site, captures cleared before.
  func site(
    of pattern: Pattern, at place: Place, for node: CompiledNode?, starting given: [Capture] = []
  ) -> Site? {
    let outer = binding
    binding = node?.conditions.binding
    defer { binding = outer }
    captures.removeAll(keepingCapacity: true)
    captures.append(contentsOf: given)
    currentFramework = pattern.framework
    defer { currentFramework = nil }
    if let written = binding?.written, !isWritten(pattern, at: place, written) { return nil }
    guard var site = rawSite(of: pattern, at: place) else { return nil }
    site.captures = captures
    site.isBlocking = blocks
    if let framework = pattern.framework {
      site.framework = Int32(truncatingIfNeeded: framework)
      site.proof = names.frameworks[framework] ? .typed : .guessed
    }
    for constraint in pattern.roles {
      guard let range = site.range(of: constraint.capture) else { continue }
      guard let answer = role(constraint.roles, of: range) else { return nil }
      if answer.proof == .named {
        site.proof = max(site.proof, names.frameworks[pattern.framework ?? 0] ? .named : .guessed)
      } else if site.proof == .guessed {
        // A typed receiver proves the framework, whatever the file imports.
        site.proof = .typed
      }
      if let blocking = answer.blocking { site.isBlocking = blocking }
    }
    return site
  }

  /// Whether a pattern matches when nobody asks for roles: that is found out in no time, and roles are not. Leaves the
  /// captures as they were.
  private func isWritten(_ pattern: Pattern, at place: Place, _ written: BindingConditions) -> Bool {
    let all = binding
    let count = captures.count
    binding = written
    defer {
      binding = all
      forgetCaptures(behind: count)
    }
    return rawSite(of: pattern, at: place) != nil
  }

  /// Where a pattern is tried.
  enum Place {
    case statement(Int)
    case withItem(statement: Int, item: Range<UInt32>)
    /// The name of an attribute, an operator, a keyword, or the first token of a chain.
    case token(UInt32)
    case comprehension(UInt32)
    /// The first token of a chain.
    case chain(UInt32)
    /// Exactly this expression.
    case expression(Range<UInt32>)
  }

  private func rawSite(of pattern: Pattern, at place: Place) -> Site? {
    switch place {
    case .statement(let index):
      let statement = file.outline.statements[index]
      var first = statement.first
      // A pattern written without `async` matches both.
      if statement.isAsync, !pattern.beginsWithAsync { first += 1 }
      let limit = statement.body >= 0 ? statement.end - 1 : statement.end
      // A pattern written without a return type matches both, too.
      let isTyped = statement.kind == .def && !pattern.writesReturnType
      let behind = isTyped ? file.stream.firstOutside(of: first..<max(limit, first), .arrow) ?? limit : limit
      guard first < limit || statement.body >= 0 else { return nil }
      let mark = captures.count
      if match(pattern.elements, 0, at: first, limit: max(behind, first), toLimit: true) == nil {
        forgetCaptures(behind: mark)
        guard let loop = wrappedLoop(at: index), match(pattern.elements, loop) else { return nil }
      }
      return Site(
        first: statement.first, end: max(limit, first), captures: [], statement: Int32(truncatingIfNeeded: index))
    case .withItem(let index, let item):
      guard let end = matchWithItem(pattern.elements, item) else { return nil }
      return Site(first: item.lowerBound, end: end, captures: [], statement: Int32(truncatingIfNeeded: index))
    case .expression(let range):
      guard match(pattern.elements, 0, at: range.lowerBound, limit: range.upperBound, toLimit: true) != nil else {
        return nil
      }
      return Site(first: range.lowerBound, end: range.upperBound, captures: [])
    case .chain(let index):
      guard let end = match(pattern.elements, 0, at: index, limit: limit(at: index), toLimit: false) else { return nil }
      return Site(first: index, end: end, captures: [])
    case .comprehension(let bracket):
      let limit = limit(at: bracket)
      guard let end = match(pattern.elements, 0, at: bracket, limit: limit, toLimit: false) else { return nil }
      return Site(first: bracket, end: end, captures: [])
    case .token(let index):
      return rawSite(of: pattern, atToken: index)
    }
  }

  /// Whether `for $ROW in $ROWS` describes a loop without its wrapper.
  private func match(_ elements: [Element], _ loop: WrappedLoop) -> Bool {
    func place(of symbol: Symbol) -> Int? {
      elements.firstIndex { if case .token(symbol) = $0 { true } else { false } }
    }
    guard let keyword = place(of: .for), let middle = place(of: .in), keyword < middle else { return false }
    let mark = captures.count
    let parts = [(elements[keyword + 1..<middle], loop.targets), (elements[(middle + 1)...], loop.iterable)]
    for (part, range) in parts {
      // Their end is that of the header.
      if match(Array(part), 0, at: range.lowerBound, limit: range.upperBound, toLimit: true) == nil {
        forgetCaptures(behind: mark)
        return false
      }
    }
    return true
  }

  private func rawSite(of pattern: Pattern, atToken index: UInt32) -> Site? {
    let limit = limit(at: index)
    switch pattern.anchor {
    case .path, .prefix:
      guard let end = match(pattern.elements, 0, at: index, limit: limit, toLimit: false) else { return nil }
      return Site(first: index, end: end, captures: [])
    case .attribute:
      guard index > 0, token(index - 1).symbol == .dot else { return nil }
      let start = file.stream.chainStart(index)
      guard start < index - 1, case .chain(let chain) = pattern.elements[0] else { return nil }
      // The usual case: a metavariable before the very attribute that was found.
      awaitBracket = nil
      if case .expression(let name) = chain.root, case .attribute = chain.links.first {
        chainBegin = start
        guard bind(name, start..<index - 1),
          let end = match(chain.links, 0, at: index - 1, limit: limit, toLimit: false),
          let last = match(pattern.elements, 1, at: end, limit: limit, toLimit: false)
        else { return nil }
        let first = min(awaitBracket ?? start, start)
        return Site(first: first, end: last, captures: [], awaitsBeginning: first < start)
      }
      guard let end = match(pattern.elements, 0, at: start, limit: limit, toLimit: false), end > index else {
        return nil
      }
      return Site(first: start, end: end, captures: [])
    case .infix(let symbol):
      var end = index
      if symbol == .in, index > 0, token(index - 1).symbol == .not { end -= 1 }
      let level = (TokenStream.precedence(symbol) ?? 0) + 1
      let floor = file.outline.statements[file.outline.statement(at: index)].first
      guard let start = file.stream.operandStart(before: end, floor: floor, level: level),
        let last = match(pattern.elements, 0, at: start, limit: limit, toLimit: false), last > index
      else { return nil }
      return Site(first: start, end: last, captures: [])
    default: return nil
    }
  }

  /// `with $A as $B` against one item: without an `as` in the pattern, the item's may be there or not.
  private func matchWithItem(_ elements: [Element], _ item: Range<UInt32>) -> UInt32? {
    let keyword = file.stream.firstOutside(of: item, .as)
    let wantsName = elements.contains { if case .token(.as) = $0 { true } else { false } }
    if wantsName {
      guard keyword != nil else { return nil }
      return match(elements, 1, at: item.lowerBound, limit: item.upperBound, toLimit: true)
    }
    return match(elements, 1, at: item.lowerBound, limit: keyword ?? item.upperBound, toLimit: true)
  }

  /// One past the tokens of the statement, or of its part, that a token stands in, a header's colon left out.
  func limit(at index: UInt32) -> UInt32 {
    let statement = file.outline.statements[file.outline.statement(at: index)]
    if file.stream.hasParts, let end = file.stream.firstOutside(of: index..<statement.end, .semicolon) { return end }
    return statement.body >= 0 ? statement.end - 1 : statement.end
  }

  func withItems(of statement: Int) -> [Range<UInt32>] {
    let header = file.outline.statements[statement]
    guard header.kind == .with, header.body >= 0 else { return [] }
    var range = header.first + (header.isAsync ? 2 : 1)..<header.end - 1
    if let first = range.first, token(first).symbol == .leftParen, token(first).payload == range.upperBound - 1,
      file.stream.firstOutside(of: first + 1..<range.upperBound - 1, .as) != nil
        || file.stream.firstOutside(of: first + 1..<range.upperBound - 1, .comma) != nil
    {
      range = first + 1..<range.upperBound - 1
    }
    return file.stream.split(range, at: .comma)
  }

  /// The sites of some patterns within a range of tokens, in order, captures unified with the given ones. Stops when
  /// `body` returns `true`.
  func eachSite(
    of patterns: [Int], for node: CompiledNode, in range: Range<UInt32>, starting captures: [Capture],
    _ body: (FileMatcher, Site) -> Bool
  ) -> Bool {
    guard !range.isEmpty, !file.outline.statements.isEmpty else { return false }
    var isFound = false
    for number in patterns {
      let pattern = library.patterns[number]
      /// Tries a place; whether that was the last one.
      func isLast(_ place: Place) -> Bool {
        remainingSteps -= 1
        guard remainingSteps > 0 else { return true }
        guard let site = site(of: pattern, at: place, for: node, starting: captures), body(self, site) else {
          return false
        }
        isFound = true
        return true
      }
      switch pattern.anchor {
      case .statement(let keyword):
        for index in statements(in: range)
        where file.outline.statements[index].kind == keyword {
          let statement = file.outline.statements[index]
          guard hasHint(pattern.shape.hint, statement.first..<statement.end) else { continue }
          if isLast(.statement(index)) { return isFound }
        }
      case .assignment(let symbol):
        for index in statements(in: range) {
          let statement = file.outline.statements[index]
          guard statement.assign != LogicalLine.absent, token(statement.assign).symbol == symbol,
            AssignmentGlance(statement, self).fits(pattern.shape, self),
            hasHint(pattern.shape.hint, statement.first..<statement.end)
          else { continue }
          if isLast(.statement(index)) { return isFound }
        }
        if symbol == .assign {
          for named in namedExpressions(in: range)
          where AssignmentGlance(named, self).fits(pattern.shape, self) && hasHint(pattern.shape.hint, named) {
            if isLast(.expression(named)) { return isFound }
          }
        }
      case .withItem:
        for statement in statements(in: range) {
          for item in withItems(of: statement) where isLast(.withItem(statement: statement, item: item)) {
            return isFound
          }
        }
      case .path(let path):
        let roots = names.roots
        var next = roots.partitioningIndex { $0.token >= range.lowerBound }
        while next < roots.count, roots[next].token < range.upperBound {
          let root = roots[next]
          next += 1
          guard root.head == path[0], path.count == 1 || root.second == path[1] else { continue }
          guard mayGoOn(pattern, at: root.token, captures) else { continue }
          if isLast(.token(root.token)) { return isFound }
        }
      case .attribute(let symbol), .infix(let symbol), .prefix(let symbol):
        let isAttribute = if case .attribute = pattern.anchor { true } else { false }
        for index in occurrences(in: range) where token(index).symbol == symbol {
          guard (index > 0 && token(index - 1).symbol == .dot) == isAttribute else { continue }
          if isAttribute, !mayBeCalled(pattern.shape, at: index, captures) { continue }
          if isLast(.token(index)) { return isFound }
        }
      case .comprehension:
        for scope in file.outline.expressionScopes {
          let scope = file.outline.scopes[Int(scope)]
          guard scope.own.contains(.comprehension), range.contains(scope.header.lowerBound) else { continue }
          if isLast(.comprehension(scope.header.lowerBound)) { return isFound }
        }
      case .none:
        // Nothing to look for: held against the range as a whole, against the expressions between its commas, and, when
        // it is a call or subscript of whatever, against every chain; a list, dictionary or tuple against all of them.
        let bracket = pattern.bareBracket
        if let bracket, !hasHint(bracket, range) { continue }
        if isLast(.expression(range)) { return isFound }
        if let name = pattern.attributeOf, let bound = captures.first(where: { $0.name == name })?.range {
          for index in attributes(of: bound, in: range) where isLast(.chain(index)) { return isFound }
        }
        if let bracket {
          for index in range where token(index).symbol == bracket && token(index).kind == .open {
            let start = file.stream.chainStart(index)
            if start < index, isLast(.chain(start)) { return isFound }
          }
        }
        if let symbol = pattern.literalBracket {
          for index in range where beginsLiteral(index, with: symbol) && isLast(.chain(index)) { return isFound }
        }
        let parts = file.stream.split(range, at: .comma)
        if parts.count > 1 {
          for part in parts where isLast(.expression(part)) { return isFound }
        }
      }
    }
    return false
  }

  /// Those of `row := load()` that begin in a range of tokens.
  func namedExpressions(in range: Range<UInt32>) -> ArraySlice<Range<UInt32>> {
    let all = file.outline.namedExpressions
    if all.isEmpty { return [] }
    let start = all.partitioningIndex { $0.lowerBound >= range.lowerBound }
    return all[start...].prefix { $0.lowerBound < range.upperBound }
  }

  /// Whether a call follows an attribute where a pattern has one, and what stands before it ends like what is already
  /// captured.
  private func mayBeCalled(_ shape: PatternShape, at index: UInt32, _ captures: [Capture]) -> Bool {
    if shape.isCall {
      guard index + 1 < tokenCount, token(index + 1).symbol == .leftParen else { return false }
      if shape.isEmptyCall, index + 2 >= tokenCount || token(index + 2).symbol != .rightParen { return false }
    }
    guard index > 1, let receiver = shape.telling,
      let last = captures.first(where: { $0.name == receiver })?.range.last
    else { return true }
    return file.stream.sameText(index - 2, last, file.text.bytes)
  }

  /// Whether a bracket opens at a token that encloses elements, not arguments or a key.
  private func beginsLiteral(_ index: UInt32, with symbol: Symbol) -> Bool {
    guard token(index).symbol == symbol, token(index).kind == .open else { return false }
    guard index > 0, symbol != .leftBrace else { return true }
    let previous = token(index - 1)
    return previous.kind != .name && previous.kind != .close && previous.kind != .string
  }

  /// Where an attribute of a name that is already captured stands.
  private func attributes(of name: Range<UInt32>, in range: Range<UInt32>) -> [UInt32] {
    guard name.count == 1, let first = name.first, token(first).kind == .name else { return [] }
    return range.filter { index in
      index + 1 < tokenCount && token(index).kind == .name && token(index).payload == token(first).payload
        && token(index + 1).symbol == .dot && (index == 0 || token(index - 1).symbol != .dot)
        && file.stream.sameText(index, first, file.text.bytes)
    }
  }

  /// Whether the words behind the first one are those of a pattern, up to its first metavariable, and that is what it is
  /// bound to. Asked where statements are rows of words: a long script has many that begin alike.
  private func mayGoOn(_ pattern: Pattern, at first: UInt32, _ captures: [Capture]) -> Bool {
    guard file.stream.hasParts, case .chain(let head) = pattern.elements[0], head.links.isEmpty,
      case .path(let start) = head.root, start.count == 1
    else { return true }
    var index = first + 1
    for element in pattern.elements.dropFirst() {
      var metavariable: CaptureName?
      switch element {
      case .chain(let chain):
        switch chain.root {
        case .path(let words):
          guard words.count == 1 else { return true }
          guard index < tokenCount, token(index).symbol == words[0] else { return false }
          guard chain.links.isEmpty else { return true }
          index += 1
          continue
        case .expression(let name): metavariable = name
        default: return true
        }
      case .expression(let name, _): metavariable = name
      default: return true
      }
      guard let metavariable, let bound = captures.first(where: { $0.name == metavariable }), !bound.range.isEmpty
      else {
        return true
      }
      return index < tokenCount && file.stream.sameText(index, bound.range.lowerBound, file.text.bytes)
    }
    return true
  }

  private func occurrences(in range: Range<UInt32>) -> ArraySlice<UInt32> {
    let all = file.stream.occurrences
    let start = all.partitioningIndex { $0 >= range.lowerBound }
    let end = all.partitioningIndex { $0 >= range.upperBound }
    return all[start..<max(start, end)]
  }

  /// Indices of the statements that begin in a range of tokens.
  func statements(in range: Range<UInt32>) -> Range<Int> {
    let all = file.outline.statements
    let start = all.partitioningIndex { $0.first >= range.lowerBound }
    let end = all.partitioningIndex { $0.first >= range.upperBound }
    return start..<max(start, end)
  }
}

extension Array {
  /// The first index whose element and all behind it belong to the second half; the array must be so divided.
  func partitioningIndex(where belongsToSecond: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if belongsToSecond(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
