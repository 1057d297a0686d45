import SourceScan

/// One alternative of a rule: what finds its sites, and what a file must have for any of them to hold. Most files have
/// not, and then nothing of the alternative is looked at there. A class, because it is asked for every file and never
/// changes.
final class RuleSource: Sendable {
  let rule: Int
  let alternative: Int
  let isPatterns: Bool
  /// What its sites are, when they are operations or scopes; its regular expression, −1 when it has none.
  let operations: OperationSet
  let scopes: ScopeSet
  let regex: Int
  /// Where its sites must stand.
  let place: PlaceCondition
  /// Captures that conditions speak of and that only the source itself can bind.
  let captures: [CaptureName]
  /// Its sites must stand in an assignment.
  let isAssignment: Bool
  /// Each of these must be in the file.
  let needs: [Need]

  /// Any one of some things.
  struct Need: Sendable {
    /// Runs of words of which each must occur.
    var words: [[Symbol]] = []
    var operations: OperationSet = []
    /// Regular expressions, by what they promise to contain.
    var regexes: [Int] = []
  }

  init(
    _ rule: Int, _ alternative: Int, _ node: CompiledNode, _ patterns: [Pattern], _ regexes: [RegexProgram]
  ) {
    let source = node.sources[alternative]
    let nodes = [source] + node.around(alternative)
    self.rule = rule
    self.alternative = alternative
    var operations: OperationSet = []
    var scopes: ScopeSet = []
    var regex = -1
    var isPatterns = false
    switch source.conditions.source {
    case .operations(let set): operations = set
    case .scopes(let set): scopes = set
    case .regex(let number, _): regex = number
    case .patterns: isPatterns = true
    case .reaches, .calls, .channel, .any, nil: break
    }
    self.operations = operations
    self.scopes = scopes
    self.regex = regex
    self.isPatterns = isPatterns
    place = PlaceCondition(nodes, patterns)
    captures = source.conditions.captures.map(\.capture).filter { !source.conditions.boundLater.contains($0) }
    isAssignment = nodes.contains { node in
      node.conditions.all.contains { other in
        guard case .patterns(let numbers)? = other.conditions.source else { return false }
        return numbers.allSatisfy { if case .assignment = patterns[$0].anchor { true } else { false } }
      }
    }
    var needs: [Need] = []
    for node in nodes { RuleSource.collect(node.conditions, &needs, patterns, regexes) }
    self.needs = needs
  }

  /// What the conditions that ask for something else to be present need of the file.
  private static func collect(
    _ conditions: NodeConditions, _ needs: inout [Need], _ patterns: [Pattern], _ regexes: [RegexProgram]
  ) {
    var others = conditions.all + conditions.follows + conditions.precedes
    others += conditions.with.compactMap(\.node)
    for headers in conditions.insideHeaders where headers.count == 1 { others += headers }
    for capture in conditions.captures where !capture.madeBy.isEmpty {
      let words = capture.madeBy.map { patterns[$0].required }
      if !words.contains([]) { needs.append(Need(words: words)) }
    }
    for other in others {
      var need = Need()
      if gather(other, &need, patterns, regexes) { needs.append(need) }
      collect(other.conditions, &needs, patterns, regexes)
    }
  }

  /// Adds what the sources of a node can be found by; `false` when one of them may be anywhere.
  private static func gather(
    _ node: CompiledNode, _ need: inout Need, _ patterns: [Pattern], _ regexes: [RegexProgram]
  ) -> Bool {
    for source in node.sources {
      switch source.conditions.source {
      case .patterns(let numbers):
        for number in numbers {
          let words = patterns[number].required
          if !words.isEmpty {
            need.words.append(words)
            continue
          }
          let promises = source.conditions.captures.filter { patterns[number].captures.contains($0.capture) }
            .compactMap(\.regex).filter { regexes[$0].literal != nil }
          guard let regex = promises.first else { return false }
          need.regexes.append(regex)
        }
      case .operations(let set): need.operations.formUnion(set)
      case .regex(let number, _):
        guard regexes[number].literal != nil else { return false }
        need.regexes.append(number)
      case .scopes, .reaches, .calls, .channel, .any, nil: return false
      }
    }
    return true
  }

  /// Whether a file has what the source needs. `kinds`: the operations that may be in it; `nil` when not known yet.
  func isPossible(
    in file: ScannedFile, kinds: OperationSet?, _ library: CompiledLibrary, _ grams: GramFilter
  ) -> Bool {
    for need in needs {
      if let kinds {
        if need.operations.overlaps(kinds) { continue }
      } else if !need.operations.isEmpty {
        continue
      }
      let hasWords = need.words.contains { words in
        for word in words where !file.stream.seen.contains(word) { return false }
        return true
      }
      if hasWords { continue }
      guard need.regexes.contains(where: { library.regexes[$0].literal?.mayOccur(in: grams) ?? true }) else {
        return false
      }
    }
    return true
  }
}

/// What a site must be inside of and must not, as far as the outline alone can tell.
struct PlaceCondition: Sendable {
  /// Each must overlap what the place is inside of. A place is always inside of something, so that all bits ask nothing.
  private var first = ScopeSet(rawValue: .max)
  private var second = ScopeSet(rawValue: .max)
  private var third = ScopeSet(rawValue: .max)
  private var notInside: ScopeSet = []
  private(set) var isEmpty = true

  /// The conditions of some nodes that judge the same site; of more than three `inside` those behind are left to them.
  init(_ nodes: [CompiledNode], _ patterns: [Pattern]) {
    let headers = nodes.flatMap(\.conditions.insideHeaders).compactMap {
      PlaceCondition.scopes(ofHeaders: $0, patterns)
    }
    let inside = nodes.flatMap(\.conditions.inside) + headers
    if !inside.isEmpty { first = inside[0] }
    if inside.count > 1 { second = inside[1] }
    if inside.count > 2 { third = inside[2] }
    notInside = nodes.reduce(into: []) { $0.formUnion($1.conditions.notInside) }
    isEmpty = inside.isEmpty && notInside.isEmpty
  }

  @inline(__always)
  func holds(_ within: ScopeSet) -> Bool {
    !within.overlaps(notInside) && within.overlaps(first) && within.overlaps(second) && within.overlaps(third)
  }

  /// Whether a place must be inside of one of some scopes at least.
  func asks(_ scopes: ScopeSet) -> Bool {
    [first, second, third].contains { $0.isSubset(of: scopes) }
  }

  /// What stands below one of some headers is inside of, as far as their keywords tell; `nil` when one does not.
  private static func scopes(ofHeaders nodes: [CompiledNode], _ patterns: [Pattern]) -> ScopeSet? {
    var scopes: ScopeSet = []
    for node in nodes {
      guard case .patterns(let numbers)? = node.conditions.source else { return nil }
      for number in numbers {
        switch patterns[number].anchor {
        case .withItem: scopes.insert(.with)
        case .statement(.if), .statement(.elif): scopes.formUnion([.if, .else])
        case .statement(.except): scopes.insert(.except)
        default: return nil
        }
      }
    }
    return scopes
  }
}
