import SourceScan

/// A place where an entry of a dispatch is worth trying.
struct Candidate: Sendable {
  /// In the dispatch's `entries`.
  var entry: Int32
  /// The index of the statement it stands in.
  var statement: Int32
  var place: FileMatcher.Place
}

/// Goes through a file once and lists the places where the entries of a dispatch might match. Everything here is asked
/// many times per file, so it is asked cheaply: what an expression's roles are is asked last, and of operations not at
/// all, because most of them are never needed.
struct CandidateSearch {
  private let dispatch: Dispatch
  /// By entry: 0 not asked yet, 1 possible in this file, 2 not.
  private var possible: [UInt8]
  /// The same by source of rules.
  private var possibleSources: [UInt8]
  /// Candidates of framework scopes and of rules.
  private(set) var found: [Candidate] = []
  /// Candidates of operations.
  private(set) var operations: [Candidate] = []
  /// The statement of the token at hand.
  private var statement = 0

  static func run(_ dispatch: Dispatch, in matcher: FileMatcher) -> CandidateSearch {
    var search = CandidateSearch(dispatch, sources: matcher.library.sources.count)
    search.paths(matcher)
    search.occurrences(matcher)
    search.statements(matcher)
    search.comprehensions(matcher)
    return search
  }

  private init(_ dispatch: Dispatch, sources: Int) {
    self.dispatch = dispatch
    possible = Array(repeating: 0, count: dispatch.entries.count)
    possibleSources = Array(repeating: 0, count: sources)
  }

  // MARK: Places

  private mutating func paths(_ matcher: FileMatcher) {
    guard !dispatch.byPath.isEmpty else { return }
    statement = 0
    for root in matcher.names.roots {
      add(dispatch.byPath, root.head, second: root.second, at: root.token, asking: .argument, matcher)
    }
  }

  @inline(__always)
  private mutating func add(
    _ table: Dispatch.Table, _ symbol: Symbol, second: Symbol = .none, at index: UInt32, asking question: Question,
    _ matcher: FileMatcher
  ) {
    let places = table.places(of: symbol)
    guard !places.isEmpty else { return }
    advance(to: index, matcher)
    var place = PlaceMemo()
    var part = Part(question)
    for number in places.lazy.map({ table[$0] }) {
      let wanted = dispatch.entries[Int(number)].second
      guard wanted == .none || wanted == second, isPossible(number, matcher), holds(&place, number, index, matcher)
      else { continue }
      let entry = dispatch.entries[Int(number)]
      if entry.hint != .none, !hasHint(entry.hint, index..<end(ofStatement: statement, matcher), matcher) { continue }
      if fits(&part, entry, .token(index), matcher) { append(number, entry, .token(index)) }
    }
  }

  private mutating func occurrences(_ matcher: FileMatcher) {
    guard !dispatch.byAttribute.isEmpty || !dispatch.byInfix.isEmpty || !dispatch.byPrefix.isEmpty else { return }
    statement = 0
    for index in matcher.file.stream.occurrences {
      let symbol = matcher.token(index).symbol
      if index > 0, matcher.token(index - 1).symbol == .dot {
        attribute(index, symbol, matcher)
      } else {
        add(dispatch.byInfix, symbol, at: index, asking: .operand, matcher)
        add(dispatch.byPrefix, symbol, at: index, asking: .nothing, matcher)
      }
    }
  }

  /// What stands before an attribute must be able to play the part, and the call must fit.
  private mutating func attribute(_ index: UInt32, _ symbol: Symbol, _ matcher: FileMatcher) {
    let places = dispatch.byAttribute.places(of: symbol)
    guard !places.isEmpty else { return }
    advance(to: index, matcher)
    let isCalled = index + 1 < matcher.tokenCount && matcher.token(index + 1).symbol == .leftParen
    let isCalledEmpty =
      isCalled && index + 2 < matcher.tokenCount && matcher.token(index + 2).symbol == .rightParen
    var memo = PlaceMemo()
    var part = Part(.receiver)
    for place in places {
      let number = dispatch.byAttribute[place]
      guard isPossible(number, matcher) else { continue }
      let entry = dispatch.entries[Int(number)]
      if entry.isCall, !isCalled || entry.isEmptyCall && !isCalledEmpty { continue }
      guard holds(&memo, number, index, matcher) else { continue }
      if entry.hint != .none {
        guard hasHint(entry.hint, index..<end(ofStatement: statement, matcher), matcher) else { continue }
      }
      guard fits(&part, entry, .token(index), matcher) else { continue }
      append(number, entry, .token(index))
    }
  }

