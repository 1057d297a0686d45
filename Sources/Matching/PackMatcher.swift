import Foundation
import RuleFiles
import SourceScan
package import Vocabulary

/// What one pack found in one file.
package struct PackMatches: Sendable {
  package var matches: [RuleMatch] = []
  /// Rules (by number) that ran out of time or of steps here: what they say of this file is not all there is.
  package var exhausted: Set<Int> = []
  /// Nanoseconds by rule number; empty unless asked for.
  package var nanoseconds: [Int: UInt64] = [:]
}

extension CompiledLibrary {
  /// Runs the rules of one category over a file. `isActive` says which rules look at this file at all.
  package func matches(
    of category: Category, in matched: MatchedFile, timed: Bool = false, isActive: (Int) -> Bool
  ) -> PackMatches {
    var result = PackMatches()
    guard let pack = packs.first(where: { $0.category == category }) else { return result }
    var matcher = FileMatcher(matched.file, self, matched.names, operations: matched.operations)
    matcher.roleMemo = matched.roleMemo
    var run = PackRun(library: self, matched: matched)
    run.gather(pack, &matcher)
    for number in run.worthTrying(pack) where isActive(number) {
      let start = timed ? DispatchTime.now().uptimeNanoseconds : 0
      matcher.exhausted = []
      matcher.remainingBudget = RegexProgram.budget
      matcher.remainingSteps = FileMatcher.stepBudget
      run.evaluate(number, &matcher)
      if !matcher.exhausted.isEmpty || matcher.remainingSteps <= 0 { result.exhausted.insert(number) }
      if timed { result.nanoseconds[number] = DispatchTime.now().uptimeNanoseconds - start }
    }
    // What ran out of time in a framework file may have kept any of its operations from being seen.
    if !matched.exhausted.isEmpty {
      for rule in pack.unanchored where !rule.operations.isEmpty && isActive(rule.rule) {
        result.exhausted.insert(rule.rule)
      }
    }
    result.matches = run.matches.sorted { ($0.start, $0.end, $0.rule) < ($1.start, $1.end, $1.rule) }
    return result
  }
}

/// One pass of a pack over a file.
private struct PackRun {
  let library: CompiledLibrary
  let matched: MatchedFile
  var matches: [RuleMatch] = []
  /// Candidate sites of rules' own patterns; those of one rule stand together.
  var candidates: [Candidate] = []
  /// Where each rule's candidates stand.
  var ranges: [Int32: Range<Int>] = [:]

  init(library: CompiledLibrary, matched: MatchedFile) {
    self.library = library
    self.matched = matched
  }

  mutating func gather(_ pack: CompiledPack, _ matcher: inout FileMatcher) {
    guard !matched.file.outline.statements.isEmpty else { return }
    candidates = CandidateSearch.run(pack.dispatch, in: &matcher)
    // Sorting keeps what is equal in no order: the place in the list decides.
    let order = candidates.indices.sorted { (candidates[$0].owner, $0) < (candidates[$1].owner, $1) }
    candidates = order.map { candidates[$0] }
    var start = 0
    while start < candidates.count {
      let owner = candidates[start].owner
      var end = start
      while end < candidates.count, candidates[end].owner == owner { end += 1 }
      ranges[owner] = start..<end
      start = end
    }
  }

  /// The rules that have something to look at in this file, in order.
  func worthTrying(_ pack: CompiledPack) -> [Int] {
    var rules = Set(ranges.keys.map { Int($0) })
    var operations: OperationSet = []
    for site in matched.operations {
      operations = OperationSet(rawValue: operations.rawValue | site.operations.rawValue)
    }
    var scopes: ScopeSet = []
    for scope in matched.file.outline.scopes { scopes = ScopeSet(rawValue: scopes.rawValue | scope.own.rawValue) }
    for rule in pack.unanchored
    where operations.overlaps(rule.operations) || scopes.overlaps(rule.scopes)
      || rule.regexes.contains(where: mayMatch)
    {
      rules.insert(rule.rule)
    }
    return rules.sorted()
  }

  /// Whether what a regular expression promises may be in the file.
  private func mayMatch(_ regex: Int) -> Bool {
    library.regexes[regex].literal?.mayOccur(in: matched.grams) ?? true
  }

  mutating func evaluate(_ number: Int, _ matcher: inout FileMatcher) {
    let rule = library.rules[number]
    let alternatives = rule.node.sources
    var taken: Set<UInt64> = []
    let own = ranges[Int32(truncatingIfNeeded: number)] ?? 0..<0
    for (index, node) in alternatives.enumerated() {
      let around = rule.node.around(index)
      switch node.conditions.source {
      case .patterns:
        for candidate in candidates[own] where candidate.alternative == Int32(truncatingIfNeeded: index) {
          let pattern = library.patterns[Int(candidate.pattern)]
          guard let site = matcher.site(of: pattern, at: candidate.place, for: node) else { continue }
          consider(site, node, around, number, &taken, &matcher)
        }
      case .operations(let wanted):
        for site in matched.operations where site.operations.overlaps(wanted) {
          consider(site, node, around, number, &taken, &matcher)
        }
      case .scopes(let wanted):
        for site in matcher.scopeSites(wanted) {
          consider(site, node, around, number, &taken, &matcher)
        }
      case .regex(let regex, let channel):
        for site in matcher.regexSites(regex, channel, in: nil) {
          consider(site, node, around, number, &taken, &matcher)
        }
      case .any, nil: break
      }
    }
  }

  private mutating func consider(
    _ site: Site, _ node: CompiledNode, _ around: [CompiledNode], _ number: Int, _ taken: inout Set<UInt64>,
    _ matcher: inout FileMatcher
  ) {
    let place = site.bytes.map { UInt64($0.lowerBound) << 1 | 1 } ?? UInt64(site.first) << 1
    guard !taken.contains(place) else { return }
    var site = site
    guard matcher.holds(node, &site) else { return }
    for outer in around where !matcher.holds(outer, &site) { return }
    let grades = [node] + around
    taken.insert(place)
    let tokens = matched.file.stream.tokens
    let isByte = site.scope < 0 && site.bytes != nil
    let start = isByte ? site.bytes!.lowerBound : Int(tokens[Int(site.first)].start)
    let end = isByte ? site.bytes!.upperBound : Int(tokens[Int(max(site.end, site.first + 1) - 1)].end)
    matches.append(
      RuleMatch(
        rule: number, start: start, end: max(end, start),
        severity: grades.lazy.compactMap(\.conditions.severity).first,
        confidence: grades.lazy.compactMap(\.conditions.confidence).first,
        guessedFramework: site.proof == .guessed && site.framework >= 0 ? Int(site.framework) : nil,
        isNamed: site.proof == .named, message: matcher.message(library.rules[number].message, site),
        token: site.first))
  }
}
