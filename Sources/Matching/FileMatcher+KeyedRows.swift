import SourceScan
import Vocabulary

/// A row that was loaded by a name.
struct KeyedRow {
  /// The token of the variable that it was assigned to.
  var variable: UInt32
  /// What it was assigned from.
  var value: Range<UInt32>
}

extension FileMatcher {
  /// The row that was loaded by a name before a place, where it is certain that it is there when the place is reached:
  /// what finds no row by one key may well look for another.
  func row(loadedBy key: UInt32, before place: UInt32) -> KeyedRow? {
    let outline = file.outline
    let scope = outline.scope(at: place)
    let home = outline.function(around: scope)
    guard home >= 0, outline.function(around: outline.scope(at: key)) == home else { return nil }
    let blocks = blocks(around: scope, in: home)
    let statement = outline.statement(at: place)
    let body = outline.scopes[home].body
    guard body.lowerBound <= place else { return nil }
    let assigned = assignments(in: body.lowerBound..<place)
    let keyed = assigned.last { isSame($0.name, key) }?.name ?? 0
    for binding in assigned.reversed() {
      guard binding.name > keyed, binding.kind == .assignment, !binding.isPart, Int(binding.statement) < statement,
        blocks.contains(Int(outline.statements[Int(binding.statement)].scope)), hands(key, binding.value)
      else { continue }
      let again = assigned.filter { $0.name > binding.name && isSame($0.name, binding.name) }
      guard again.allSatisfy({ Int($0.statement) == statement || hands(key, $0.value) }),
        isThere(binding.name, from: Int(binding.statement) + 1, at: statement, blocks)
      else { continue }
      return KeyedRow(variable: binding.name, value: binding.value)
    }
    return nil
  }

  /// The class that a query in some tokens reads by the key that a name holds: `Order.id == key`, `get(Order, key)`.
  func modelRead(by key: UInt32, in range: Range<UInt32>) -> String? {
    func does(_ operation: Operation) -> Bool {
      let set = OperationSet(operation)
      return operations([set], in: range).contains { $0.operations.overlaps(set) }
    }
    let byKey = does(.fetchById)
    let reads = byKey || does(.query)
    guard reads else { return nil }
    let isKey = range.dropFirst(2).contains { index in
      guard token(index).kind == .name, isSame(index, key) else { return false }
      let before = token(index - 1).symbol
      if byKey, before == .comma { return true }
      guard before == .equal || before == .assign, token(index - 2).kind == .name else { return false }
      return LoadedRow.plainKeys.contains(file.text.string(token(index - 2).range))
    }
    return isKey ? className(in: range) : nil
  }

  /// The blocks of a function that a scope lies in, itself and the function's own included.
  private func blocks(around scope: Int, in function: Int) -> Set<Int> {
    var found: Set<Int> = [function]
    var scope = scope
    while scope >= 0, scope != function {
      found.insert(scope)
      scope = Int(file.outline.scopes[scope].parent)
    }
    return found
  }

  private func isSame(_ name: UInt32, _ other: UInt32) -> Bool {
    file.stream.sameText(name, other, file.text.bytes)
  }

  /// Whether a name is an argument of a call in some tokens, by itself.
  private func hands(_ key: UInt32, _ range: Range<UInt32>) -> Bool {
    range.contains { index in
      guard index > range.lowerBound, index + 1 < range.upperBound, token(index).kind == .name, isSame(index, key)
      else { return false }
      let before = token(index - 1)
      let behind = token(index + 1)
      let begins = before.symbol == .leftParen || before.symbol == .comma || before.symbol == .assign
      return (begins || before.symbol == .equal) && (behind.symbol == .rightParen || behind.symbol == .comma)
    }
  }

  /// Whether a variable certainly holds a row where a statement is reached: one of its attributes has been read by then,
  /// or what goes on without a row has been left.
  private func isThere(_ row: UInt32, from first: Int, at last: Int, _ blocks: Set<Int>) -> Bool {
    let outline = file.outline
    var isThere = false
    var testsRow = false
    for number in first...max(first, last) where number < outline.statements.count {
      let statement = outline.statements[number]
      guard blocks.contains(Int(statement.scope)) else { continue }
      let isAround = statement.body >= 0 && blocks.contains(Int(statement.body))
      let header = statement.first..<statement.end
      let test = statement.kind == .if || statement.kind == .elif ? test(of: row, header) : nil
      switch statement.kind {
      case .if: testsRow = test != nil
      case .elif, .else, .except:
        if isAround, testsRow || statement.kind == .except { return false }
        testsRow = testsRow || test != nil
      default: break
      }
      switch test {
      case .missing?:
        if isAround { return false }
        if leaves(statement), file.stream.firstOutside(of: header, .and) == nil { isThere = true }
      case .found?:
        if isAround { isThere = true } else if !isThere, leaves(statement) { return false }
      case nil: break
      }
      if statement.kind != .elif, reads(row, header) { isThere = true }
      if statement.kind == .assert, self.test(of: row, header) == .found { isThere = true }
    }
    return isThere
  }

  /// Whether what stands below a header ends by leaving it.
  private func leaves(_ header: Statement) -> Bool { header.body >= 0 && leaves(Int(header.body)) }

  private enum RowTest { case found, missing }

  /// `if row`, `if row is not None`; `if not row`, `if row is None`.
  private func test(of row: UInt32, _ header: Range<UInt32>) -> RowTest? {
    var found: RowTest?
    for index in header.dropFirst() where token(index).kind == .name && isSame(index, row) {
      guard index + 1 < header.upperBound else { return nil }
      if token(index - 1).symbol == .dot || token(index + 1).symbol == .dot { continue }
      if token(index - 1).symbol == .not { return .missing }
      if token(index + 1).symbol == .is {
        return index + 2 < header.upperBound && token(index + 2).symbol == .noneWord ? .missing : .found
      }
      let behind = token(index + 1).symbol
      if behind == .colon || behind == .and || behind == .or || behind == .rightParen || behind == .comma {
        found = .found
      }
    }
    return found
  }

  private func reads(_ row: UInt32, _ range: Range<UInt32>) -> Bool {
    range.contains { index in
      index + 1 < range.upperBound && token(index).kind == .name && token(index + 1).symbol == .dot
        && isSame(index, row) && (index == 0 || token(index - 1).symbol != .dot)
    }
  }
}
