import SourceScan

/// Holds a pattern's arguments, or parameters, against those in brackets.
extension FileMatcher {
  func match(_ arguments: Arguments, open: UInt32, close: UInt32) -> Bool {
    let list = arguments.list
    if list.isEmpty { return close == open + 1 }
    if list.count == 1, case .run(let name) = list[0] { return bind(name, open + 1..<close) }
    // What brackets around these hold lies below, what brackets inside of them hold will lie on top.
    let positional = positionalArguments.count
    let keywords = keywordArguments.count
    defer {
      positionalArguments.removeLast(positionalArguments.count - positional)
      keywordArguments.removeLast(keywordArguments.count - keywords)
    }
    // Parameters written without types match those with types as well.
    let dropsTypes = !arguments.isAnnotated && isSignature(open)
    file.stream.eachPart(of: open + 1..<close, between: .comma) { part in
      if part.count > 2, token(part.lowerBound).kind == .name, token(part.lowerBound + 1).symbol == .assign {
        keywordArguments.append((part.lowerBound, part.lowerBound + 2..<part.upperBound))
      } else if dropsTypes, let colon = file.stream.firstOutside(of: part, .colon), colon > part.lowerBound {
        if let assign = file.stream.firstOutside(of: colon..<part.upperBound, .assign) {
          keywordArguments.append((part.lowerBound, assign + 1..<part.upperBound))
        } else {
          positionalArguments.append(part.lowerBound..<colon)
        }
      } else {
        positionalArguments.append(part)
      }
    }
    let actual = positional..<positionalArguments.count
    let named = keywords..<keywordArguments.count
    let mark = captures.count
    let wasArgument = isArgument
    isArgument = true
    defer { isArgument = wasArgument }
    var used = 0
    for case .keyword(let wanted, let value) in list {
      var isFound = false
      for place in named where !isFound {
        let keyword = keywordArguments[place]
        let before = captures.count
        switch wanted {
        case .word(let symbol): guard token(keyword.name).symbol == symbol else { continue }
        case .any(let name): guard bind(name, keyword.name..<keyword.name + 1) else { continue }
        }
        if matchArgument(value, keyword.value) { isFound = true } else { forgetCaptures(behind: before) }
      }
      guard isFound else {
        forgetCaptures(behind: mark)
        return false
      }
      used += 1
    }
    guard arguments.isOpen || used == named.count, matchPositional(arguments.positional, 0, actual) else {
      forgetCaptures(behind: mark)
      return false
    }
    return true
  }

  /// Whether a bracket opens the parameters of a function.
  private func isSignature(_ open: UInt32) -> Bool {
    guard open > 1 else { return false }
    let before = token(open - 1)
    // `def first[T](rows)`
    let name = before.symbol == .rightBracket && before.payload != Token.noMate ? before.payload - 1 : open - 1
    return name > 0 && token(name - 1).symbol == .def
  }

  /// - Parameter actual: in `positionalArguments`.
  private func matchPositional(_ pattern: [Arguments.Argument], _ k: Int, _ actual: Range<Int>) -> Bool {
    guard k < pattern.count else { return actual.isEmpty }
    switch pattern[k] {
    case .run(let name):
      for end in (actual.lowerBound...actual.upperBound).reversed() {
        let mark = captures.count
        let range: Range<UInt32> =
          end > actual.lowerBound
          ? positionalArguments[actual.lowerBound].lowerBound..<positionalArguments[end - 1].upperBound : 0..<0
        if bind(name, range), matchPositional(pattern, k + 1, end..<actual.upperBound) { return true }
        forgetCaptures(behind: mark)
      }
      return false
    case .positional(let elements):
      guard let position = actual.first else { return false }
      let mark = captures.count
      if matchArgument(elements, positionalArguments[position]), matchPositional(pattern, k + 1, actual.dropFirst()) {
        return true
      }
      forgetCaptures(behind: mark)
      return false
    case .keyword: return false
    }
  }

  /// An argument as a whole; a call written in the pattern may go on.
  private func matchArgument(_ elements: [Element], _ argument: Range<UInt32>) -> Bool {
    let mark = captures.count
    let range = withoutBrackets(argument)
    if match(elements, 0, at: range.lowerBound, limit: range.upperBound, toLimit: true) != nil { return true }
    forgetCaptures(behind: mark)
    guard elements.count == 1 else { return false }
    if case .expression(let name, _) = elements[0] {
      // A bare generator is one argument.
      return file.stream.firstOutside(of: range, .for) != nil && bind(name, range)
    }
    guard case .chain = elements[0],
      let end = match(elements, 0, at: range.lowerBound, limit: range.upperBound, toLimit: false),
      end > range.lowerBound, goesOn(from: end, to: range.upperBound)
    else {
      forgetCaptures(behind: mark)
      return false
    }
    return true
  }

  /// What brackets around the whole of an argument enclose, if they mean nothing: `set(([row for row in rows]))`.
  func withoutBrackets(_ argument: Range<UInt32>) -> Range<UInt32> {
    var range = argument
    while range.count > 2, token(range.lowerBound).symbol == .leftParen,
      token(range.lowerBound).payload == range.upperBound - 1
    {
      let inside = range.lowerBound + 1..<range.upperBound - 1
      // A tuple and a generator are something.
      guard file.stream.firstOutside(of: inside, .comma) == nil, file.stream.firstOutside(of: inside, .for) == nil,
        token(inside.lowerBound).symbol != .yield
      else { return range }
      range = inside
    }
    return range
  }

  /// Whether only attributes and calls stand between two places.
  private func goesOn(from start: UInt32, to end: UInt32) -> Bool {
    var index = start
    while index < end {
      guard token(index).symbol != .leftBracket, let next = file.stream.linkEnd(index, limit: end) else { return false }
      index = next
    }
    return true
  }
}
