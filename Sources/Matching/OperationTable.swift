import SourceScan

/// What the code of a file does, by the frameworks. Where an operation might be is known from the start; whether it is
/// one is worked out when somebody asks, because most operations stand where no rule looks.
struct OperationTable: Sendable {
  /// The candidates in one statement: worked out together, because several patterns may find the same operation.
  struct Group: Sendable {
    var statement: Int32
    var candidates: Range<Int>
    /// What they might be.
    var kinds: OperationSet
    var isWorkedOut = false
  }

  let candidates: [Candidate]
  /// By statement, ascending.
  private(set) var groups: [Group] = []
  /// What was worked out so far, in order of first token.
  private(set) var sites: [Site] = []
  /// What may be in the file.
  private(set) var kinds: OperationSet = []
  private var waiting = 0

  static let empty = OperationTable([]) { _ in [] }

  init(_ unordered: [Candidate], kind: (Candidate) -> OperationSet) {
    var candidates = unordered
    // Stable: of two patterns that find the same, the first one listed speaks.
    candidates.sort { $0.statement < $1.statement }
    self.candidates = candidates
    var start = 0
    while start < candidates.count {
      var end = start
      var set: OperationSet = []
      while end < candidates.count, candidates[end].statement == candidates[start].statement {
        set.formUnion(kind(candidates[end]))
        end += 1
      }
      groups.append(Group(statement: candidates[start].statement, candidates: start..<end, kinds: set))
      kinds.formUnion(set)
      start = end
    }
    waiting = groups.count
  }

  /// The groups not worked out yet among some statements that might be something wanted.
  func waiting(in statements: Range<Int32>, for wanted: OperationSet) -> [Int] {
    guard waiting > 0, kinds.overlaps(wanted) else { return [] }
    var found: [Int] = []
    var index = groups.partitioningIndex { $0.statement >= statements.lowerBound }
    while index < groups.count, groups[index].statement < statements.upperBound {
      if !groups[index].isWorkedOut, groups[index].kinds.overlaps(wanted) { found.append(index) }
      index += 1
    }
    return found
  }

  /// Enters what a group turned out to be.
  mutating func settle(_ group: Int, _ found: [Site]) {
    groups[group].isWorkedOut = true
    waiting -= 1
    guard !found.isEmpty else { return }
    let own = OperationTable.unique(
      found.sorted { ($0.first, $0.end, $0.operations.rawValue) < ($1.first, $1.end, $1.operations.rawValue) })
    // Sites of one statement stand together: none of another begins among them.
    let place = sites.partitioningIndex { $0.first >= own[0].first }
    sites.insert(contentsOf: own, at: place)
  }

  /// One site per operation and place: what several patterns of one or more frameworks find is told once, best proof
  /// first.
  private static func unique(_ sites: [Site]) -> [Site] {
    var result: [Site] = []
    for site in sites {
      // What is awaited in `(await session.execute(query)).scalars()` is the operation of the whole.
      if let whole = result.lastIndex(where: {
        $0.first + 2 == site.first && $0.operations == site.operations && $0.end >= site.end && $0.awaitsBeginning
      }) {
        result[whole].proof = min(site.proof, result[whole].proof)
        let captures = result[whole].captures
        result[whole].captures += site.captures.filter { new in !captures.contains { $0.name == new.name } }
        continue
      }
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
  /// The operations of these kinds, and perhaps others, that begin in a range of tokens.
  func operations(_ wanted: OperationSet, in range: Range<UInt32>) -> ArraySlice<Site> {
    guard !isWorkingOutOperations, let last = range.last else { return [] }
    let first = Int32(truncatingIfNeeded: file.outline.statement(at: range.lowerBound))
    let end = Int32(truncatingIfNeeded: file.outline.statement(at: last)) + 1
    for group in operations.waiting(in: first..<end, for: wanted) { workOut(group) }
    let sites = operations.sites
    let start = sites.partitioningIndex { $0.first >= range.lowerBound }
    let behind = sites.partitioningIndex { $0.first >= range.upperBound }
    return sites[start..<max(start, behind)]
  }

  /// Finds out what the candidates of a group are. A match in progress is not disturbed.
  func workOut(_ group: Int) {
    let saved = (captures, currentFramework, isArgument, blocks, binding, remainingSteps)
    isWorkingOutOperations = true
    isArgument = false
    var found: [Site] = []
    var part = PartMemo()
    for index in operations.groups[group].candidates {
      let candidate = operations.candidates[index]
      let entry = library.dispatch.entries[Int(candidate.entry)]
      if let wanted = entry.roles, !part.roles(at: candidate.place, self).overlaps(wanted) { continue }
      remainingSteps = FileMatcher.stepBudget
      if let site = operation(at: candidate, entry) { found.append(site) }
    }
    isWorkingOutOperations = false
    (captures, currentFramework, isArgument, blocks, binding, remainingSteps) = saved
    operations.settle(group, found)
  }

  private func operation(at candidate: Candidate, _ entry: Dispatch.Entry) -> Site? {
    guard case .operation(let number) = entry.owner else { return nil }
    let operation = library.operations[Int(number)]
    let node = operation.node.source(entry.alternative)
    blocks = operation.blocking
    defer { blocks = false }
    guard var site = site(of: library.patterns[Int(entry.pattern)], at: candidate.place, for: node) else { return nil }
    site.operations = operation.kind
    return holds(node, &site) ? site : nil
  }

  /// The roles of what patterns at one place ask about: of the receiver, the argument, the header's end or the iterable.
  /// The candidates of one place stand together, so that the last answer is mostly the next one.
  private struct PartMemo {
    private var place: (kind: UInt8, token: UInt32)?
    private var known = RoleSet()

    mutating func roles(at asked: Place, _ matcher: FileMatcher) -> RoleSet {
      let key: (kind: UInt8, token: UInt32) =
        switch asked {
        case .token(let index): (0, index)
        case .statement(let index): (1, UInt32(truncatingIfNeeded: index))
        case .comprehension(let bracket): (2, bracket)
        case .withItem, .chain, .expression: (3, 0)
        }
      if let place, place == key { return known }
      place = key
      known = matcher.rolesAsked(at: asked)
      return known
    }
  }

  private func rolesAsked(at place: Place) -> RoleSet {
    switch place {
    case .token(let index):
      if index > 0, token(index - 1).symbol == .dot { return roles(of: receiver(of: index)).set }
      return firstArgument(of: index).map { roles(of: $0).set } ?? .all
    case .statement(let index):
      let roles = roles(of: tail(of: file.outline.statements[index])).set
      guard let loop = wrappedLoop(at: index) else { return roles }
      var both = roles
      both.formUnion(self.roles(of: loop.iterable).set)
      return both
    case .comprehension(let bracket):
      for number in file.outline.expressionScopes {
        let scope = file.outline.scopes[Int(number)]
        if scope.own.contains(.comprehension), scope.header.lowerBound == bracket { return roles(of: scope.hole).set }
      }
      return .all
    case .withItem, .chain, .expression: return .all
    }
  }
}
