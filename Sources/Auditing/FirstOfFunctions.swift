package import Matching
package import SourceScan

/// Without the matches for which an earlier one of the same rule in the same function stands (`once: function`). Whether a
/// comment silences that one makes no difference. Code outside of functions is no function.
package func firstOfFunctions(_ matches: [RuleMatch], in file: ScannedFile) -> [RuleMatch] {
  guard matches.contains(where: \.isOncePerFunction) else { return matches }
  struct Place: Hashable {
    var rule: Int
    var function: Int32
  }
  var first: [Place: Int] = [:]
  func place(of match: RuleMatch) -> Place? {
    guard match.isOncePerFunction else { return nil }
    let function = file.functionStatement(around: match.token)
    return function < 0 ? nil : Place(rule: match.rule, function: function)
  }
  for match in matches {
    if let place = place(of: match) { first[place] = min(first[place] ?? match.start, match.start) }
  }
  return matches.filter { match in place(of: match).map { first[$0] == match.start } ?? true }
}
