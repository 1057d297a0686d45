import SourceScan

/// A place where an entry of a dispatch is worth trying.
struct Candidate: Sendable {
  /// Of the entry: its pattern, whose it is, and which of the owner's alternatives.
  var pattern: Int32
  var owner: Int32
  var alternative: Int32
  var place: FileMatcher.Place

  init(entry: Dispatch.Entry, place: FileMatcher.Place) {
    pattern = entry.pattern
    owner = entry.owner
    alternative = entry.alternative
    self.place = place
  }
}

/// Goes through a file once and lists the places where the entries of a dispatch might match. Everything here is asked
/// many times per file, so it is asked cheaply: the expensive questions (which roles something plays) come last. The
/// matcher is handed on `inout` even where nothing changes it: by value it would be copied for every question.
struct CandidateSearch {
  private let dispatch: Dispatch
  /// By entry: 0 not asked yet, 1 possible in this file, 2 not.
  private var possible: [UInt8]
  private(set) var found: [Candidate] = []

  static func run(_ dispatch: Dispatch, in matcher: inout FileMatcher) -> [Candidate] {
    var search = CandidateSearch(dispatch)
    search.paths(&matcher)
    search.occurrences(&matcher)
    search.statements(&matcher)
    search.comprehensions(&matcher)
    return search.found
  }

  private init(_ dispatch: Dispatch) {
    self.dispatch = dispatch
    possible = Array(repeating: 0, count: dispatch.requirements.count)
  }

  // MARK: Places

  private mutating func paths(_ matcher: inout FileMatcher) {
    guard !dispatch.byPath.isEmpty else { return }
    for root in matcher.names.roots {
      add(dispatch.byPath[Dispatch.key(root.head, .none)], at: root.token, &matcher)
      if root.second != .none { add(dispatch.byPath[Dispatch.key(root.head, root.second)], at: root.token, &matcher) }
    }
  }

  private mutating func add(_ entries: [Dispatch.Entry]?, at index: UInt32, _ matcher: inout FileMatcher) {
    guard let entries else { return }
    var place = PlaceMemo()
    var argument: RoleSet?
    let isCalled = index + 1 < matcher.tokenCount && matcher.token(index + 1).symbol == .leftParen
    for entry in entries where isPossible(entry, &matcher) && place.holds(entry, index, &matcher) {
      // Behind a module's path (`shortcuts.get_object_or_404(…)`) the call is further on: only trying tells.
      if isCalled, let wanted = entry.roles {
        let roles = argument ?? matcher.rolesOfFirstArgument(index)
        argument = roles
        guard roles.overlaps(wanted) else { continue }
      }
      found.append(Candidate(entry: entry, place: .token(index)))
    }
  }

  private mutating func occurrences(_ matcher: inout FileMatcher) {
    guard !dispatch.byAttribute.isEmpty || !dispatch.byInfix.isEmpty || !dispatch.byPrefix.isEmpty else { return }
    for index in matcher.file.stream.occurrences {
      let symbol = matcher.token(index).symbol
      if index > 0, matcher.token(index - 1).symbol == .dot {
        attribute(index, symbol, &matcher)
      } else {
        add(dispatch.byInfix[symbol], at: index, &matcher)
        add(dispatch.byPrefix[symbol], at: index, &matcher)
      }
    }
  }

  /// What stands before an attribute must be able to play the part, and the call must fit.
  private mutating func attribute(_ index: UInt32, _ symbol: Symbol, _ matcher: inout FileMatcher) {
    let entries = dispatch.byAttribute[symbol]
    guard !entries.isEmpty else { return }
    let isCalled = index + 1 < matcher.tokenCount && matcher.token(index + 1).symbol == .leftParen
    let isCalledEmpty =
      isCalled && index + 2 < matcher.tokenCount && matcher.token(index + 2).symbol == .rightParen
    var place = PlaceMemo()
    var receiver: RoleSet?
    var limit: UInt32?
    for entry in entries {
      if entry.isCall, !isCalled || entry.isEmptyCall && !isCalledEmpty { continue }
      guard isPossible(entry, &matcher), place.holds(entry, index, &matcher) else { continue }
      if entry.hint != .none {
        let end = limit ?? matcher.limit(at: index)
        limit = end
        guard hasHint(entry, index..<end, &matcher) else { continue }
      }
      if let wanted = entry.roles {
        let roles = receiver ?? matcher.rolesBefore(index)
        receiver = roles
        guard roles.overlaps(wanted) else { continue }
      }
      found.append(Candidate(entry: entry, place: .token(index)))
    }
  }

  private mutating func statements(_ matcher: inout FileMatcher) {
    guard !dispatch.byStatement.isEmpty || !dispatch.byAssignment.isEmpty || !dispatch.withItems.isEmpty else { return }
    for index in matcher.file.outline.statements.indices {
      let statement = matcher.file.outline.statements[index]
      if statement.kind != .none {
        header(index, statement, &matcher)
        if statement.kind == .with, !dispatch.withItems.isEmpty { withItems(index, statement, &matcher) }
      } else if statement.assign != LogicalLine.absent {
        let entries = dispatch.byAssignment[matcher.token(statement.assign).symbol]
        var place = PlaceMemo()
        for entry in entries
        where begins(entry.rightSide, statement, &matcher) && isPossible(entry, &matcher)
          && place.holds(entry, statement.first, &matcher) && hasHint(entry, statement.first..<statement.end, &matcher)
        {
          found.append(Candidate(entry: entry, place: .statement(index)))
        }
      }
    }
  }

