import Matching
import SourceScan

/// The calls in functions.
extension Summarizer {
  mutating func addCalls() {
    let outline = file.outline
    var current: Int32 = -1
    var order: [(function: Int32, call: CallSummary)] = []
    for (number, statement) in outline.statements.enumerated() where statement.kind != .at {
      let block = outline.scopes[Int(statement.scope)]
      guard outline.scopes[Int(block.function)].own.contains(.function) else { continue }
      current = numbers[Int(block.function)]
      guard current >= 0, statement.end > statement.first + 1 else { continue }
      for index in statement.first + 1..<statement.end {
        let symbol = token(index).symbol
        if symbol == .dot, let read = read(index + 1, statement: number) { order.append((current, read)) }
        guard symbol == .leftParen, token(index - 1).kind == .name, index >= 2, token(index - 2).symbol != .def else {
          continue
        }
        if let call = call(index - 1, statement: number) { order.append((current, call)) }
        if let handed = handedOver(index, statement: number) { order.append((current, handed)) }
      }
    }
    // Nested functions stand between the statements of the one around them: sorted by function, text order kept.
    var next = [Int32](repeating: 0, count: summary.functions.count + 1)
    for entry in order { next[Int(entry.function) + 1] += 1 }
    for index in next.indices.dropFirst() { next[index] += next[index - 1] }
    summary.firstCalls = next
    guard let first = order.first else { return }
    summary.calls = Array(repeating: first.call, count: order.count)
    for entry in order {
      summary.calls[Int(next[Int(entry.function)])] = entry.call
      next[Int(entry.function)] += 1
    }
  }

  private mutating func call(_ name: UInt32, statement: Int) -> CallSummary? {
    var start = name
    var names = 1
    while start >= 2, token(start - 1).symbol == .dot, !token(start).flags.contains(.startsLine),
      token(start - 2).kind == .name
    {
      start -= 2
      names += 1
      if names > Summarizer.mostNames { return nil }
    }
    let scope = file.outline.scope(at: name, statement: statement)
    let here = file.outline.scopes[scope]
    guard file.outline.scopes[Int(here.function)].own.contains(.function) else { return nil }
    var callee: NamePath
    if start > 0, token(start - 1).symbol == .dot, !token(start).flags.contains(.startsLine) {
      guard names == 1, start > 1, token(start - 2).symbol == .rightParen,
        let receiver = receiver(token(start - 2).payload, from: scope, &start)
      else { return nil }
      callee = NamePath(root: receiver, first: token(name).payload)
    } else {
      guard let path = longPath(stride(from: start, through: name, by: 2).map { $0 }, from: scope) else { return nil }
      callee = path
      if names == 1 {
        switch callee.root {
        case .defined, .spelled: break
        case .own, .superclass, .typed, .unknown: return nil
        }
      }
    }
    if leadsOut(callee.root) { return nil }
    let isEntered = isEntered(start, name, file.outline.statements[statement])
    let isTelling = (callee.root == .unknown || isElement(callee.root)) && isTelling(name)
    if callee.root == .unknown, !isTelling { return nil }
    var manner: CallPlace.Manner = []
    // Of `await Step().send()` only the last call is awaited.
    let close = token(name + 1).payload
    let isLast =
      close == Token.noMate || file.stream.linkEnd(close + 1, limit: file.outline.statements[statement].end) == nil
    if isLast && (start > 0 && token(start - 1).symbol == .await || isRun(at: start))
      || isEntered && file.outline.statements[statement].isAsync
    {
      manner.insert(.isAwaited)
    }
    if start == file.outline.statements[statement].first,
      token(name + 1).payload == file.outline.statements[statement].end - 1
    {
      manner.insert(.isStatement)
    }
    if isEntered { manner.insert(.isEntered) }
    if isTelling { manner.insert(.isTelling) }
    return CallSummary(
      callee: callee, name: token(name).payload, token: name, place: CallPlace(here.within, manner))
  }

  /// `await asyncio.to_thread(self.jobs.load, key)` runs `load`.
  private mutating func handedOver(_ open: UInt32, statement: Int) -> CallSummary? {
    guard let handed = file.handedFunction(toCallAt: open, words.handovers), let name = handed.function.last else {
      return nil
    }
    let scope = file.outline.scope(at: name, statement: statement)
    guard let callee = path(handed.function, from: scope), callee.root != .unknown, !leadsOut(callee.root) else {
      return nil
    }
    return CallSummary(
      callee: callee, name: token(name).payload, token: name,
      place: CallPlace(file.outline.scopes[scope].within, .isHandedOver))
  }

