package import SourceScan
import Vocabulary

/// A scanned file with what the frameworks say about it, and with the places where rules look: worked out once, then
/// shared by all packs. A class, because it is handed from task to task and never changes.
package final class MatchedFile: Sendable {
  package let file: ScannedFile
  let names: FileNames
  /// What the code does, worked out where some rule finds its sites; the packs work out what else they ask for.
  let operations: OperationTable
  /// Where the rules' own patterns might match, those of one source together; by source in ascending order.
  let candidates: [Candidate]
  /// By source that has candidates, where they stand.
  let candidateRanges: [(source: Int, range: Range<Int>)]
  /// What roles expressions were found to play on the way: the packs begin with it.
  let roleMemo: RoleMemo
  /// Regular expressions of frameworks that ran out of time: what they say of this file may be incomplete.
  let exhausted: Set<Int>
  /// The runs of bytes in the file: what a regular expression promises is looked for here first.
  package let grams: GramFilter

  /// Whether what the frameworks say of the file may be incomplete.
  package var hasRunOut: Bool { !exhausted.isEmpty }

  /// Frameworks that the file imports.
  package var frameworks: [Bool] { names.frameworks }

  /// - Parameter isRead: the file was matched before and is read again for single functions: nothing is looked for that
  ///   only the packs ask about.
  package init(_ scanned: ScannedFile, _ library: CompiledLibrary, again isRead: Bool = false) {
    grams = GramFilter(scanned.text)
    names = FileNames(scanned, library, grams)
    guard !scanned.outline.statements.isEmpty else {
      file = scanned
      operations = .empty
      candidates = []
      candidateRanges = []
      exhausted = []
      roleMemo = RoleMemo()
      return
    }
    let matcher = FileMatcher(scanned, library, names, grams).markingScopes()
    let search = CandidateSearch.run(isRead ? library.operationDispatch : library.dispatch, in: matcher)
    matcher.operations = OperationTable(search.operations) { candidate in
      guard case .operation(let number) = library.dispatch.entries[Int(candidate.entry)].owner else { return [] }
      return library.operations[Int(number)].kind
    }
    if isRead {
      (candidates, candidateRanges) = ([], [])
    } else {
      matcher.workOutWanted()
      (candidates, candidateRanges) = MatchedFile.bySource(search.found, library)
    }
    file = matcher.file
    operations = matcher.operations
    exhausted = matcher.exhausted
    roleMemo = matcher.roleMemo
  }

  private static func bySource(
    _ found: [Candidate], _ library: CompiledLibrary
  ) -> ([Candidate], [(source: Int, range: Range<Int>)]) {
    func source(_ candidate: Candidate) -> Int32 {
      guard case .rule(let source) = library.dispatch.entries[Int(candidate.entry)].owner else { return -1 }
      return source
    }
    // The sort is stable: candidates of one source stay in the order they were found in.
    let keyed = found.map { (source: source($0), candidate: $0) }.sorted { $0.source < $1.source }
    var ranges: [(source: Int, range: Range<Int>)] = []
    var start = 0
    while start < keyed.count {
      var end = start
      while end < keyed.count, keyed[end].source == keyed[start].source { end += 1 }
      ranges.append((Int(keyed[start].source), start..<end))
      start = end
    }
    return (keyed.map(\.candidate), ranges)
  }
}

extension FileMatcher {
  /// A matcher whose outline has the scopes that frameworks describe (transactions, batch loops).
  fileprivate func markingScopes() -> FileMatcher {
    var marked = file.outline.parts
    var isMarked = false
    for candidate in CandidateSearch.run(library.scopeDispatch, in: self).found {
      let entry = library.scopeDispatch.entries[Int(candidate.entry)]
      guard case .scope(let number) = entry.owner else { continue }
      let scope = library.frameworkScopes[Int(number)]
      let node = scope.node.source(entry.alternative)
      guard var site = site(of: library.patterns[Int(entry.pattern)], at: candidate.place, for: node),
        holds(node, &site)
      else { continue }
      if mark(scope.scope, site, &marked) { isMarked = true }
    }
    guard isMarked else { return self }
    marked.propagate()
    // What was found out about places is no longer true; what things are is.
    let matcher = FileMatcher(file.with(Outline(marked)), library, names, grams)
    matcher.roleMemo = roleMemo
    matcher.exhausted = exhausted
    matcher.remainingBudget = remainingBudget
    matcher.remainingSteps = remainingSteps
    return matcher
  }

