/// Which loops have few turns, as far as a file shows.
extension PythonOutline {
  /// The most turns of a loop that is not worth a finding.
  static let fewTurns = 8

  /// - Parameter function: the scope with walls around the loop.
  func hasFewTurns(_ iterable: Range<UInt32>, in function: Int) -> Bool {
    isConstantIterable(iterable, in: function) || isConstantName(iterable) || isShortSlice(iterable)
      || isShortName(iterable, in: function)
  }

  /// A literal of at most eight elements, or `range` of a literal.
  ///
  /// - Parameter function: where names are looked up; `nil` while they are not known.
  func isConstantIterable(_ range: Range<UInt32>, in function: Int? = nil, depth: Int = 0) -> Bool {
    guard let first = range.first, depth < 4 else { return false }
    let token = stream.tokens[Int(first)]
    let last = range.upperBound - 1
    switch token.symbol {
    case .leftParen, .leftBracket, .leftBrace: return isShortDisplay(range, depth: depth)
    default: break
    }
    if stream.isText(first, "range", bytes), range.count >= 4, symbol(first + 1) == .leftParen,
      stream.tokens[Int(first + 1)].payload == last
    {
      let arguments = stream.split(first + 2..<last, at: .comma)
      let bounds = arguments.map { argument -> Int? in
        guard argument.count == 1, stream.tokens[Int(argument.lowerBound)].kind == .number else { return nil }
        return Int(text(argument.lowerBound))
      }
      switch bounds.count {
      case 1: return bounds[0].map { $0 <= PythonOutline.fewTurns } ?? false
      case 2:
        guard let low = bounds[0], let high = bounds[1] else { return false }
        return high - low <= PythonOutline.fewTurns
      default: return false
      }
    }
    for wrapper in ["enumerate", "reversed", "sorted", "zip"]
    where stream.isText(first, wrapper, bytes) && range.count >= 4 && symbol(first + 1) == .leftParen
      && stream.tokens[Int(first + 1)].payload == last
    {
      return stream.split(first + 2..<last, at: .comma).contains { part in
        isConstantIterable(part, in: function, depth: depth + 1) || isConstantName(part)
          || function.map { isShortName(part, in: $0) } ?? false
      }
    }
    // `for x in a, b, c`
    return stream.firstOutside(of: range, .comma) != nil && isShortList(range)
  }

  /// A tuple, list, set or dictionary that is written out. Brackets without a comma are none: `(query.all())`.
  func isShortDisplay(_ range: Range<UInt32>, depth: Int = 0) -> Bool {
    guard range.count > 1, let first = range.first, stream.tokens[Int(first)].kind == .open,
      stream.tokens[Int(first)].payload == range.upperBound - 1
    else { return false }
    let inside = first + 1..<range.upperBound - 1
    if symbol(first) == .leftParen, !inside.isEmpty, stream.firstOutside(of: inside, .comma) == nil {
      return isConstantIterable(inside, depth: depth + 1)
    }
    return isShortList(inside)
  }

  func isShortList(_ range: Range<UInt32>) -> Bool {
    let items = stream.split(range, at: .comma)
    guard items.count <= PythonOutline.fewTurns else { return false }
    return !items.contains { item in
      symbol(item.lowerBound) == .star || symbol(item.lowerBound) == .doubleStar
        || stream.firstOutside(of: item, .for) != nil
    }
  }

  /// A constant by its name: capitals (unless a longer literal of this file), or a class that can be iterated: an enum.
  func isConstantName(_ range: Range<UInt32>) -> Bool {
    guard !range.isEmpty else { return false }
    var name = range.lowerBound
    if range.count > 1 {
      // `Colors.ALL`, `settings.LANGUAGES`, `CHOICES.items()`
      guard
        range.allSatisfy({
          stream.tokens[Int($0)].kind == .name || symbol($0) == .dot || symbol($0) == .leftParen
            || symbol($0) == .rightParen
        })
      else { return false }
      var last = range.upperBound - 1
      if symbol(last) == .rightParen {
        guard last >= range.lowerBound + 4, symbol(last - 1) == .leftParen,
          ["items", "keys", "values"].contains(where: { stream.isText(last - 2, $0, bytes) })
        else { return false }
        last -= 4
      }
      guard last >= range.lowerBound else { return false }
      name = last
    }
    let token = stream.tokens[Int(name)]
    guard token.kind == .name else { return false }
    let word = bytes[token.range]
    guard word.count > 1, let first = word.first, first >= UInt8(ascii: "A"), first <= UInt8(ascii: "Z") else {
      return false
    }
    let isCapitals = !word.contains { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }
    if !isCapitals { return range.count == 1 }
    var literal: Range<UInt32>?
    outline.bindings.each(hash: token.payload) { index in
      let binding = outline.bindings[index]
      if binding.kind == .assignment, !binding.isPart, !binding.isAttribute, stream.sameText(binding.name, name, bytes)
      {
        literal = binding.value
      }
      return true
    }
    guard let literal, let open = literal.first, stream.tokens[Int(open)].kind == .open,
      stream.tokens[Int(open)].payload == literal.upperBound - 1
    else { return true }
    return isShortDisplay(literal)
  }

