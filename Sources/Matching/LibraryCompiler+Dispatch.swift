import SourceScan
import Vocabulary

/// By which words patterns are found.
extension LibraryCompiler {
  /// Enters the patterns of a node's source, alternative by alternative.
  mutating func dispatch(
    _ node: CompiledNode, _ path: WritableKeyPath<LibraryParts, Dispatch.Parts>,
    owner: (_ alternative: Int) -> Dispatch.Owner
  ) {
    // Taken out and put back, so that it is changed in place.
    var dispatch = Dispatch.Parts()
    swap(&dispatch, &parts[keyPath: path])
    defer { swap(&dispatch, &parts[keyPath: path]) }
    for (alternative, source) in node.sources.enumerated() {
      guard case .patterns(let patterns)? = source.conditions.source else { continue }
      let place = PlaceCondition([source] + node.around(alternative), parts.patterns)
      for number in patterns {
        let pattern = parts.patterns[number]
        dispatch.add(
          pattern,
          Dispatch.Entry(
            pattern: Int32(truncatingIfNeeded: number), owner: owner(alternative),
            alternative: Int32(truncatingIfNeeded: alternative), place: place,
            roles: pattern.shape.telling.flatMap { rolesAsked(of: $0, pattern, source) },
            kinds: kindsAsked(pattern, source), shape: pattern.shape),
          words: pattern.required, roles: neededRoles(pattern, source), regexes: neededRegexes(pattern, source))
      }
    }
  }

  /// The roles that the pattern's metavariables must play, one set for each of them.
  private func neededRoles(_ pattern: Pattern, _ node: CompiledNode) -> [RoleSet] {
    pattern.roles.map { RoleSet($0.roles) }
      + node.conditions.captures.filter { $0.asksRole && pattern.captures.contains($0.capture) }.map {
        RoleSet($0.role)
      }
  }

  /// The regular expressions that the texts of the pattern's metavariables, or something near the site, must match.
  private func neededRegexes(_ pattern: Pattern, _ node: CompiledNode) -> [Int] {
    let own = node.conditions.captures.filter { pattern.captures.contains($0.capture) }.compactMap(\.regex)
    let near = node.conditions.with.compactMap { near in
      if case .regex(let number, _)? = near.node?.conditions.source { number } else { nil }
    }
    return (own + near).filter { parts.words.programs[$0].literal != nil }
  }

  /// What the metavariable that tells most must be written as.
  private func kindsAsked(_ pattern: Pattern, _ node: CompiledNode) -> KindSet {
    guard let name = pattern.shape.telling ?? pattern.shape.rightOperand else { return [] }
    return node.conditions.captures.first { $0.capture == name && !$0.kind.isEmpty }.map { KindSet($0.kind) } ?? []
  }

  private func rolesAsked(of name: CaptureName, _ pattern: Pattern, _ node: CompiledNode) -> RoleSet? {
    if let constraint = pattern.roles.first(where: { $0.capture == name }) { return RoleSet(constraint.roles) }
    if let condition = node.conditions.captures.first(where: { $0.capture == name && $0.asksRole }) {
      return RoleSet(condition.role)
    }
    return nil
  }

  /// Every word by which some pattern is found becomes an anchor of the lexer.
  mutating func markAnchors() {
    for pattern in parts.patterns {
      switch pattern.anchor {
      case .attribute(let symbol), .infix(let symbol), .prefix(let symbol): parts.words.symbols.anchor(symbol)
      case .path(let path):
        parts.words.symbols.anchor(path[0])
        parts.pathHeads.insert(path[0])
      case .statement, .assignment, .withItem, .comprehension: parts.words.symbols.needsEveryOutline = true
      case .none: break
      }
    }
    // Facts are taken from every file, whatever words stand in it.
    if parts.rules.contains(where: { !$0.needs.isEmpty }) { parts.words.symbols.needsEveryOutline = true }
    if parts.sources.contains(where: { !$0.isPatterns }) { parts.words.symbols.needsEveryOutline = true }
  }
}
