import Vocabulary

/// Single values. A text is whatever was written, quoted or not; booleans and numbers are plain scalars of YAML 1.2's
/// core schema, of which only `true`, `false` and decimal integers are of use here.
extension SpecDecoder {
  /// A text that is not just white space. White space around it does not count.
  mutating func text(_ node: YAMLNode, key: String) -> String? {
    guard let text = rawText(node, key: key) else { return nil }
    let bytes = text.utf8
    guard let first = bytes.firstIndex(where: { !isWhiteSpace($0) }),
      let last = bytes.lastIndex(where: { !isWhiteSpace($0) })
    else {
      complain(.nothing(key: key), at: node)
      return nil
    }
    return String(text[first...last])
  }

  /// A text as it stands, with the white space around it.
  mutating func rawText(_ node: YAMLNode, key: String) -> String? {
    guard case .text(let text, _) = node.content, !node.isMissing else {
      complainOfType(node, key: key, wanted: "a text")
      return nil
    }
    return text
  }

  mutating func line(_ node: YAMLNode, key: String) -> String? {
    guard let text = text(node, key: key) else { return nil }
    if text.utf8.contains(UInt8(ascii: "\n")) { complain(.severalLines(key: key), at: node) }
    return text
  }

  mutating func located(_ node: YAMLNode, key: String) -> Located<String>? {
    text(node, key: key).map { Located($0, at: origin(node)) }
  }

  /// One text or a list of them.
  mutating func texts(_ node: YAMLNode?, key: String) -> [Located<String>] {
    guard let node else { return [] }
    return oneOrList(node, key: key).compactMap { located($0, key: key) }
  }

  mutating func boolean(_ node: YAMLNode?, key: String) -> Bool? {
    guard let node else { return nil }
    switch node.content {
    case .text("true", isPlain: true): return true
    case .text("false", isPlain: true): return false
    case .text(let text, _) where !node.isMissing: complain(.notBoolean(text, key: key), at: node)
    default: complainOfType(node, key: key, wanted: "true or false")
    }
    return nil
  }

  /// `">=8"`, `"==0"`, or a number, which means equality.
  mutating func comparison(_ node: YAMLNode?, key: String) -> Comparison? {
    guard let node, let text = text(node, key: key) else { return nil }
    let sign = text.prefix { "<>=!".contains($0) }
    let number = text.dropFirst(sign.count).drop { $0 == " " }
    let known = sign.isEmpty ? .equal : Comparison.Sign(rawValue: String(sign))
    guard let known, !number.isEmpty, number.utf8.allSatisfy(isDigit), let value = Int(number) else {
      complain(.notComparison(text, key: key), at: node)
      return nil
    }
    return Comparison(known, value)
  }

  /// One of the words of `Word`, as it is spelt in rule files.
  mutating func word<Word: RawRepresentable & CaseIterable>(
    _ node: YAMLNode, key: String, what: String, of type: Word.Type = Word.self
  ) -> Word? where Word.RawValue == String {
    guard let text = text(node, key: key) else { return nil }
    if let word = Word(rawValue: text) { return word }
    complain(.unknownWord(text, what: what, known: Word.allCases.map(\.rawValue)), at: node)
    return nil
  }

  /// One such word or a list of them, each at most once.
  mutating func words<Word: RawRepresentable & CaseIterable & Equatable>(
    _ node: YAMLNode?, key: String, what: String, of type: Word.Type = Word.self
  ) -> [Word] where Word.RawValue == String {
    guard let node else { return [] }
    var words: [Word] = []
    for item in oneOrList(node, key: key) {
      guard let word: Word = word(item, key: key, what: what) else { continue }
      if words.contains(word) {
        complain(.repeated(word.rawValue, key: key), at: item)
      } else {
        words.append(word)
      }
    }
    return words
  }

  mutating func severity(_ node: YAMLNode) -> Severity? {
    guard let text = text(node, key: "severity") else { return nil }
    if let severity = Severity(word: text) { return severity }
    complain(.unknownWord(text, what: "severity", known: Severity.allCases.map(\.word)), at: node)
    return nil
  }

  mutating func confidence(_ node: YAMLNode) -> Confidence? {
    guard let text = text(node, key: "confidence") else { return nil }
    if let confidence = Confidence(word: text) { return confidence }
    complain(.unknownWord(text, what: "confidence", known: Confidence.allCases.map(\.word)), at: node)
    return nil
  }

  /// A text of a certain shape; says so when it is not.
  mutating func shaped(_ node: YAMLNode, key: String, _ shape: Shape) -> Located<String>? {
    guard let text = located(node, key: key) else { return nil }
    if shape.fits(text.value) { return text }
    complain(.badShape(text.value, what: shape.what, rule: shape.rule), at: node)
    return nil
  }
}

private func isWhiteSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
