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
    search.namedExpressions(matcher)
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
      guard matcher.hasHint(entry.shape.hint, index..<end(ofStatement: statement, matcher)) else { continue }
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
      if entry.shape.isCall, !isCalled || entry.shape.isEmptyCall && !isCalledEmpty { continue }
      guard holds(&memo, number, index, matcher) else { continue }
      guard matcher.hasHint(entry.shape.hint, index..<end(ofStatement: statement, matcher)) else { continue }
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
        let right = AssignmentGlance(statement, matcher)
        for number in places.lazy.map({ table[$0] }) where isPossible(number, matcher) {
          let entry = dispatch.entries[Int(number)]
          guard right.fits(entry.shape, matcher), right.isWritten(as: entry.kinds, matcher),
            holds(&place, number, statement.first, matcher),
            matcher.hasHint(entry.shape.hint, statement.first..<statement.end)
          else { continue }
          append(number, entry, .statement(index))
        }
      }
    }
  }

  /// `row := load()` is an assignment, too.
  private mutating func namedExpressions(_ matcher: FileMatcher) {
    let table = dispatch.byAssignment
    let places = table.places(of: .assign)
    guard !places.isEmpty else { return }
    statement = 0
    for named in matcher.file.outline.namedExpressions {
      advance(to: named.lowerBound, matcher)
      var place = PlaceMemo()
      let right = AssignmentGlance(named, matcher)
      for number in places.lazy.map({ table[$0] }) where isPossible(number, matcher) {
        let entry = dispatch.entries[Int(number)]
        guard right.fits(entry.shape, matcher), right.isWritten(as: entry.kinds, matcher),
          holds(&place, number, named.lowerBound, matcher), matcher.hasHint(entry.shape.hint, named)
        else { continue }
        append(number, entry, .expression(named))
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
        matcher.hasHint(entry.shape.hint, statement.first..<statement.end)
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
        if holds(&place, number, statement.first, matcher), matcher.hasHint(entry.shape.hint, item) {
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
      let element = ComprehensionGlance(bracket, matcher)
      for number in dispatch.comprehensions where isPossible(number, matcher) {
        let entry = dispatch.entries[Int(number)]
        guard entry.shape.bracket == matcher.token(bracket).symbol, element.fits(entry.shape),
          holds(&place, number, bracket, matcher),
          matcher.hasHint(entry.shape.hint, scope.body)
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
  enum Question {
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
    var beginning: Beginning?

    init(_ question: Question) { self.question = question }
  }

  /// Whether the telling part is written and does what an entry asks for. What operations ask is left for later.
  @inline(__always)
  private func fits(
    _ part: inout Part, _ entry: Dispatch.Entry, _ place: FileMatcher.Place, _ matcher: FileMatcher
  ) -> Bool {
    if entry.isOperation { return true }
    if !entry.shape.head.isCertain, entry.kinds.isEmpty, entry.roles == nil { return true }
    if !part.isFound {
      part.isFound = true
      part.range = matcher.tellingPart(part.question, place)
    }
    guard let range = part.range else { return true }
    if range.isEmpty { return false }
    if entry.shape.head.isCertain {
      let beginning = part.beginning ?? matcher.beginning(of: range)
      part.beginning = beginning
      if !beginning.fits(entry.shape.head) { return false }
    }
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
}
