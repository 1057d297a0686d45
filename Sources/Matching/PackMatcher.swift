import Foundation
import RuleFiles
import SourceScan
package import Vocabulary

/// What one pack found in one file.
package struct PackMatches: Sendable {
  package var matches: [RuleMatch] = []
  /// Rules (by number) that ran out of time or of steps here: what they say of this file is not all there is.
  package var exhausted: Set<Int> = []
  /// Rules (by number) that may hold somewhere in the file: it takes the whole project to tell.
  package var late: Set<Int> = []
  /// By rule: what may be relations; where one is, the rule may hold.
  package var hints: [Int: Set<FactHint>] = [:]
  /// Nanoseconds by rule number; empty unless asked for.
  package var nanoseconds: [Int: UInt64] = [:]
}

extension CompiledLibrary {
  /// Runs the rules of one category over a file. `isActive` says which rules look at this file at all.
  ///
  /// - Parameter project: what is known of the file beyond itself. Without it, rules that ask for that only say whether
  ///   they may hold; with it, only they are run.
  package func matches(
    of category: Category, in matched: MatchedFile, project: ProjectAnswers? = nil, timed: Bool = false,
    isActive: (Int) -> Bool
  ) -> PackMatches {
    var result = PackMatches()
    guard let pack = packs.first(where: { $0.category == category }) else { return result }
    var run = PackRun(library: self, matched: matched)
    let worthTrying = run.worthTrying(pack)
    // Most files have nothing for a pack.
    if worthTrying.isEmpty, matched.exhausted.isEmpty { return result }
    let matcher = FileMatcher(matched, self)
    matcher.project = project
    for (number, sources) in worthTrying where isActive(number) && (project == nil || rules[number].isLate) {
      let start = timed ? DispatchTime.now().uptimeNanoseconds : 0
      matcher.exhausted = []
      matcher.remainingBudget = RegexProgram.budget
      matcher.remainingSteps = FileMatcher.stepBudget
      run.evaluate(number, sources, matcher)
      if !matcher.hints.isEmpty {
        result.hints[number] = matcher.hints
        matcher.hints = []
      }
      if !matcher.exhausted.isEmpty || matcher.remainingSteps <= 0 { result.exhausted.insert(number) }
      if timed { result.nanoseconds[number] = DispatchTime.now().uptimeNanoseconds - start }
    }
    // What ran out of time in a framework file may have kept any of its operations from being seen.
    if !matched.exhausted.isEmpty {
      for source in operationSources where rules[sources[source].rule].card.category == category {
        if isActive(sources[source].rule) { result.exhausted.insert(sources[source].rule) }
      }
    }
    if project == nil { result.late = Set(run.matches.lazy.map(\.rule).filter { self.rules[$0].isLate }) }
    run.matches.removeAll { result.late.contains($0.rule) }
    result.matches = run.matches.sorted { ($0.start, $0.end, $0.rule) < ($1.start, $1.end, $1.rule) }
    return result
  }
}

extension CompiledLibrary {
  /// Runs some of the rules that take the whole project to tell, of whatever category.
  package func lateMatches(
    of rules: Set<Int>, in matched: MatchedFile, project: ProjectAnswers, timed: Bool = false
  ) -> PackMatches {
    var all = PackMatches()
    for category in Set(rules.map { self.rules[$0].card.category }).sorted(by: { $0.rawValue < $1.rawValue }) {
      let found = matches(of: category, in: matched, project: project, timed: timed) { rules.contains($0) }
      all.matches += found.matches
      all.exhausted.formUnion(found.exhausted)
      all.nanoseconds.merge(found.nanoseconds, uniquingKeysWith: +)
    }
    all.matches.sort { ($0.start, $0.end, $0.rule) < ($1.start, $1.end, $1.rule) }
    return all
  }
}

/// One pass of a pack over a file.
private struct PackRun {
  let library: CompiledLibrary
  let matched: MatchedFile
  var matches: [RuleMatch] = []