  private mutating func statements(_ matcher: FileMatcher) {
    guard !dispatch.byStatement.isEmpty || !dispatch.byAssignment.isEmpty || !dispatch.withItems.isEmpty else { return }
    let statements = matcher.file.outline.statements
    for index in statements.indices {
      let statement = statements[index]
      if statement.kind != .none {
        header(index, statement, matcher)
        if statement.kind == .with, !dispatch.withItems.isEmpty { withItems(index, statement, matcher) }
      } else if statement.assign != LogicalLine.absent {
        let table = dispatch.byAssignment
        let places = table.places(of: matcher.token(statement.assign).symbol)
        guard !places.isEmpty else { continue }
        self.statement = index
        var place = PlaceMemo()
        for number in places.lazy.map({ table[$0] }) where isPossible(number, matcher) {
          let entry = dispatch.entries[Int(number)]
          guard suits(entry, statement, matcher), begins(entry.rightSide, statement, matcher),
            holds(&place, number, statement.first, matcher),
            hasHint(entry.hint, statement.first..<statement.end, matcher)
          else { continue }
          append(number, entry, .statement(index))
        }
      }
    }
  }

  private mutating func header(_ index: Int, _ statement: Statement, _ matcher: FileMatcher) {
    let table = dispatch.byStatement
    let places = table.places(of: statement.kind)
    guard !places.isEmpty else { return }
    self.statement = index
    var place = PlaceMemo()
    var part = Part(.tail)
    for number in places.lazy.map({ table[$0] }) where isPossible(number, matcher) {
      let entry = dispatch.entries[Int(number)]
      guard holds(&place, number, statement.first, matcher),
        hasHint(entry.hint, statement.first..<statement.end, matcher)
      else { continue }
      guard fits(&part, entry, .statement(index), matcher) else { continue }
      append(number, entry, .statement(index))
    }
  }

  private mutating func withItems(_ index: Int, _ statement: Statement, _ matcher: FileMatcher) {
    self.statement = index
    for item in matcher.withItems(of: index) {
      var place = PlaceMemo()
      for number in dispatch.withItems where isPossible(number, matcher) {
        let entry = dispatch.entries[Int(number)]
        if holds(&place, number, statement.first, matcher), hasHint(entry.hint, item, matcher) {
          append(number, entry, .withItem(statement: index, item: item))
        }
      }
    }
  }

  private mutating func comprehensions(_ matcher: FileMatcher) {
    guard !dispatch.comprehensions.isEmpty else { return }
    statement = 0
    for number in matcher.file.outline.expressionScopes {
      let scope = matcher.file.outline.scopes[Int(number)]
      guard scope.own.overlaps(.comprehension) else { continue }
      let bracket = scope.header.lowerBound
      statement = matcher.file.outline.statement(at: bracket)
      var place = PlaceMemo()
      var part = Part(.iterable(scope.hole))
      for number in dispatch.comprehensions where isPossible(number, matcher) {
        let entry = dispatch.entries[Int(number)]
        guard entry.bracket == matcher.token(bracket).symbol, holds(&place, number, bracket, matcher),
          hasHint(entry.hint, scope.body, matcher)
        else { continue }
        guard fits(&part, entry, .comprehension(bracket), matcher) else { continue }
        append(number, entry, .comprehension(bracket))
      }
    }
  }

  private mutating func append(_ number: Int32, _ entry: Dispatch.Entry, _ place: FileMatcher.Place) {
    let candidate = Candidate(entry: number, statement: Int32(truncatingIfNeeded: statement), place: place)
    if entry.isOperation { operations.append(candidate) } else { found.append(candidate) }
  }

  // MARK: Questions

