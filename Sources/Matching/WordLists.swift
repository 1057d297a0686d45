import RuleFiles

/// The lists of words that expressions speak of as `{{name}}`.
struct WordLists: Sendable {
  /// By name, the words as alternatives of an expression.
  private let alternatives: [String: String]
  /// Words that are no expressions; they are in no list, so that none that names one is wrong because of them.
  let faults: [RuleFault]

  /// - Parameter checksWords: `false` when they are known to be expressions.
  init(_ lists: [WordList] = [], checksWords: Bool = false) {
    var words: [String: [String]] = [:]
    var faults: [RuleFault] = []
    for list in lists {
      words[list.name.value, default: []] += list.words.compactMap { word in
        guard checksWords, let fault = RegexProgram(word.value).fault else { return word.value }
        faults.append(RuleFault("`\(word.value)` is no regular expression: \(fault)", at: word.origin))
        return nil
      }
    }
    self.faults = faults
    // Of no words none can stand there.
    alternatives = words.mapValues { $0.isEmpty ? "(?!)" : $0.joined(separator: "|") }
  }

  /// An expression with the words in the places of the lists' names.
  func expanded(_ source: String) throws(PatternFault) -> String {
    guard WordLists.mayName(source) else { return source }
    var text = ""
    var rest = source[...]
    while let open = rest.firstRange(of: "{{"),
      let close = rest[open.upperBound...].firstRange(of: "}}")
    {
      let name = String(rest[open.upperBound..<close.lowerBound])
      guard let words = alternatives[name] else { throw .noWordList(name, known: alternatives.keys.sorted()) }
      text += rest[..<open.lowerBound] + words
      rest = rest[close.upperBound...]
    }
    return text + rest
  }

  /// Hardly any expression does, and all are asked when the program starts.
  private static func mayName(_ source: String) -> Bool {
    var before: UInt8 = 0
    for byte in source.utf8 {
      if byte == UInt8(ascii: "{"), before == byte { return true }
      before = byte
    }
    return false
  }
}
