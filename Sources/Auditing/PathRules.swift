import Matching
import Survey
import Vocabulary

/// The rules with `paths:`, and those that the project rules out.
struct PathRules: Sendable {
  private var ruledOut: Set<Int> = []
  private var rules: [(number: Int, include: [Glob], exclude: [Glob])] = []

  init(_ library: CompiledLibrary, ruledOut: [String: String] = [:]) throws(GlobError) {
    for (number, rule) in library.rules.enumerated() where ruledOut[rule.card.id] != nil {
      self.ruledOut.insert(number)
    }
    for (number, rule) in library.rules.enumerated() where !rule.include.isEmpty || !rule.exclude.isEmpty {
      rules.append((number, try PathRules.globs(rule.include), try PathRules.globs(rule.exclude)))
    }
  }

  private static func globs(_ texts: [String]) throws(GlobError) -> [Glob] {
    var globs: [Glob] = []
    for text in texts { globs.append(try Glob(text)) }
    return globs
  }

  func inactive(at path: String) -> Set<Int> {
    var inactive = ruledOut
    for rule in rules {
      if !rule.include.isEmpty, !rule.include.contains(where: { $0.matches(path) }) { inactive.insert(rule.number) }
      if rule.exclude.contains(where: { $0.matches(path) }) { inactive.insert(rule.number) }
    }
    return inactive
  }
}
