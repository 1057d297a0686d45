import Matching
import SourceScan

/// The attributes that are read in functions: any may be a property of a class that another file defines. Only those are
/// kept of which neither the object is unknown nor the class, where it is at hand, says that they are something else.
extension Summarizer {
  mutating func read(_ name: UInt32, statement: Int) -> CallSummary? {
    guard Int(name) < file.stream.tokens.count, token(name).kind == .name, symbol(behind: name) != .leftParen else {
      return nil
    }
    var start = name
    var names = 0
    while token(start - 1).symbol == .dot, !token(start).flags.contains(.startsLine), token(start - 2).kind == .name {
      start -= 2
      names += 1
      if names > 2 || start < 2 { break }
    }
    guard names < 3 else { return nil }
    let place = file.outline.statements[statement]
    guard !isGivenAway(name, from: start, place) else { return nil }
    let scope = file.outline.scope(at: name, statement: statement)
    let here = file.outline.scopes[scope]
    guard file.outline.scopes[Int(here.function)].own.contains(.function) else { return nil }
    var callee: NamePath
    if token(start - 1).symbol == .dot, !token(start).flags.contains(.startsLine) {
      guard names == 0, token(start - 2).symbol == .rightParen,
        let receiver = receiver(token(start - 2).payload, from: scope, &start)
      else { return nil }
      callee = NamePath(root: receiver, first: token(name).payload)
    } else {
      guard names > 0 else { return nil }
      // What a class itself calls by the name is the property, and does not run it.
      if words.ownClass.contains(token(start).payload) { return nil }
      callee = NamePath(root: root(start, from: scope), first: token(start + 2).payload)
      if names > 1 { callee.second = token(name).payload }
    }
    guard isLikely(callee) else { return nil }
    return CallSummary(
      callee: callee, name: token(name).payload, token: name,
      place: CallPlace(here.within, start > 0 && token(start - 1).symbol == .await ? [.isRead, .isAwaited] : .isRead))
  }

  private func symbol(behind token: UInt32) -> Symbol {
    Int(token) + 1 < file.stream.tokens.count ? file.stream.tokens[Int(token) + 1].symbol : .none
  }

  /// Whether an attribute gets a value, or is deleted: `row.name = …`, `for row.name in …`, `del row.name`.
  private func isGivenAway(_ name: UInt32, from start: UInt32, _ statement: Statement) -> Bool {
    let next = symbol(behind: name)
    if next == .dot || next == .leftBracket { return false }
    if next == .assign || token(start - 1).symbol == .as { return true }
    let isTarget =
      statement.kind == .del || statement.assign != LogicalLine.absent && name < statement.assign
      || statement.kind == .for && name < (file.stream.firstOutside(of: statement.first..<statement.end, .in) ?? 0)
    guard isTarget, !next.isAugmentedAssignment else { return false }
    // `rows[row.key] = …` reads the key.
    var inner = start
    while let open = file.stream.openBracket(around: inner), open > statement.first {
      let before = token(open - 1)
      if before.kind == .name || before.kind == .close { return false }
      inner = open
    }
    return true
  }

  /// Whether the path may lead to a property.
  private mutating func isLikely(_ path: NamePath) -> Bool {
    if leadsOut(path.root) { return false }
    switch path.root {
    case .own(let owner):
      guard owner >= 0 else { return false }
      guard path.second != 0 else {
        let slot = Int(path.first ^ UInt32(truncatingIfNeeded: owner)) & (propertyMemo.count - 1)
        if propertyMemo[slot].owner != owner || propertyMemo[slot].name != path.first {
          propertyMemo[slot] = (owner, path.first, mayBeProperty(path.first, of: owner))
        }
        return propertyMemo[slot].isLikely
      }
      guard let type = attributeType(path.first, of: owner) else { return true }
      return type >= 0 ? mayHave(path.second, type) : mayInherit(owner)
    case .superclass: return true
    case .typed(let number): return path.second != 0 || mayHave(path.first, number)
    case .defined, .spelled, .unknown: return false
    }
  }

  /// Whether values of a type may have a property of a name.
  private func mayHave(_ name: UInt32, _ number: Int32) -> Bool {
    let type = summary.types[Int(number)]
    if leadsOut(type.path.root) { return false }
    if type.path.first == 0, case .defined(.function(let number)) = type.path.root {
      let function = summary.functions[Int(number)]
      return type.form != .value && (function.returns >= 0 || function.returnsClass != 0)
    }
    guard type.form != .value, type.path.first == 0, case .defined(.class(let owner)) = type.path.root else {
      return true
    }
    return mayBeProperty(name, of: owner)
  }

  /// What is known of the type of a class's own attribute, −1 when nothing is; `nil` for a method, or where it has several.
  private mutating func attributeType(_ name: UInt32, of owner: Int32) -> Int32? {
    var type: Int32 = -1
    var index = nextBinding(of: name, in: owner, behind: -1)
    while index >= 0 {
      let known = definitions[index] == nil ? knownType(of: index) : nil
      guard let known, known < 0 || type < 0 else { return nil }
      type = max(type, known)
      index = nextBinding(of: name, in: owner, behind: index)
    }
    return type
  }

  /// Whether objects of a class of this file may have a property of a name: one that the class, or a base of it, does not
  /// use for something else.
  private func mayBeProperty(_ name: UInt32, of owner: Int32, depth: Int = 0) -> Bool {
    var index = nextBinding(of: name, in: owner, behind: -1)
    guard index >= 0 else {
      return mayInherit(owner, depth: depth) { mayBeProperty(name, of: $0, depth: depth + 1) }
    }
    while index >= 0 {
      if case .function(let number)? = definitions[index],
        summary.functions[Int(number)].flags.contains(.isProperty)
      {
        return true
      }
      index = nextBinding(of: name, in: owner, behind: index)
    }
    return false
  }

  /// The binding of a class's own name that follows another one, in the order of the text; −1 when there is none.
  func nextBinding(of name: UInt32, in owner: Int32, behind last: Int) -> Int {
    var found = -1
    let scope = classScopes[Int(owner)]
    file.outline.bindings.each(hash: name) { index in
      guard index > last, file.outline.bindings[index].scope == scope,
        token(file.outline.bindings[index].name).payload == name
      else { return true }
      found = index
      return false
    }
    return found
  }

  /// Whether a class has a base of the project's own that may give it something; those of the same file are asked.
  func mayInherit(_ owner: Int32, depth: Int = 0, where gives: (Int32) -> Bool = { _ in true }) -> Bool {
    summary.classes[Int(owner)].bases.contains { number in
      let root = summary.types[Int(number)].path.root
      if case .defined(.class(let base)) = root { return depth < 8 && base != owner && gives(base) }
      return root != .unknown && !leadsOut(root)
    }
  }
}