  /// Goes on to the statement of a token; tokens are asked about in ascending order.
  @inline(__always)
  private mutating func advance(to token: UInt32, _ matcher: FileMatcher) {
    let count = matcher.file.outline.statements.count
    while statement + 1 < count, matcher.file.outline.statements[statement + 1].first <= token { statement += 1 }
  }

  private func end(ofStatement index: Int, _ matcher: FileMatcher) -> UInt32 {
    let statement = matcher.file.outline.statements[index]
    return statement.body >= 0 ? statement.end - 1 : statement.end
  }

  /// What a place is inside of, asked once for all entries.
  private struct PlaceMemo {
    var within: ScopeSet?
  }

  @inline(__always)
  private func holds(_ memo: inout PlaceMemo, _ number: Int32, _ index: UInt32, _ matcher: FileMatcher) -> Bool {
    let place = dispatch.entries[Int(number)].place
    if place.isEmpty { return true }
    if let within = memo.within { return place.holds(within) }
    let within = matcher.within(index, statement: statement)
    memo.within = within
    return place.holds(within)
  }

  /// Which part of a place tells most about it.
  fileprivate enum Question {
    case receiver, argument, operand, tail, nothing
    case iterable(Range<UInt32>)
  }

  /// The part of a place that tells most, found once for all entries.
  private struct Part {
    let question: Question
    /// `nil` when only trying tells.
    var range: Range<UInt32>?
    var isFound = false
    var roles: RoleSet?

    init(_ question: Question) { self.question = question }
  }

  /// Whether the telling part is written and does what an entry asks for. What operations ask is left for later.
  @inline(__always)
  private func fits(
    _ part: inout Part, _ entry: Dispatch.Entry, _ place: FileMatcher.Place, _ matcher: FileMatcher
  ) -> Bool {
    if entry.isOperation { return true }
    if case .anything = entry.head, entry.kinds.isEmpty, entry.roles == nil { return true }
    if !part.isFound {
      part.isFound = true
      part.range = matcher.tellingPart(part.question, place)
    }
    guard let range = part.range else { return true }
    if !matcher.begins(range, with: entry.head) { return false }
    if !entry.kinds.isEmpty, !matcher.isWritten(as: entry.kinds, range) { return false }
    guard let wanted = entry.roles else { return true }
    let roles = part.roles ?? matcher.roles(of: range).set
    part.roles = roles
    return roles.overlaps(wanted)
  }

  /// Whether the words and roles a pattern needs occur in the file, and whatever else its rule needs.
  @inline(__always)
  private mutating func isPossible(_ number: Int32, _ matcher: FileMatcher) -> Bool {
    let known = possible[Int(number)]
    if known != 0 { return known == 1 }
    return workOutPossible(number, matcher)
  }

  private mutating func workOutPossible(_ number: Int32, _ matcher: FileMatcher) -> Bool {
    let library = matcher.library
    var holds = dispatch.isPossible(Int(number), in: matcher.file, roles: matcher.names.possibleRoles) { regex in
      library.regexes[regex].literal?.mayOccur(in: matcher.grams) ?? true
    }
    if holds, case .rule(let source) = dispatch.entries[Int(number)].owner {
      if possibleSources[Int(source)] == 0 {
        let isPossible = matcher.library.sources[Int(source)].isPossible(
          in: matcher.file, kinds: nil, matcher.library, matcher.grams)
        possibleSources[Int(source)] = isPossible ? 1 : 2
      }
      holds = possibleSources[Int(source)] == 1
    }
    possible[Int(number)] = holds ? 1 : 2
    return holds
  }

  /// Whether the word that every match contains stands in a range of tokens.
  @inline(__always)
  private func hasHint(_ hint: Symbol, _ range: Range<UInt32>, _ matcher: FileMatcher) -> Bool {
    guard hint != .none else { return true }
    for index in range where matcher.token(index).symbol == hint { return true }
    return false
  }