  private mutating func header(_ index: Int, _ statement: Statement, _ matcher: inout FileMatcher) {
    let entries = dispatch.byStatement[statement.kind]
    guard !entries.isEmpty else { return }
    var place = PlaceMemo()
    var tail: RoleSet?
    for entry in entries {
      guard isPossible(entry, &matcher), place.holds(entry, statement.first, &matcher),
        hasHint(entry, statement.first..<statement.end, &matcher)
      else { continue }
      if let wanted = entry.roles {
        let roles = tail ?? matcher.rolesAtTail(of: statement)
        tail = roles
        guard roles.overlaps(wanted) else { continue }
      }
      found.append(Candidate(entry: entry, place: .statement(index)))
    }
  }

  private mutating func withItems(_ index: Int, _ statement: Statement, _ matcher: inout FileMatcher) {
    for item in matcher.withItems(of: index) {
      var place = PlaceMemo()
      for entry in dispatch.withItems
      where isPossible(entry, &matcher) && place.holds(entry, statement.first, &matcher)
        && hasHint(entry, item, &matcher)
      {
        found.append(Candidate(entry: entry, place: .withItem(statement: index, item: item)))
      }
    }
  }

  private mutating func comprehensions(_ matcher: inout FileMatcher) {
    guard !dispatch.comprehensions.isEmpty else { return }
    for number in matcher.file.outline.expressionScopes {
      let scope = matcher.file.outline.scopes[Int(number)]
      guard scope.own.overlaps(.comprehension) else { continue }
      let bracket = scope.header.lowerBound
      var place = PlaceMemo()
      var iterated: RoleSet?
      for entry in dispatch.comprehensions
      where isPossible(entry, &matcher) && place.holds(entry, bracket, &matcher) && hasHint(entry, scope.body, &matcher)
      {
        if let wanted = entry.roles {
          let roles = iterated ?? matcher.roles(of: scope.hole).set
          iterated = roles
          guard roles.overlaps(wanted) else { continue }
        }
        found.append(Candidate(entry: entry, place: .comprehension(bracket)))
      }
    }
  }

  // MARK: Questions

  /// What a place is inside of, asked once for all entries.
  private struct PlaceMemo {
    private var within: ScopeSet?

    @inline(__always)
    mutating func holds(_ entry: Dispatch.Entry, _ index: UInt32, _ matcher: inout FileMatcher) -> Bool {
      guard entry.inside.rawValue != 0 || entry.notInside.rawValue != 0 else { return true }
      let here = within ?? matcher.within(index)
      within = here
      return (entry.inside.rawValue == 0 || here.overlaps(entry.inside)) && !here.overlaps(entry.notInside)
    }
  }

  /// Whether the words and roles a pattern needs occur in the file.
  @inline(__always)
  private mutating func isPossible(_ entry: Dispatch.Entry, _ matcher: inout FileMatcher) -> Bool {
    let known = possible[Int(entry.number)]
    if known != 0 { return known == 1 }
    let requirement = dispatch.requirements[Int(entry.number)]
    let holds =
      requirement.words.allSatisfy { matcher.file.stream.seen.contains($0) }
      && requirement.roles.allSatisfy { matcher.names.possibleRoles.overlaps($0) }
    possible[Int(entry.number)] = holds ? 1 : 2
    return holds
  }

  /// Whether the word that every match contains stands in a range of tokens.
  @inline(__always)
  private func hasHint(_ entry: Dispatch.Entry, _ range: Range<UInt32>, _ matcher: inout FileMatcher) -> Bool {
    guard entry.hint != .none else { return true }
    for index in range where matcher.token(index).symbol == entry.hint { return true }
    return false
  }

  private func begins(_ side: Pattern.RightSide, _ statement: Statement, _ matcher: inout FileMatcher) -> Bool {
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
  /// The roles of what stands before the dot of an attribute.
  mutating func rolesBefore(_ attribute: UInt32) -> RoleSet {
    let start = file.stream.chainStart(attribute)
    guard start < attribute - 1 else { return RoleSet() }
    return roles(of: start..<attribute - 1).set
  }

  /// The roles of the first argument of the call whose bracket follows a name.
  mutating func rolesOfFirstArgument(_ name: UInt32) -> RoleSet {
    guard name + 2 < tokenCount, token(name + 1).payload != Token.noMate else { return RoleSet() }
    let end = token(name + 1).payload
    let comma = file.stream.firstOutside(of: name + 2..<end, .comma) ?? end
    return name + 2 < comma ? roles(of: name + 2..<comma).set : RoleSet()
  }

  /// The roles of what a header ends in: the condition, the iterated expression.
  mutating func rolesAtTail(of statement: Statement) -> RoleSet {
    let end = statement.body >= 0 ? statement.end - 1 : statement.end
    var first = statement.first + (statement.isAsync ? 2 : 1)
    if statement.kind == .for {
      guard let keyword = file.stream.firstOutside(of: first..<end, .in) else { return RoleSet() }
      first = keyword + 1
    }
    if first < end, token(first).symbol == .not { first += 1 }
    return first < end ? roles(of: first..<end).set : RoleSet()
  }
}