  /// The rules of a pack that have something to look at in this file, in order, each with those of its sources that do.
  func worthTrying(_ pack: CompiledPack) -> [(rule: Int, sources: [Int])] {
    var scopes: ScopeSet = []
    for scope in matched.file.outline.scopes { scopes.formUnion(scope.own) }
    var operations: OperationSet = []
    let sites = matched.operations.sites
    for index in sites.indices { operations.formUnion(sites[index].operations) }
    var result: [(rule: Int, sources: [Int])] = []
    let ranges = matched.candidateRanges
    var next = 0
    for glance in pack.glances {
      while next < ranges.count, ranges[next].source < glance.source { next += 1 }
      let hasSites =
        glance.isPatterns
        ? next < ranges.count && ranges[next].source == glance.source
        : glance.operations.overlaps(operations) || glance.scopes.overlaps(scopes)
          || glance.regex >= 0 && mayMatch(glance.regex)
      guard hasSites,
        library.sources[glance.source].isPossible(
          in: matched.file, kinds: matched.operations.kinds, library, matched.grams)
      else { continue }
      if result.last?.rule == glance.rule {
        result[result.count - 1].sources.append(glance.source)
      } else {
        result.append((glance.rule, [glance.source]))
      }
    }
    return result
  }

  /// Whether what a regular expression promises may be in the file.
  private func mayMatch(_ regex: Int) -> Bool {
    library.regexes[regex].literal?.mayOccur(in: matched.grams) ?? true
  }

  mutating func evaluate(_ number: Int, _ sources: [Int], _ matcher: FileMatcher) {
    let rule = library.rules[number]
    var taken: Set<UInt64> = []
    for number in sources {
      let alternative = library.sources[number].alternative
      let node = rule.node.source(Int32(truncatingIfNeeded: alternative))
      switch node.conditions.source {
      case .patterns:
        guard let place = matched.candidateRanges.firstIndex(where: { $0.source == number }) else { continue }
        for candidate in matched.candidates[matched.candidateRanges[place].range] {
          let pattern = library.patterns[Int(library.dispatch.entries[Int(candidate.entry)].pattern)]
          guard let site = matcher.site(of: pattern, at: candidate.place, for: node) else { continue }
          consider(site, node, alternative, rule, library.sources[number].rule, &taken, matcher)
        }
      case .operations(let wanted):
        // By index: a site is copied only where it is wanted. What conditions work out on the way comes too late.
        let sites = matcher.operations.sites
        for index in sites.indices where sites[index].operations.overlaps(wanted) {
          consider(sites[index], node, alternative, rule, library.sources[number].rule, &taken, matcher)
        }
      case .scopes(let wanted):
        for site in matcher.scopeSites(wanted) {
          consider(site, node, alternative, rule, library.sources[number].rule, &taken, matcher)
        }
      case .regex(let regex, let channel):
        for site in matcher.regexSites(regex, channel, in: nil) {
          consider(site, node, alternative, rule, library.sources[number].rule, &taken, matcher)
        }
      case .reaches, .calls, .channel, .any, nil: break
      }
    }
  }

  private mutating func consider(
    _ site: Site, _ node: CompiledNode, _ alternative: Int, _ rule: CompiledRule, _ number: Int,
    _ taken: inout Set<UInt64>, _ matcher: FileMatcher
  ) {
    let place = site.bytes.map { UInt64($0.lowerBound) << 1 | 1 } ?? UInt64(site.first) << 1
    guard !taken.contains(place) else { return }
    var site = site
    guard matcher.holds(node, &site) else { return }
    let around = rule.node.around(alternative)
    for outer in around where !matcher.holds(outer, &site) { return }
    let grades = [node] + around
    taken.insert(place)
    let tokens = matched.file.stream.tokens
    // What the project decides is looked at once more.
    let isOpen = rule.isLate && matcher.project == nil
    let isByte = site.scope < 0 && site.bytes != nil
    let start = isByte ? site.bytes!.lowerBound : Int(tokens[Int(site.first)].start)
    let end = isByte ? site.bytes!.upperBound : Int(tokens[Int(max(site.end, site.first + 1) - 1)].end)
    matches.append(
      RuleMatch(
        rule: number, start: start, end: max(end, start),
        severity: grades.lazy.compactMap(\.conditions.severity).first,
        confidence: grades.lazy.compactMap(\.conditions.confidence).first,
        guessedFramework: site.proof == .guessed && site.framework >= 0 ? Int(site.framework) : nil,
        isNamed: site.proof == .named,
        message: isOpen
          ? "" : matcher.message(grades.lazy.compactMap(\.conditions.message).first ?? rule.message, site),
        token: site.first, isOncePerFunction: grades.contains(where: \.conditions.isOncePerFunction)))
  }
}