  /// Whether the target of an assignment is written as an entry asks, and what must stand on its right side does.
  private func suits(_ entry: Dispatch.Entry, _ statement: Statement, _ matcher: FileMatcher) -> Bool {
    if entry.assignsAttribute {
      guard statement.assign > statement.first + 2 else { return false }
      // The annotation of an attribute stands between it and the sign.
      let isPlain = matcher.token(statement.assign - 1).kind == .name
      if isPlain, matcher.token(statement.assign - 2).symbol != .dot, matcher.token(statement.first + 1).symbol != .dot
      {
        return false
      }
    }
    if entry.rightOperator == .none { return true }
    return (statement.assign + 1..<statement.end).contains { matcher.token($0).symbol == entry.rightOperator }
  }

  private func begins(_ side: Pattern.RightSide, _ statement: Statement, _ matcher: FileMatcher) -> Bool {
    if case .anything = side { return true }
    guard statement.assign + 1 < statement.end else { return false }
    let first = matcher.token(statement.assign + 1)
    switch side {
    case .anything: return true
    case .string: return first.kind == .string || first.kind == .stringStart || first.symbol == .leftParen
    case .bracket(let symbol): return first.symbol == symbol
    case .leftSide:
      return matcher.file.stream.sameText(statement.first, statement.assign + 1, matcher.file.text.bytes)
    }
  }
}

extension FileMatcher {
  /// The tokens of the part of a place that tells most; `nil` when it cannot be told from here.
  fileprivate func tellingPart(_ question: CandidateSearch.Question, _ place: Place) -> Range<UInt32>? {
    switch (question, place) {
    case (.receiver, .token(let index)): return receiver(of: index)
    case (.argument, .token(let index)): return firstArgument(of: index)
    case (.operand, .token(let index)): return rightOperand(of: index)
    case (.tail, .statement(let index)): return tail(of: file.outline.statements[index])
    case (.iterable(let range), _): return range
    default: return nil
    }
  }

  /// Whether a part begins as a pattern says; brackets around it and an `await` hide its beginning.
  fileprivate func begins(_ range: Range<UInt32>, with head: Pattern.Head) -> Bool {
    guard let first = range.first else { return false }
    let token = token(first)
    if case .anything = head { return true }
    if token.symbol == .leftParen || token.symbol == .await { return true }
    switch head {
    case .anything: return true
    case .string: return token.kind == .string || token.kind == .stringStart
    case .bracket(let symbol): return token.symbol == symbol
    case .name(let symbol):
      return token.symbol == symbol || token.kind == .name && names.renamed.contains(token.payload)
    }
  }

  /// What stands before the dot of an attribute.
  func receiver(of attribute: UInt32) -> Range<UInt32> {
    let start = file.stream.chainStart(attribute)
    return start < attribute - 1 ? start..<attribute - 1 : 0..<0
  }

  /// The first argument of the call whose bracket follows a name; `nil` when none follows: behind a module's path
  /// (`shortcuts.get_object_or_404(…)`) the call is further on.
  func firstArgument(of name: UInt32) -> Range<UInt32>? {
    guard name + 1 < tokenCount, token(name + 1).symbol == .leftParen else { return nil }
    guard name + 2 < tokenCount, token(name + 1).payload != Token.noMate else { return 0..<0 }
    let end = token(name + 1).payload
    let comma = file.stream.firstOutside(of: name + 2..<end, .comma) ?? end
    return name + 2 < comma ? name + 2..<comma : 0..<0
  }

  /// The operand behind an operator; `nil` when no expression stands there.
  private func rightOperand(of operation: UInt32) -> Range<UInt32>? {
    var start = operation + 1
    if token(operation).symbol == .is, start < tokenCount, token(start).symbol == .not { start += 1 }
    let level = (TokenStream.precedence(token(operation).symbol) ?? 0) + 1
    guard let end = file.stream.expressionEnd(start, limit: limit(at: operation), level: level), end > start else {
      return nil
    }
    return start..<end
  }

  /// What a header ends in: the condition, the iterated expression.
  func tail(of statement: Statement) -> Range<UInt32> {
    let end = statement.body >= 0 ? statement.end - 1 : statement.end
    var first = statement.first + (statement.isAsync ? 2 : 1)
    if statement.kind == .for {
      guard let keyword = file.stream.firstOutside(of: first..<end, .in) else { return 0..<0 }
      first = keyword + 1
    }
    if first < end, token(first).symbol == .not { first += 1 }
    return first < end ? first..<end : 0..<0
  }
}
