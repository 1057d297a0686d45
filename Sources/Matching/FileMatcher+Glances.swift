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
    case (.tail, .statement(let index)): return tail(of: file.outline.statements[index])
    case (.iterable(let range), _): return range
    default: return nil
    }
  }

  /// Whether a part begins as a pattern says; brackets around it and an `await` hide its beginning.
  func begins(_ range: Range<UInt32>, with head: PatternShape.Head) -> Bool {
    guard let first = range.first else { return false }
    let token = token(first)
    if case .anything = head { return true }
    if token.symbol == .leftParen || token.symbol == .await { return true }
    switch head {
    case .anything: return true
    case .string: return token.kind == .string || token.kind == .stringStart
    case .bracket(let symbol): return token.symbol == symbol
    case .names(let names):
      return names.contains(token.symbol) || token.kind == .name && self.names.renamed.contains(token.payload)
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

/// An assignment, looked at once for all patterns.
struct AssignmentGlance {
  private let statement: Statement
  private let right: Range<UInt32>
  private let last: Symbol
  /// Its end says nothing of what it is.
  private let isBracketed: Bool

  init(_ statement: Statement, _ matcher: FileMatcher) {
    self.statement = statement
    right = min(statement.assign + 1, statement.end)..<statement.end
    last = right.isEmpty ? .none : matcher.token(statement.end - 1).symbol
    isBracketed = right.isEmpty || matcher.token(right.lowerBound).symbol == .leftParen
  }

  /// Whether it may be what a pattern of that shape describes.
  @inline(__always)
  func fits(_ shape: PatternShape, _ matcher: FileMatcher) -> Bool {
    if shape.rightEnd != .none, shape.rightEnd != last, !isBracketed { return false }
    switch shape.rightSide {
    case .with(.anything): break
    case .with(let head): if !matcher.begins(right, with: head) { return false }
    case .leftSide:
      guard !right.isEmpty,
        matcher.file.stream.sameText(statement.first, right.lowerBound, matcher.file.text.bytes)
      else { return false }
    }
    if shape.assignsAttribute, !isToAttribute(matcher) { return false }
    return shape.rightOperator == .none || matcher.hasHint(shape.rightOperator, right)
  }

  private func isToAttribute(_ matcher: FileMatcher) -> Bool {
    guard statement.assign > statement.first + 2 else { return false }
    // The annotation of an attribute stands between it and the sign.
    return matcher.token(statement.assign - 1).kind != .name
      || matcher.token(statement.assign - 2).symbol == .dot || matcher.token(statement.first + 1).symbol == .dot
  }

  @inline(__always)
  func isWritten(as kinds: KindSet, _ matcher: FileMatcher) -> Bool {
    kinds.isEmpty || matcher.isWritten(as: kinds, right)
  }
}

/// A comprehension, looked at once for all patterns.
struct ComprehensionGlance {
  /// What stands in its brackets.
  private let inside: Range<UInt32>
  /// Behind its `for`; `nil` when none is seen.
  private let target: UInt32?

  init(_ bracket: UInt32, _ matcher: FileMatcher) {
    let open = matcher.token(bracket)
    let end = open.kind == .open && open.payload != Token.noMate ? open.payload : matcher.tokenCount
    inside = min(bracket + 1, end)..<end
    target = matcher.file.stream.firstOutside(of: inside, .for).map { $0 + 1 }
  }

  /// Whether it may be what a pattern of that shape describes; brackets are compared elsewhere.
  @inline(__always)
  func fits(_ shape: PatternShape, _ matcher: FileMatcher) -> Bool {
    if shape.isCopying, let target, target < matcher.tokenCount,
      !matcher.file.stream.sameText(inside.lowerBound, target, matcher.file.text.bytes)
    {
      return false
    }
    if case .anything = shape.element { return true }
    return matcher.begins(inside, with: shape.element)
  }
}
