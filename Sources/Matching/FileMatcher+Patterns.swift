import SourceScan

/// Holds the parts of a pattern against tokens: elements and chains.
extension FileMatcher {
  // MARK: Elements

  /// Matches elements from the `k`th on at a token; the end, or `nil`. With `toLimit` the match must reach `limit`.
  func match(
    _ elements: [Element], _ k: Int, at index: UInt32, limit: UInt32, toLimit: Bool
  ) -> UInt32? {
    guard k < elements.count else { return !toLimit || index == limit ? index : nil }
    let isLast = k == elements.count - 1
    switch elements[k] {
    case .run(let name):
      if isLast { return bind(name, index..<limit) ? limit : nil }
      var end = index
      let mark = captures.count
      // Of no elements, there is no comma behind them either: `[..., $X]` may begin with `$X`.
      if case .token(.comma) = elements[k + 1], bind(name, index..<index),
        let matched = match(elements, k + 2, at: index, limit: limit, toLimit: toLimit)
      {
        return matched
      }
      forgetCaptures(behind: mark)
      while end <= limit {
        if bind(name, index..<end), let matched = match(elements, k + 1, at: end, limit: limit, toLimit: toLimit) {
          return matched
        }
        forgetCaptures(behind: mark)
        guard end < limit else { return nil }
        end = min(file.stream.after(end), limit)
      }
      return nil
    case .token(let symbol):
      // Nor before them: `[$X, ...]` may be all of it.
      if index == limit, symbol == .comma, k + 2 == elements.count, case .run(let name) = elements[k + 1] {
        return bind(name, limit..<limit) ? limit : nil
      }
      guard index < limit else { return nil }
      var index = index
      if symbol == .assign, token(index).symbol == .colon {
        // An annotation between the target and its `=`.
        guard let assign = file.stream.firstOutside(of: index..<limit, .assign) else { return nil }
        index = assign
      }
      // `if $X` as the header around a site means the `elif` of the same statement, too, and `=` what names a value in
      // an expression.
      let here = token(index).symbol
      guard here == symbol || symbol == .if && here == .elif || symbol == .assign && here == .walrus else {
        return nil
      }
      return match(elements, k + 1, at: index + 1, limit: limit, toLimit: toLimit)
    case .number(let text):
      guard index < limit, token(index).kind == .number, file.text.string(token(index).range) == text else {
        return nil
      }
      return match(elements, k + 1, at: index + 1, limit: limit, toLimit: toLimit)
    case .expression(let name, let extent):
      let end = isNamed(index, by: elements, k, limit: limit) ? index + 1 : end(of: extent, at: index, limit: limit)
      guard let end, end > index else { return nil }
      let mark = captures.count
      guard bind(name, index..<end) else { return nil }
      if let matched = match(elements, k + 1, at: end, limit: limit, toLimit: toLimit) { return matched }
      forgetCaptures(behind: mark)
      return nil
    case .chain(let chain):
      let mark = captures.count
      // An `await` does not hide the call behind it.
      let start = index < limit && token(index).symbol == .await ? index + 1 : index
      if let inner = bracketed(start, chain, limit: limit) {
        // Brackets around a whole expression mean nothing: `n = (\n  session.query(A)\n  .count()\n)`.
        if match(chain, at: inner.lowerBound, limit: inner.upperBound, toLimit: true) != nil,
          let matched = match(elements, k + 1, at: inner.upperBound + 1, limit: limit, toLimit: toLimit)
        {
          return matched
        }
        forgetCaptures(behind: mark)
      }
      guard let end = match(chain, at: start, limit: limit, toLimit: isLast && toLimit) else { return nil }
      if let matched = match(elements, k + 1, at: end, limit: limit, toLimit: toLimit) { return matched }
      forgetCaptures(behind: mark)
      return nil
    }
  }

