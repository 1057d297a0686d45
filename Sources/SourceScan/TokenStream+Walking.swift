extension TokenStream {
  /// The token behind this one, a bracketed group taken as one.
  @inlinable package func after(_ index: UInt32) -> UInt32 {
    let token = tokens[Int(index)]
    if token.kind == .open || token.kind == .stringStart, token.payload != Token.noMate, token.payload > index {
      return token.payload + 1
    }
    return index + 1
  }

  /// The token before this one, a bracketed group taken as one; never below 0.
  @inlinable package func before(_ index: UInt32) -> UInt32? {
    guard index > 0 else { return nil }
    let token = tokens[Int(index - 1)]
    if token.kind == .close || token.kind == .stringEnd, token.payload != Token.noMate, token.payload < index {
      return token.payload
    }
    return index - 1
  }

  /// The first token with this symbol in the range, outside of brackets that open in it.
  package func firstOutside(of range: Range<UInt32>, _ symbol: Symbol) -> UInt32? {
    var index = range.lowerBound
    while index < range.upperBound {
      if tokens[Int(index)].symbol == symbol { return index }
      index = after(index)
    }
    return nil
  }

  /// The parts of a range between separators outside of brackets; empty parts are left out.
  package func split(_ range: Range<UInt32>, at separator: Symbol) -> [Range<UInt32>] {
    var parts: [Range<UInt32>] = []
    eachPart(of: range, between: separator) { parts.append($0) }
    return parts
  }

  /// The same without an array.
  @inline(__always)
  package func eachPart(of range: Range<UInt32>, between separator: Symbol, _ body: (Range<UInt32>) -> Void) {
    var start = range.lowerBound
    var index = start
    while index < range.upperBound {
      if tokens[Int(index)].symbol == separator {
        if start < index { body(start..<index) }
        start = index + 1
      }
      index = after(index)
    }
    if start < range.upperBound { body(start..<range.upperBound) }
  }

  /// The innermost bracket that is open at a token, within its logical line.
  package func openBracket(around token: UInt32) -> UInt32? {
    var index = token
    while index > 0 {
      let before = tokens[Int(index - 1)]
      if before.kind == .close || before.kind == .stringEnd {
        guard before.payload != Token.noMate, before.payload < index else {
          index -= 1
          continue
        }
        index = before.payload
        if tokens[Int(index)].flags.contains(.startsLine) { return nil }
        continue
      }
      if before.kind == .open || before.kind == .stringStart { return index - 1 }
      if before.flags.contains(.startsLine) { return nil }
      index -= 1
    }
    return nil
  }

  package func isText(_ index: UInt32, _ word: String, _ bytes: [UInt8]) -> Bool {
    guard Int(index) < tokens.count else { return false }
    let token = tokens[Int(index)]
    guard Int(token.end - token.start) == word.utf8.count else { return false }
    return bytes[token.range].elementsEqual(word.utf8)
  }

  /// Whether two tokens are written alike.
  package func sameText(_ left: UInt32, _ right: UInt32, _ bytes: [UInt8]) -> Bool {
    let first = tokens[Int(left)]
    let second = tokens[Int(right)]
    if foldsNames, first.kind == .name, second.kind == .name { return first.payload == second.payload }
    guard first.end - first.start == second.end - second.start, first.kind == second.kind else { return false }
    if first.kind == .name, first.payload != second.payload { return false }
    let count = Int(first.end - first.start)
    return unsafe bytes.withUnsafeBytes { bytes in
      // Eight bytes at a time; reading past the last one stays within the padding.
      var offset = 0
      while offset + 8 <= count {
        let left = unsafe bytes.loadUnaligned(fromByteOffset: Int(first.start) + offset, as: UInt64.self)
        let right = unsafe bytes.loadUnaligned(fromByteOffset: Int(second.start) + offset, as: UInt64.self)
        if left != right { return false }
        offset += 8
      }
      guard offset < count else { return true }
      let left = unsafe bytes.loadUnaligned(fromByteOffset: Int(first.start) + offset, as: UInt64.self)
      let right = unsafe bytes.loadUnaligned(fromByteOffset: Int(second.start) + offset, as: UInt64.self)
      return (left ^ right) << UInt64((8 - (count - offset)) * 8) == 0
    }
  }
}

extension TokenStream {
  /// The token that holds a byte, or the next one; the last one at the end.
  package func token(at offset: Int) -> UInt32 {
    var low = 0
    var high = tokens.count
    while low < high {
      let middle = (low + high) / 2
      if Int(tokens[middle].end) > offset { high = middle } else { low = middle + 1 }
    }
    return UInt32(truncatingIfNeeded: max(0, min(low, tokens.count - 1)))
  }
}