  /// Puts a scope's kind on what a framework's pattern describes: a compound statement's body, the body of the function
  /// a decorator stands before, a comprehension.
  private func mark(_ kind: ScopeSet, _ site: Site, _ outline: inout OutlineParts) -> Bool {
    guard let scope = site.statement >= 0 ? body(of: Int(site.statement), outline) : comprehension(at: site.first)
    else { return false }
    guard !outline.scopes[scope].own.contains(kind) else { return false }
    outline.scopes[scope].own.formUnion(kind)
    if kind.contains(.batchLoop) { outline.scopes[scope].own.remove(.loop) }
    return true
  }

  /// The scope of a compound statement's body, or of the function that decorators stand before.
  private func body(of statement: Int, _ outline: OutlineParts) -> Int? {
    var index = statement
    while index < outline.statements.count, outline.statements[index].kind == .at {
      index = Int(outline.statements[index].next)
    }
    guard index < outline.statements.count, outline.statements[index].body >= 0 else { return nil }
    return Int(outline.statements[index].body)
  }

  /// The scope of the comprehension whose bracket a token is.
  private func comprehension(at bracket: UInt32) -> Int? {
    guard token(bracket).kind == .open, token(bracket).payload != Token.noMate else { return nil }
    let inside = bracket + 1..<token(bracket).payload
    var scope = file.outline.scope(at: inside.lowerBound)
    var found: Int?
    while scope >= 0, inside.contains(file.outline.scopes[scope].body.lowerBound) {
      if file.outline.scopes[scope].own.contains(.comprehension) { found = scope }
      scope = Int(file.outline.scopes[scope].parent)
    }
    return found
  }

  /// Works out the operations that some rule reports where they stand.
  fileprivate func workOutWanted() {
    guard !operations.groups.isEmpty else { return }
    let kinds = operations.kinds
    var sources: [RuleSource] = []
    for number in library.operationSources {
      let source = library.sources[number]
      if source.operations.overlaps(kinds), source.isPossible(in: file, kinds: kinds, library, grams) {
        sources.append(source)
      }
    }
    guard !sources.isEmpty else { return }
    for index in operations.groups.indices where isWanted(operations.groups[index], sources) { workOut(index) }
  }

  private func isWanted(_ group: OperationTable.Group, _ sources: [RuleSource]) -> Bool {
    // What the candidates are inside of: mostly all stand at one place.
    var places: (first: ScopeSet, others: [ScopeSet])?
    for source in sources where source.operations.overlaps(group.kinds) {
      if source.isAssignment, file.outline.statements[Int(group.statement)].assign == LogicalLine.absent { continue }
      if !source.place.isEmpty {
        let known = places ?? self.places(of: group)
        places = known
        guard source.place.holds(known.first) || known.others.contains(where: source.place.holds) else { continue }
      }
      if bindsAll(source.captures, group) { return true }
    }
    return false
  }

  private func places(of group: OperationTable.Group) -> (first: ScopeSet, others: [ScopeSet]) {
    var last = begin(of: operations.candidates[group.candidates.lowerBound])
    let first = within(last, statement: Int(group.statement))
    var others: [ScopeSet] = []
    for index in group.candidates.dropFirst() {
      let token = begin(of: operations.candidates[index])
      if token == last { continue }
      last = token
      let place = within(token, statement: Int(group.statement))
      if place != first { others.append(place) }
    }
    return (first, others)
  }

  /// Whether some pattern of the group binds each of some captures: an operation has those of all patterns that find it.
  private func bindsAll(_ captures: [CaptureName], _ group: OperationTable.Group) -> Bool {
    for capture in captures {
      var isBound = false
      for index in group.candidates where !isBound {
        let entry = library.dispatch.entries[Int(operations.candidates[index].entry)]
        isBound = library.patterns[Int(entry.pattern)].captures.contains(capture)
      }
      if !isBound { return false }
    }
    return true
  }

  /// The first token of what a candidate would be.
  private func begin(of candidate: Candidate) -> UInt32 {
    switch candidate.place {
    case .token(let index):
      return index > 0 && token(index - 1).symbol == .dot ? file.stream.chainStart(index) : index
    case .statement(let index): return file.outline.statements[index].first
    case .withItem(_, let item): return item.lowerBound
    case .comprehension(let index), .chain(let index): return index
    case .expression(let range): return range.lowerBound
    }
  }
}
