/// Why a pattern cannot be compiled.
enum PatternFault: Error, Sendable {
  case empty
  case unexpected(String)
  case unclosed(String)
  case noLanguage(String)
  case nowhereToLook
  case tooManyWords
  case badRegex(String, String)
  case noWordList(String, known: [String])

  var message: String {
    switch self {
    case .empty: "the pattern is empty"
    case .unexpected(let word): "the pattern makes no sense at `\(word)`"
    case .unclosed(let bracket): "`\(bracket)` is never closed in the pattern"
    case .noLanguage(let language): "patterns for \(language) cannot be read yet"
    case .nowhereToLook: "the pattern has no name or keyword to look for, so it would have to be tried at every token"
    case .tooManyWords: "the rules name more different words than Assay can tell apart (60,000)"
    case .badRegex(let regex, let reason): "`\(regex)` is no valid regular expression: \(reason)"
    case .noWordList(let name, _): "there is no list of words `\(name)`"
    }
  }

  var hint: String? {
    switch self {
    case .unexpected: "write code of the rule's language; `$X` is an expression, `...` a run of arguments"
    case .nowhereToLook: "begin with a name (`$X.commit()`, `time.sleep(...)`) or a keyword (`for $X in $Y`)"
    case .noWordList(_, let known):
      known.isEmpty ? "define it under `words:` in a file of its own" : "known: \(known.joined(separator: ", "))"
    default: nil
    }
  }
}
