import SourceScan

/// What must be so for a place in a function to be reached.
extension FunctionReader {
  /// The names that must be true or false: by the `if`s around a token, by what is asked before it in the same expression,
  /// and by the `if`s before it that lead away: `if not commit: return`.
  func conditions(around token: UInt32, in function: Int) -> [UInt32: Bool] {
    var found: [UInt32: Bool] = [:]
    addHeaders(around: token, in: function, to: &found)
    addOperands(before: token, to: &found)
    addLeaving(before: token, in: function, to: &found)
    return found
  }

  // MARK: The branches around it

  private func addHeaders(around token: UInt32, in function: Int, to found: inout [UInt32: Bool]) {
    let outline = file.outline
    var scope = outline.scope(at: token)
    while scope >= 0, scope != function {
      let here = outline.scopes[scope]
      if here.own.contains(.if), here.statement >= 0 {
        let header = outline.statements[Int(here.statement)]
        if header.kind == .if || header.kind == .elif, header.end > header.first + 1 {
          add(header.first + 1..<header.end - 1, in: function, to: &found)
        }
      }
      scope = Int(here.parent)
    }
  }

  /// What holds where a condition does: `commit and not dry_run`, and what a name in it was made of,
  /// `at_once = immediate and not busy()`.
  private func add(_ condition: Range<UInt32>, in function: Int, to found: inout [UInt32: Bool], depth: Int = 0) {
    guard isConjunction(condition) else { return }
    for part in file.stream.split(condition, at: .and) {
      guard let (name, truth) = literal(part) else { continue }
      found[hash(name)] = truth
      if truth, depth < 3, let made = onlyValue(of: name, in: function) {
        add(made, in: function, to: &found, depth: depth + 1)
      }
    }
  }

  /// What a name of the function is given, where that is once and before a place.
  private func onlyValue(of name: UInt32, in function: Int) -> Range<UInt32>? {
    let outline = file.outline
    let all = outline.visibleBindings(of: name, from: outline.scope(at: name), in: file)
    guard all.count == 1, let only = all.first else { return nil }
    let binding = outline.bindings[only]
    guard binding.kind == .assignment, Int(binding.scope) == function, !binding.isPart, binding.name < name,
      !binding.value.isEmpty
    else { return nil }
    return binding.value
  }

  // MARK: The expression before it

  /// `check and service and load(key)`
  private func addOperands(before token: UInt32, to found: inout [UInt32: Bool]) {
    let stream = file.stream
    var place = token
    while let open = stream.openBracket(around: place) {
      let close = stream.tokens[Int(open)].payload
      guard close != Token.noMate, close > open else { break }
      addOperands(of: open + 1..<close, before: place, to: &found)
      place = open
    }
    let statement = file.outline.statements[file.outline.statement(at: token)]
    var first = statement.first
    if statement.assign != LogicalLine.absent, statement.assign < place {
      first = statement.assign + 1
    } else if stream.tokens[Int(first)].kind == .keyword {
      first += 1
    }
    if first <= place { addOperands(of: first..<statement.end, before: place, to: &found) }
  }

  private func addOperands(of range: Range<UInt32>, before place: UInt32, to found: inout [UInt32: Bool]) {
    guard file.stream.firstOutside(of: range, .and) != nil, isConjunction(range) else { return }
    for part in file.stream.split(range, at: .and) {
      if part.contains(place) { return }
      if let (name, truth) = literal(part) { found[hash(name)] = truth }
    }
  }

  // MARK: The ways out before it

  private func addLeaving(before token: UInt32, in function: Int, to found: inout [UInt32: Bool]) {
    let outline = file.outline
    let first = outline.scopes[function].body.lowerBound
    var index = outline.statement(at: token)
    // The innermost block around the token first: what stands before it in the blocks around was passed, too.
    var block = outline.statements[index].scope
    while index > 0, outline.statements[index].first >= first {
      let statement = outline.statements[index]
      if block >= 0, Int(block) != function, outline.scopes[Int(block)].statement == Int32(truncatingIfNeeded: index) {
        block = statement.scope
      } else if statement.kind == .if, statement.scope == block, statement.first < token, leaves(index),
        let (name, truth) = literal(statement.first + 1..<statement.end - 1), found[hash(name)] == nil
      {
        found[hash(name)] = !truth
      }
      index -= 1
    }
  }

  /// Whether the body of an `if` without other branches ends by leaving.
  private func leaves(_ header: Int) -> Bool {
    let statements = file.outline.statements
    let next = Int(statements[header].next)
    guard next > header + 1, statements[header].body >= 0 else { return false }
    if next < statements.count, statements[next].scope == statements[header].scope,
      [.elif, .else].contains(statements[next].kind)
    {
      return false
    }
    let last = statements[next - 1]
    return last.scope == statements[header].body && [.return, .raise, .continue, .break].contains(last.kind)
  }

  // MARK: Parts

  /// Whether nothing but `and` joins the parts of an expression.
  private func isConjunction(_ range: Range<UInt32>) -> Bool {
    [Symbol.or, .if, .for, .comma, .lambda].allSatisfy { file.stream.firstOutside(of: range, $0) == nil }
  }

  /// A name that is asked, or `not` of one, and what it must be.
  private func literal(_ condition: Range<UInt32>) -> (name: UInt32, truth: Bool)? {
    guard let last = condition.last, file.stream.tokens[Int(last)].kind == .name else { return nil }
    switch condition.count {
    case 1: return (last, true)
    case 2: return file.stream.tokens[Int(last - 1)].symbol == .not ? (last, false) : nil
    default: return nil
    }
  }
}
