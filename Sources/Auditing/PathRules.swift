import Matching
import Survey
import Vocabulary

/// The rules with `paths:`, and those that the project rules out.
struct PathRules: Sendable {
  private var ruledOut: Set<Int> = []
  private var rules: [(number: Int, include: [Glob], exclude: [Glob])] = []
  /// Where the audited root lies in its project; empty when it is the project's own folder.
  private let place: String

  init(_ library: CompiledLibrary, ruledOut: [String: String] = [:], place: String = "") throws(GlobError) {
    self.place = place
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

  /// - Parameter path: relative to the audited root; a pattern may be meant from there or from the project's own folder.
  func inactive(at path: String) -> Set<Int> {
    var inactive = ruledOut
    if rules.isEmpty { return inactive }
    let paths = place.isEmpty ? [path] : [path, place + "/" + path]
    func matches(_ glob: Glob) -> Bool { paths.contains { glob.matches($0) } }
    for rule in rules {
      if !rule.include.isEmpty, !rule.include.contains(where: matches) { inactive.insert(rule.number) }
      if rule.exclude.contains(where: matches) { inactive.insert(rule.number) }
    }
    return inactive
  }
}
