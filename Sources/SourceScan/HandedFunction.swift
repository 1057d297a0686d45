/// The words by which calls are told that run a function which they are handed, elsewhere, while the caller waits.
package struct Handovers: Sendable {
  /// Whole names, in small letters: the function is the first argument.
  fileprivate let names: Set<UInt32>
  /// Names that hold one of these, whatever stands around it.
  fileprivate let parts: [[UInt8]]
  /// Those whose first argument is something else.
  fileprivate let late: Set<UInt32>
  /// Those that give a function back, to be called like the one that they were handed.
  fileprivate let wrappers: Set<UInt32>

  package init(_ words: LanguageWords) {
    names = Set(words.handovers.map { nameHash($0) })
    parts = words.handoverParts.map { Array($0.utf8) }
    late = Set(words.lateHandovers.map { nameHash($0) })
    wrappers = Set(words.handoverWrappers.map { nameHash($0) })
  }
}

/// A function that a call is handed to run: `load` of `await asyncio.to_thread(load, key)`.
package struct HandedFunction: Sendable {
  /// The name of the call that runs it, and that call's last token; `run_sync(load)(key)` ends with the second bracket.
  package var runner: UInt32
  package var end: UInt32
  /// What the function is called with.
  package var arguments: [Range<UInt32>]
  /// The function itself: `self.jobs.load`.
  package var function: Range<UInt32>
}

extension ScannedFile {
  /// The function that a call runs, if it does.
  ///
  /// - Parameter open: the call's bracket, with a name before it.
  package func handedFunction(toCallAt open: UInt32, _ words: Handovers) -> HandedFunction? {
    let tokens = stream.tokens
    let runner = open - 1
    let name = tokens[Int(runner)]
    let isWrapper = words.wrappers.contains(name.payload)
    let isLate = words.late.contains(name.payload)
    guard
      isWrapper || isLate || words.names.contains(name.payload)
        || words.parts.contains(where: { holds($0, name.range) }),
      tokens[Int(open)].payload != Token.noMate
    else { return nil }
    var close = tokens[Int(open)].payload
    let parts = stream.split(open + 1..<close, at: .comma)
    let place = isLate ? 1 : 0
    guard place < parts.count, isPath(parts[place]) else { return nil }
    var arguments = Array(parts.dropFirst(place + 1))
    if isWrapper {
      let next = close + 1
      guard Int(next) < tokens.count, tokens[Int(next)].symbol == .leftParen, tokens[Int(next)].payload != Token.noMate
      else { return nil }
      close = tokens[Int(next)].payload
      arguments = close > next + 1 ? stream.split(next + 1..<close, at: .comma) : []
    }
    return HandedFunction(runner: runner, end: close, arguments: arguments, function: parts[place])
  }

  /// The same by the function's own last name, which no bracket follows.
  package func handedFunction(named name: UInt32, _ words: Handovers) -> HandedFunction? {
    guard let open = stream.openBracket(around: name), open > 0, stream.tokens[Int(open)].symbol == .leftParen,
      stream.tokens[Int(open - 1)].kind == .name, let found = handedFunction(toCallAt: open, words),
      found.function.last == name
    else { return nil }
    return found
  }

  /// `load`, `self.jobs.load`
  private func isPath(_ range: Range<UInt32>) -> Bool {
    range.count % 2 == 1
      && range.allSatisfy { index in
        (index - range.lowerBound) % 2 == 0
          ? stream.tokens[Int(index)].kind == .name : stream.tokens[Int(index)].symbol == .dot
      }
  }

  private func holds(_ word: [UInt8], _ range: Range<Int>) -> Bool {
    var start = range.lowerBound
    while start + word.count <= range.upperBound {
      if word.indices.allSatisfy({ text.bytes[start + $0] | 0x20 == word[$0] }) { return true }
      start += 1
    }
    return false
  }
}