  /// What stands in the brackets at a token, when they enclose the rest up to the limit and the pattern does not mean them.
  private func bracketed(_ index: UInt32, _ chain: Chain, limit: UInt32) -> Range<UInt32>? {
    guard index < limit, token(index).symbol == .leftParen, token(index).payload == limit - 1, limit - index > 2 else {
      return nil
    }
    if case .bracket = chain.root { return nil }
    return index + 1..<limit - 1
  }

  /// Whether a value is named inside of an expression, `row := load()`, where a pattern has an assignment.
  private func isNamed(_ index: UInt32, by elements: [Element], _ k: Int, limit: UInt32) -> Bool {
    guard index + 1 < limit, token(index + 1).symbol == .walrus, k + 1 < elements.count,
      case .token(.assign) = elements[k + 1]
    else { return false }
    return true
  }

  private func end(of extent: Element.Extent, at index: UInt32, limit: UInt32) -> UInt32? {
    switch extent {
    case .level(let level): return file.stream.expressionEnd(index, limit: limit, level: level)
    case .rest: return limit
    case .targets: return file.stream.firstOutside(of: index..<limit, .in) ?? limit
    }
  }

  /// Binds a metavariable, or holds what it is bound to against these tokens.
  func bind(_ name: CaptureName?, _ range: Range<UInt32>) -> Bool {
    guard let name else { return true }
    if let bound = captures.first(where: { $0.name == name }) { return same(bound.range, range) }
    if let binding {
      for index in binding.conditions.indices where binding.conditions[index].capture == name {
        if !suits(binding.conditions[index], range) { return false }
        // No less than what is known once the whole site is: there are no fewer loops around a part of it.
        if binding.conditions[index].mentionsLoop, !dependsOnLoop(at: range.lowerBound, tokens: range) { return false }
      }
    }
    captures.append(Capture(name: name, range: range))
    return true
  }

  /// Takes back what was bound since there were `count` captures.
  @inline(__always)
  func forgetCaptures(behind count: Int) {
    if captures.count > count { captures.removeLast(captures.count - count) }
  }

  /// Whether two runs of tokens are written alike.
  func same(_ left: Range<UInt32>, _ right: Range<UInt32>) -> Bool {
    if left == right { return true }
    guard left.count == right.count else { return false }
    for offset in 0..<UInt32(left.count)
    where !file.stream.sameText(left.lowerBound + offset, right.lowerBound + offset, file.text.bytes) {
      return false
    }
    return true
  }

  // MARK: Chains

  func match(_ chain: Chain, at index: UInt32, limit: UInt32, toLimit: Bool) -> UInt32? {
    guard index < limit else { return nil }
    if let end = matchAsWritten(chain, at: index, limit: limit, toLimit: toLimit) { return end }
    // `(await session.scalars(query)).first()`
    guard index + 2 < limit, token(index).symbol == .leftParen, token(index + 1).symbol == .await else { return nil }
    if case .bracket = chain.root { return nil }
    return matchAsWritten(chain, at: index + 2, limit: limit, toLimit: toLimit)
  }

