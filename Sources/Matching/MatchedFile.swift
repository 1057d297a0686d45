package import SourceScan
import Vocabulary

/// A scanned file with what the frameworks say about it: worked out once, then shared by all packs.
package struct MatchedFile: Sendable {
  package let file: ScannedFile
  let names: FileNames
  /// What the code does, in order of first token.
  let operations: [Site]
  /// What roles expressions were found to play on the way: the packs begin with it.
  let roleMemo: [UInt64: ExpressionRoles]
  /// Regular expressions of frameworks that ran out of time: what they say of this file may be incomplete.
  let exhausted: Set<Int>
  /// The runs of bytes in the file: what a regular expression promises is looked for here first.
  let grams: GramFilter

  /// Frameworks that the file imports.
  package var frameworks: [Bool] { names.frameworks }

  package init(_ scanned: ScannedFile, _ library: CompiledLibrary) {
    let grams = GramFilter(scanned.text)
    self.grams = grams
    guard !scanned.outline.statements.isEmpty else {
      file = scanned
      names = FileNames(scanned, library, grams)
      operations = []
      exhausted = []
      roleMemo = [:]
      return
    }
    let names = FileNames(scanned, library, grams)
    var matcher = FileMatcher(scanned, library, names, operations: [])
    let candidates = CandidateSearch.run(library.frameworkDispatch, in: &matcher)
    var marked = scanned
    var isMarked = false
    var operations: [Site] = []
    // Scopes first: an operation's conditions may ask for them.
    for candidate in candidates where candidate.owner < 0 {
      let scope = library.frameworkScopes[-1 - Int(candidate.owner)]
      let node = scope.node.source(candidate.alternative)
      guard
        var site = matcher.site(
          of: library.patterns[Int(candidate.pattern)], at: candidate.place, for: node),
        matcher.holds(node, &site)
      else { continue }
      if MatchedFile.mark(scope.scope, site, &marked.outline) { isMarked = true }
    }
    if isMarked {
      marked.outline.propagate()
      let memo = matcher.roleMemo
      let exhausted = matcher.exhausted
      matcher = FileMatcher(marked, library, names, operations: [])
      matcher.roleMemo = memo
      matcher.exhausted = exhausted
    }
    for candidate in candidates where candidate.owner >= 0 {
      matcher.remainingSteps = FileMatcher.stepBudget
      let operation = library.operations[Int(candidate.owner)]
      let node = operation.node.source(candidate.alternative)
      guard
        var site = matcher.site(
          of: library.patterns[Int(candidate.pattern)], at: candidate.place, for: node,
          blocking: operation.blocking)
      else { continue }
      site.operations = OperationSet(operation.operation)
      guard matcher.holds(node, &site) else { continue }
      operations.append(site)
    }
    operations.sort { ($0.first, $0.end, $0.operations.rawValue) < ($1.first, $1.end, $1.operations.rawValue) }
    file = marked
    self.names = names
    self.operations = MatchedFile.unique(operations)
    exhausted = matcher.exhausted
    roleMemo = matcher.roleMemo
  }

  /// Puts a scope's kind on what a framework's pattern describes: a compound statement's body, the body of the function
  /// a decorator stands before.
  private static func mark(_ kind: ScopeSet, _ site: Site, _ outline: inout Outline) -> Bool {
    guard site.statement >= 0 else { return false }
    var index = Int(site.statement)
    while index < outline.statements.count, outline.statements[index].kind == .at {
      index = Int(outline.statements[index].next)
    }
    guard index < outline.statements.count, outline.statements[index].body >= 0 else { return false }
    let body = Int(outline.statements[index].body)
    guard !outline.scopes[body].own.contains(kind) else { return false }
    outline.scopes[body].own.formUnion(kind)
    if kind.contains(.batchLoop) { outline.scopes[body].own.remove(.loop) }
    return true
  }

  /// One site per operation and place: what several patterns of one or more frameworks find is told once, best proof
  /// first.
  private static func unique(_ sites: [Site]) -> [Site] {
    var result: [Site] = []
    for site in sites {
      if let same = result.lastIndex(where: { $0.first == site.first && $0.operations == site.operations }) {
        if site.proof < result[same].proof {
          var better = site
          better.end = max(site.end, result[same].end)
          result[same] = better
        } else if result[same].end < site.end, result[same].proof == site.proof {
          let captures = result[same].captures
          result[same].end = site.end
          result[same].captures = captures + site.captures.filter { new in !captures.contains { $0.name == new.name } }
        }
        continue
      }
      result.append(site)
    }
    return result
  }
}

extension FileMatcher {
  /// Tries an operation's pattern.
  mutating func site(of pattern: Pattern, at place: Place, for node: CompiledNode, blocking: Bool) -> Site? {
    blocks = blocking
    defer { blocks = false }
    return site(of: pattern, at: place, for: node)
  }
}