  /// Whether what a path begins with is certainly not the project's.
  func leadsOut(_ root: Root) -> Bool {
    switch root {
    case .defined(.import(let number)): leadsOut[Int(number)]
    case .typed(let number): leadsOut(summary.types[Int(number)].path.root)
    case .own, .superclass, .defined, .spelled, .unknown: false
    }
  }

  /// `with Lock(key) as lock`: what a call gives is entered there and then.
  private func isEntered(_ start: UInt32, _ name: UInt32, _ statement: Statement) -> Bool {
    guard statement.kind == .with, start > 0, token(name + 1).payload != Token.noMate,
      token(name + 1).payload + 1 < statement.end
    else { return false }
    let before = token(start - 1).symbol
    let behind = token(token(name + 1).payload + 1).symbol
    return (before == .with || before == .comma || before == .leftParen)
      && (behind == .as || behind == .comma || behind == .colon || behind == .rightParen)
      && (file.stream.openBracket(around: start).map { $0 <= statement.first + 2 } ?? true)
  }

  /// `asyncio.gather(f(), g())`, `gather(*[f(x) for x in y])`: what is handed to such a function is run by it.
  private func isRun(at start: UInt32) -> Bool {
    guard start > 0, token(start - 1).kind == .open || token(start - 1).symbol == .comma else { return false }
    var inner = start
    for _ in 0..<2 {
      guard let open = file.stream.openBracket(around: inner), open > 0 else { return false }
      let before = token(open - 1)
      if before.kind == .name {
        return token(open).symbol == .leftParen && words.runners.contains(before.payload)
      }
      guard before.symbol == .star else { return false }
      inner = open
    }
    return false
  }

  /// What is called before a bracket: `Repository`, `self.jobs.get`, `Repository(…).get`.
  mutating func callee(_ range: Range<UInt32>, from scope: Int) -> NamePath? {
    if let path = path(range, from: scope) { return path }
    guard range.count > 4, let name = range.last, token(name).kind == .name, token(name - 1).symbol == .dot,
      token(name - 2).symbol == .rightParen
    else { return nil }
    var start = name - 1
    guard let root = receiver(token(name - 2).payload, from: scope, &start), start == range.lowerBound, isKnown(root)
    else { return nil }
    return NamePath(root: root, first: token(name).payload)
  }

  /// Whether a call's value is that of a function or class of the project, however many calls there are before it.
  private func isKnown(_ root: Root) -> Bool {
    switch root {
    case .superclass: true
    case .defined: !leadsOut(root)
    case .typed(let number): isKnown(summary.types[Int(number)].path.root)
    case .own, .spelled, .unknown: false
    }
  }

  /// `super()`, `Repository(…)`, `get_repository()`, `Repository(…).get(…)`: what a method is called on.
  mutating func receiver(_ open: UInt32, from scope: Int, _ start: inout UInt32, depth: Int = 0) -> Root? {
    guard open != Token.noMate, open >= 1, open < start, token(open - 1).kind == .name else { return nil }
    start = open - 1
    if words.superclass.contains(token(start).payload) {
      return file.outline.classScope(around: Int32(truncatingIfNeeded: scope)).map { .superclass(numbers[Int($0)]) }
    }
    while start >= 2, token(start - 1).symbol == .dot, token(start - 2).kind == .name { start -= 2 }
    if start > 0, token(start - 1).symbol == .dot {
      let name = start
      guard depth < 3, name == open - 1, name >= 2, token(name - 2).symbol == .rightParen,
        let inner = receiver(token(name - 2).payload, from: scope, &start, depth: depth + 1), isKnown(inner)
      else { return nil }
      return .typed(add(.result, NamePath(root: inner, first: token(name).payload)))
    }
    let type = path(start..<open, from: scope).map { add(.result, $0) } ?? -1
    return type >= 0 ? .typed(type) : nil
  }

  /// Whether it is one of several that a call gives, of which the function may not say what they are.
  private func isElement(_ root: Root) -> Bool {
    if case .typed(let number) = root { summary.types[Int(number)].form == .element } else { false }
  }

  /// Whether a method's name is likely to be nobody else's: long, and of several words.
  private func isTelling(_ name: UInt32) -> Bool {
    let range = token(name).range
    return range.count >= 10 && file.text.bytes[range].contains(UInt8(ascii: "_"))
      && file.text.bytes[range.lowerBound] != UInt8(ascii: "_")
  }
}
