/// Names, keywords and numbers.
extension PythonLexer {
  mutating func word(_ start: Int) -> Int {
    var end = start &+ 1
    while unsafe continuesWord[Int(byte(end))] && end < count { end &+= 1 }
    let next = byte(end)
    if next == UInt8(ascii: "\"") || next == UInt8(ascii: "'"), end &- start <= 3, isStringPrefix(start, end) {
      return string(from: start, quoteAt: end)
    }
    let hash = unsafe hashWord(source + start, end &- start)
    var slot = Int(truncatingIfNeeded: hash) & slotMask
    var symbol = Symbol.none
    let fingerprint = UInt32(truncatingIfNeeded: hash >> 32)
    while unsafe slots[slot] != 0 {
      if unsafe fingerprints[slot] == fingerprint {
        unsafe symbol = Symbol(rawValue: slots[slot])
        break
      }
      slot = (slot &+ 1) & slotMask
    }
    let isKeyword = symbol.rawValue >= Symbol.false.rawValue && symbol.rawValue < UInt16(Symbol.builtinCount)
    if isKeyword {
      keyword(symbol, start)
      let isLoop = symbol == .in && endsTargets()
      emit(start, end, UInt32(truncatingIfNeeded: hash), symbol, .keyword, isLoop ? .ofLoop : [])
    } else {
      emit(start, end, UInt32(truncatingIfNeeded: hash), symbol, .name)
    }
    return end
  }

  /// Whether an `in` here belongs to a `for`.
  private mutating func endsTargets() -> Bool {
    while let depth = pendingLoops.last, depth >= brackets.count {
      pendingLoops.removeLast()
      if depth == brackets.count { return true }
    }
    return false
  }

  /// What a keyword means for lines and scopes, before its token is emitted.
  @inline(__always)
  private mutating func keyword(_ symbol: Symbol, _ start: Int) {
    if !brackets.isEmpty {
      if firstOnPhysicalLine, PythonLexer.beginsStatementOnly(symbol) {
        brackets.removeAll(keepingCapacity: true)
        while let string = strings.popLast() { endString(string, at: start, length: 0) }
        finishLine()
      } else if symbol == .for {
        expressionScopes.append(UInt32(truncatingIfNeeded: tokenCount))
      }
    }
    if symbol == .for { pendingLoops.append(brackets.count) }
    if symbol == .yield { expressionScopes.append(UInt32(truncatingIfNeeded: tokenCount)) }
    if symbol == .lambda {
      expressionScopes.append(UInt32(truncatingIfNeeded: tokenCount))
      if brackets.isEmpty { pendingLambdas &+= 1 }
    }
  }

  /// Keywords that begin a statement and stand in no expression.
  private static func beginsStatementOnly(_ symbol: Symbol) -> Bool {
    switch symbol {
    case .def, .class, .return, .raise, .while, .with, .try, .del, .pass, .assert, .import, .global, .nonlocal, .except,
      .finally, .break, .continue:
      true
    default: false
    }
  }

  private func isStringPrefix(_ start: Int, _ end: Int) -> Bool {
    guard end &- start <= 2 else { return false }
    for index in start..<end {
      switch byte(index) | 0x20 {
      case UInt8(ascii: "r"), UInt8(ascii: "b"), UInt8(ascii: "u"), UInt8(ascii: "f"), UInt8(ascii: "t"): continue
      default: return false
      }
    }
    return true
  }

  mutating func number(_ start: Int) -> Int {
    var end = start &+ 1
    let second = byte(end) | 0x20
    if byte(start) == UInt8(ascii: "0"),
      second == UInt8(ascii: "x") || second == UInt8(ascii: "o") || second == UInt8(ascii: "b")
    {
      end &+= 1
      while PythonLexer.isHexDigit(byte(end)) { end &+= 1 }
    } else {
      // One point at most, and none behind an exponent: in `1..real` the second begins an attribute.
      var mayHavePoint = byte(start) != UInt8(ascii: ".")
      while true {
        let value = byte(end)
        if value >= UInt8(ascii: "0") && value <= UInt8(ascii: "9") || value == UInt8(ascii: "_") {
          end &+= 1
        } else if value == UInt8(ascii: "."), mayHavePoint {
          mayHavePoint = false
          end &+= 1
        } else if value | 0x20 == UInt8(ascii: "e") {
          let sign = byte(end &+ 1) == UInt8(ascii: "+") || byte(end &+ 1) == UInt8(ascii: "-") ? 1 : 0
          guard byte(end &+ 1 &+ sign) >= UInt8(ascii: "0"), byte(end &+ 1 &+ sign) <= UInt8(ascii: "9") else { break }
          mayHavePoint = false
          end &+= 2 &+ sign
        } else {
          break
        }
      }
      if byte(end) | 0x20 == UInt8(ascii: "j") { end &+= 1 }
    }
    end = min(end, count)
    emit(start, end, 0, .none, .number)
    return end
  }

  private static func isHexDigit(_ value: UInt8) -> Bool {
    value >= UInt8(ascii: "0") && value <= UInt8(ascii: "9") || value == UInt8(ascii: "_")
      || (value | 0x20) >= UInt8(ascii: "a") && (value | 0x20) <= UInt8(ascii: "f")
  }
}