  /// `rows[:5]`
  func isShortSlice(_ range: Range<UInt32>) -> Bool {
    guard range.count > 4, let last = range.last, symbol(last) == .rightBracket,
      stream.tokens[Int(last)].payload == last - 3, last - 3 > range.lowerBound, symbol(last - 2) == .colon,
      stream.tokens[Int(last - 1)].kind == .number, let count = Int(text(last - 1))
    else { return false }
    return count <= PythonOutline.fewTurns
  }

  /// A name of which the function's only assignment is a short literal, a slice of a few, or a constant by its name:
  /// `states = Plan.STATES`. Or `self.fields.items()`, where the class gives it such a literal once.
  func isShortName(_ range: Range<UInt32>, in function: Int) -> Bool {
    var range = range
    if range.count > 4, symbol(range.upperBound - 1) == .rightParen, symbol(range.upperBound - 2) == .leftParen,
      ["items", "keys", "values"].contains(where: { stream.isText(range.upperBound - 3, $0, bytes) })
    {
      range = range.lowerBound..<range.upperBound - 4
    }
    guard let name = range.last, stream.tokens[Int(name)].kind == .name else { return false }
    let isOwn =
      range.count == 3 && symbol(name - 1) == .dot && ["self", "cls"].contains { stream.isText(name - 2, $0, bytes) }
    guard range.count == 1 || isOwn else { return false }
    var values: [Range<UInt32>] = []
    outline.bindings.each(hash: stream.tokens[Int(name)].payload) { index in
      let binding = outline.bindings[index]
      guard stream.sameText(binding.name, name, bytes) else { return true }
      if isOwn {
        // What a method gives it counts like what the class does.
        let isOfClass = binding.isAttribute || outline.scopes[Int(binding.scope)].own.contains(.class)
        if isOfClass { values.append(binding.kind == .assignment ? binding.value : 0..<0) }
      } else if Int(binding.scope) == function, !binding.isAttribute {
        values.append(binding.kind == .assignment && !binding.isPart ? binding.value : 0..<0)
      }
      return true
    }
    if values.isEmpty, !isOwn, function != 0 { return isShortName(range, in: 0) }
    guard values.count == 1, let value = values.first, !value.isEmpty else { return false }
    if value.count > 2, isShortDisplay(value) { return isOwn || !isGrownInLoop(name, in: function) }
    if isOwn { return false }
    if value.count == 2, symbol(value.lowerBound) == .leftBracket { return isFilledShort(name, in: function) }
    return isShortSlice(value) || value.count > 1 && isConstantName(value)
  }

  /// Whether a list that begins empty is only appended to, a few times and outside of loops, and nobody else gets it.
  private func isFilledShort(_ name: UInt32, in function: Int) -> Bool {
    let body = outline.scopes[function].body
    var appends = 0
    for index in body where stream.tokens[Int(index)].kind == .name && index + 1 < body.upperBound {
      guard stream.tokens[Int(index)].payload == stream.tokens[Int(name)].payload,
        index == body.lowerBound || symbol(index - 1) != .dot, stream.sameText(index, name, bytes)
      else { continue }
      let next = symbol(index + 1)
      if next == .dot {
        guard stream.isText(index + 2, "append", bytes), !isInLoop(index, of: function) else { return false }
        appends += 1
      } else {
        // The assignment, the loop itself, and a look at whether there is anything.
        let before = index > body.lowerBound ? symbol(index - 1) : .none
        guard next == .assign || before == .in || (before == .if || before == .not) && next == .colon else {
          return false
        }
      }
    }
    return (1...PythonOutline.fewTurns).contains(appends)
  }

  private func isGrownInLoop(_ name: UInt32, in function: Int) -> Bool {
    outline.scopes[function].body.contains { index in
      let token = stream.tokens[Int(index)]
      guard token.kind == .name, token.payload == stream.tokens[Int(name)].payload,
        stream.sameText(index, name, bytes), Int(index) + 2 < stream.tokens.count
      else { return false }
      let isGrown =
        symbol(index + 1).isAugmentedAssignment
        || symbol(index + 1) == .dot
          && ["append", "extend", "insert", "add", "update"].contains { stream.isText(index + 2, $0, bytes) }
      return isGrown && isInLoop(index, of: function)
    }
  }

  private func isInLoop(_ token: UInt32, of function: Int) -> Bool {
    var scope = Int(outline.statements[outline.statements.index(at: token)].scope)
    while scope >= 0, scope != function {
      // What stands in a function within is run who knows how often.
      if outline.scopes[scope].own.overlaps(.anyLoop.union(.walls)) { return true }
      scope = Int(outline.scopes[scope].parent)
    }
    return false
  }

  /// The nearest scope with walls around a block.
  func owner(of scope: Int) -> Int {
    var scope = scope
    while outline.scopes[scope].parent >= 0, !outline.scopes[scope].own.overlaps(.walls) {
      scope = Int(outline.scopes[scope].parent)
    }
    return scope
  }
}
