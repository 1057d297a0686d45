import SourceScan

/// Looks at candidates, without trying a pattern on them.
extension FileMatcher {
  /// Whether a word stands in a range of tokens; `.none` always does.
  @inline(__always)
  func hasHint(_ hint: Symbol, _ range: Range<UInt32>) -> Bool {
    guard hint != .none else { return true }
    for index in range where token(index).symbol == hint { return true }
    return false
  }

  /// The tokens of the part of a place that tells most; `nil` when it cannot be told from here.
  func tellingPart(_ question: CandidateSearch.Question, _ place: Place) -> Range<UInt32>? {
    switch (question, place) {
    case (.receiver, .token(let index)): return receiver(of: index)
    case (.argument, .token(let index)): return firstArgument(of: index)
    case (.operand, .token(let index)): return rightOperand(of: index)
    // What is wrapped is told by trying.
    case (.tail, .statement(let index)):
      return wrappedLoop(at: index) == nil ? tail(of: file.outline.statements[index]) : nil
    case (.iterable(let range), _): return range
    default: return nil
    }
  }

  /// How a part begins.
  func beginning(of range: Range<UInt32>) -> Beginning {
    guard let first = range.first else { return Beginning() }
    let token = token(first)
    return Beginning(
      symbol: token.symbol, isString: token.kind == .string || token.kind == .stringStart,
      isRenamed: token.kind == .name && !names.renamed.isEmpty && names.renamed.contains(token.payload),
      isCovered: token.symbol == .leftParen || token.symbol == .await)
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
    return name + 2 < comma ? withoutBrackets(name + 2..<comma) : 0..<0
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

  /// The loop whose header a statement is, when it goes through something in a wrapper.
  func wrappedLoop(at statement: Int) -> WrappedLoop? {
    let loops = file.outline.wrappedLoops
    guard !loops.isEmpty, file.outline.statements[statement].kind == .for else { return nil }
    let index = loops.partitioningIndex { Int($0.statement) >= statement }
    return index < loops.count && Int(loops[index].statement) == statement ? loops[index] : nil
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

/// The first token of a part.
struct Beginning {
  /// `nil` for a part without tokens, which begins like nothing.
  var symbol: Symbol?
  var isString = false
  /// It is a name that an import gave to something of another name.
  var isRenamed = false
  /// Brackets around the part, or an `await`, hide how it begins.
  var isCovered = false

  @inline(__always)
  func fits(_ head: PatternShape.Head) -> Bool {
    guard let symbol else { return false }
    if isCovered { return true }
    switch head {
    case .anything: return true
    case .string: return isString
    case .bracket(let bracket): return symbol == bracket
    case .names(let names): return names.contains(symbol) || isRenamed
    }
  }
}

/// An assignment, looked at once for all patterns.
struct AssignmentGlance {
  private let right: Range<UInt32>
  private let beginning: Beginning
  private let last: Symbol
  /// It is to an attribute, whatever that is called.
  private let isToAttribute: Bool
  /// `x = x + 1`
  private let beginsLikeTarget: Bool

  init(_ statement: Statement, _ matcher: FileMatcher) {
    right = min(statement.assign + 1, statement.end)..<statement.end
    beginning = matcher.beginning(of: right)
    last = right.isEmpty ? .none : matcher.token(statement.end - 1).symbol
    beginsLikeTarget =
      !right.isEmpty && matcher.file.stream.sameText(statement.first, right.lowerBound, matcher.file.text.bytes)
    // The annotation of an attribute stands between it and the sign.
    isToAttribute =
      statement.assign > statement.first + 2
      && (matcher.token(statement.assign - 1).kind != .name || matcher.token(statement.assign - 2).symbol == .dot
        || matcher.token(statement.first + 1).symbol == .dot)
  }

  /// Of `row := load()`.
  init(_ named: Range<UInt32>, _ matcher: FileMatcher) {
    right = named.lowerBound + 2..<named.upperBound
    beginning = matcher.beginning(of: right)
    last = right.isEmpty ? .none : matcher.token(named.upperBound - 1).symbol
    beginsLikeTarget =
      !right.isEmpty && matcher.file.stream.sameText(named.lowerBound, right.lowerBound, matcher.file.text.bytes)
    isToAttribute = false
  }

  /// Whether it may be what a pattern of that shape describes.
  @inline(__always)
  func fits(_ shape: PatternShape, _ matcher: FileMatcher) -> Bool {
    if shape.assignsAttribute, !isToAttribute { return false }
    // Behind a bracket the end says nothing.
    if shape.rightEnd != .none, shape.rightEnd != last, beginning.symbol != .leftParen { return false }
    switch shape.rightSide {
    case .with(let head): if head.isCertain, !beginning.fits(head) { return false }
    case .leftSide: if !beginsLikeTarget { return false }
    }
    return shape.rightOperator == .none || matcher.hasHint(shape.rightOperator, right)
  }

  @inline(__always)
  func isWritten(as kinds: KindSet, _ matcher: FileMatcher) -> Bool {
    kinds.isEmpty || matcher.isWritten(as: kinds, right)
  }
}

/// A comprehension, looked at once for all patterns.
struct ComprehensionGlance {
  private let beginning: Beginning
  /// It makes what it goes through, as far as the first tokens say.
  private let mayCopy: Bool

  init(_ bracket: UInt32, _ matcher: FileMatcher) {
    let open = matcher.token(bracket)
    let end = open.kind == .open && open.payload != Token.noMate ? open.payload : matcher.tokenCount
    let inside = min(bracket + 1, end)..<end
    beginning = matcher.beginning(of: inside)
    if let keyword = matcher.file.stream.firstOutside(of: inside, .for), keyword + 1 < matcher.tokenCount {
      mayCopy = matcher.file.stream.sameText(inside.lowerBound, keyword + 1, matcher.file.text.bytes)
    } else {
      mayCopy = true
    }
  }

  /// Whether it may be what a pattern of that shape describes; brackets are compared elsewhere.
  @inline(__always)
  func fits(_ shape: PatternShape) -> Bool {
    if shape.isCopying, !mayCopy { return false }
    return !shape.element.isCertain || beginning.fits(shape.element)
  }
}
