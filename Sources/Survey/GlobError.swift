/// What is wrong with a path pattern that a person wrote.
package enum GlobError: Error, Sendable, Hashable, CustomStringConvertible {
  case empty(pattern: String)
  case unclosedClass(pattern: String)
  case unclosedBrace(pattern: String)
  case trailingBackslash(pattern: String)
  case unknownClass(pattern: String, name: String)
  case nonASCIIClass(pattern: String)
  case tooManyAlternatives(pattern: String, limit: Int)

  package var description: String {
    switch self {
    case .empty(let pattern):
      "the path pattern `\(pattern)` names nothing; write a name, `*.py` or `src/**`"
    case .unclosedClass(let pattern):
      "the path pattern `\(pattern)` opens a `[` that is never closed; close it with `]`, or write `\\[` for the character"
    case .unclosedBrace(let pattern):
      "the path pattern `\(pattern)` opens a `{` that is never closed; close it with `}`, or write `\\{` for the character"
    case .trailingBackslash(let pattern):
      "the path pattern `\(pattern)` ends in `\\` with nothing to escape; folders are separated by `/`"
    case .unknownClass(let pattern, let name):
      "the path pattern `\(pattern)` uses an unknown character class `[:\(name):]`; "
        + "known are \(CharacterClass.names.joined(separator: ", "))"
    case .nonASCIIClass(let pattern):
      "the path pattern `\(pattern)` has a character beyond ASCII between `[` and `]`; write `{é,è}` instead of `[éè]`"
    case .tooManyAlternatives(let pattern, let limit):
      "the path pattern `\(pattern)` stands for more than \(limit) patterns once its braces are expanded; write several"
    }
  }
}