  private func matchAsWritten(_ chain: Chain, at index: UInt32, limit: UInt32, toLimit: Bool) -> UInt32? {
    let outer = chainBegin
    chainBegin = index
    defer { chainBegin = outer }
    let mark = captures.count
    switch chain.root {
    case .path(let path):
      guard token(index).kind == .name else { return nil }
      let ends = ends(of: path, at: index, limit: limit)
      guard let first = ends.first else { return nil }
      if let end = match(chain.links, 0, at: first, limit: limit, toLimit: toLimit) { return end }
      forgetCaptures(behind: mark)
      for start in ends.others {
        if let end = match(chain.links, 0, at: start, limit: limit, toLimit: toLimit) { return end }
        forgetCaptures(behind: mark)
      }
      return nil
    case .expression(let name):
      guard var boundary = primaryRoot(index, limit: limit) else { return nil }
      // The longest expression before the links is meant. In most chains they can begin at one place at most.
      var last: UInt32?
      var others: [UInt32] = []
      while true {
        if mayBegin(chain.links, at: boundary, limit: limit, toLimit: toLimit) {
          if let last { others.append(last) }
          last = boundary
        }
        guard let next = file.stream.linkEnd(boundary, limit: limit) else { break }
        boundary = next
      }
      while let place = last {
        if bind(name, index..<place), let end = match(chain.links, 0, at: place, limit: limit, toLimit: toLimit) {
          return end
        }
        forgetCaptures(behind: mark)
        last = others.popLast()
      }
      return nil
    case .string(let test):
      guard let end = match(test, at: index, limit: limit) else { return nil }
      return match(chain.links, 0, at: end, limit: limit, toLimit: toLimit)
    case .bracket(let symbol, let elements):
      let open = token(index)
      guard open.symbol == symbol, open.kind == .open, open.payload != Token.noMate, open.payload < limit else {
        return nil
      }
      guard matchInside(elements, open: index) else { return nil }
      if let end = match(chain.links, 0, at: open.payload + 1, limit: limit, toLimit: toLimit) { return end }
      forgetCaptures(behind: mark)
      return nil
    }
  }

  /// Whether the first of some links may stand at a token.
  private func mayBegin(_ links: [Chain.Link], at index: UInt32, limit: UInt32, toLimit: Bool) -> Bool {
    guard let first = links.first else { return !toLimit || index == limit }
    switch first {
    case .attribute(let symbol):
      return index + 1 < limit && token(index).symbol == .dot && token(index + 1).symbol == symbol
    case .anyAttribute: return index + 1 < limit && token(index).symbol == .dot
    case .call: return index < limit && token(index).symbol == .leftParen
    case .subscripted: return index < limit && token(index).symbol == .leftBracket
    case .run: return true
    }
  }

  /// One past the name, literal or bracket at a token, without links.
  private func primaryRoot(_ index: UInt32, limit: UInt32) -> UInt32? {
    let first = token(index)
    switch first.kind {
    case .name: return index + 1
    case .string, .stringStart, .open:
      guard first.kind != .open || first.payload != Token.noMate else { return nil }
      return min(file.stream.after(index), limit)
    default: return nil
    }
  }

  private func matchInside(_ elements: [Element], open: UInt32) -> Bool {
    let close = token(open).payload
    if elements.isEmpty { return close == open + 1 }
    let mark = captures.count
    if match(elements, 0, at: open + 1, limit: close, toLimit: true) != nil { return true }
    forgetCaptures(behind: mark)
    // A trailing comma means nothing.
    if close > open + 1, token(close - 1).symbol == .comma,
      match(elements, 0, at: open + 1, limit: close - 1, toLimit: true) != nil
    {
      return true
    }
    forgetCaptures(behind: mark)
    return false
  }

  func match(
    _ links: [Chain.Link], _ k: Int, at index: UInt32, limit: UInt32, toLimit: Bool
  ) -> UInt32? {
    guard k < links.count else { return !toLimit || index == limit ? index : nil }
    let index = behindAwait(index, limit: limit)
    switch links[k] {
    case .attribute(let symbol):
      guard index + 1 < limit, token(index).symbol == .dot, token(index + 1).symbol == symbol else { return nil }
      return match(links, k + 1, at: index + 2, limit: limit, toLimit: toLimit)
    case .anyAttribute(let name):
      guard index + 1 < limit, token(index).symbol == .dot, token(index + 1).kind == .name,
        bind(name, index + 1..<index + 2)
      else { return nil }
      return match(links, k + 1, at: index + 2, limit: limit, toLimit: toLimit)
    case .call(let arguments):
      guard index < limit else { return nil }
      let open = token(index)
      guard open.symbol == .leftParen, open.kind == .open, open.payload != Token.noMate, open.payload < limit,
        match(arguments, open: index, close: open.payload)
      else { return nil }
      return match(links, k + 1, at: open.payload + 1, limit: limit, toLimit: toLimit)
    case .subscripted(let elements):
      guard index < limit else { return nil }
      let open = token(index)
      guard open.symbol == .leftBracket, open.kind == .open, open.payload != Token.noMate, open.payload < limit,
        matchInside(elements, open: index)
      else { return nil }
      return match(links, k + 1, at: open.payload + 1, limit: limit, toLimit: toLimit)
    case .run:
      var start = index
      while true {
        let mark = captures.count
        if let end = match(links, k + 1, at: start, limit: limit, toLimit: toLimit) { return end }
        forgetCaptures(behind: mark)
        guard let next = file.stream.linkEnd(start, limit: limit) else { return nil }
        start = next
      }
    }
  }

  /// One past the bracket that closes at a token, when it is there only to await what the chain begins with.
  private func behindAwait(_ index: UInt32, limit: UInt32) -> UInt32 {
    guard index < limit, token(index).symbol == .rightParen, token(index).payload != Token.noMate,
      token(index).payload + 2 == chainBegin, token(chainBegin - 1).symbol == .await
    else { return index }
    awaitBracket = token(index).payload
    return index + 1
  }

  /// Where the links behind a path may begin when the chain at a token stands for it: the first such place, and others.
  private func ends(of path: [Symbol], at index: UInt32, limit: UInt32) -> (first: UInt32?, others: [UInt32]) {
    let symbol = token(index).symbol
    switch resolution(of: index) {
    case .free: return (path[0] == symbol ? end(of: path.dropFirst(), behind: index, limit: limit) : nil, [])
    case .foreign:
      // A project's own module may hand a framework's name on; in a framework's patterns the name then speaks.
      guard currentFramework != nil, path.count == 1 || isArgument, path[0] == symbol else { return (nil, []) }
      return (end(of: path.dropFirst(), behind: index, limit: limit), [])
    case .local: return (nil, [])
    case .imported(let name):
      var ends: [UInt32] = []
      func add(_ end: UInt32?) { if let end { ends.append(end) } }
      if name.path.count <= path.count, path.starts(with: name.path) {
        add(end(of: path.dropFirst(name.path.count), behind: index, limit: limit))
      }
      if let framework = currentFramework {
        if name.frameworks.contains(framework), name.path.count > 1, name.path.last == path[0] {
          add(end(of: path.dropFirst(), behind: index, limit: limit))
        }
        // The whole path behind the rest of a module's path: `acme.store.pause` for `pause`.
        for module in library.modules[framework] where module.starts(with: name.path) {
          add(end(of: module.dropFirst(name.path.count) + path, behind: index, limit: limit))
        }
      }
      return (ends.first, Array(ends.dropFirst()))
    }
  }

  /// One past the attributes of these names behind a token; `nil` when others stand there.
  private func end(of names: ArraySlice<Symbol>, behind index: UInt32, limit: UInt32) -> UInt32? {
    var next = index + 1
    for symbol in names {
      guard next + 1 < limit, token(next).symbol == .dot, token(next + 1).symbol == symbol else { return nil }
      next += 2
    }
    return next
  }

  /// What a name stands for at its place.
  func resolution(of index: UInt32) -> Resolution {
    let scope = file.outline.scope(at: index)
    let (_, first, count) = file.outline.nearestBinding(of: index, from: scope, in: file)
    if count == 0 { return .free }
    if count == 1 {
      guard file.outline.bindings[first].kind == .import else { return .local }
      return names.imported[UInt32(first)].map { .imported($0) } ?? .foreign
    }
    let visible = file.outline.visibleBindings(of: index, from: scope, in: file)
    var result = Resolution.local
    for number in visible where file.outline.bindings[number].kind == .import {
      // An imported name with a fallback (`try: import x / except ImportError: x = None`) is the import.
      if let name = names.imported[UInt32(number)] { return .imported(name) }
      result = .foreign
    }
    return result
  }
}
