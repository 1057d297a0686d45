import SourceScan

/// Chooses what to look for when a pattern is to be found in a file.
enum PatternAnchor {
  static func choose(_ elements: [Element]) -> Pattern.Anchor {
    guard let first = elements.first else { return .none }
    if case .token(let symbol) = first {
      switch symbol {
      case .with: return .withItem
      case .for, .while, .if, .elif, .else, .try, .except, .finally, .return, .raise, .del, .assert, .def, .class,
        .import,
        .from, .global, .nonlocal, .pass, .break, .continue, .at:
        return .statement(symbol)
      case .await, .not, .lambda, .yield: return .prefix(symbol)
      case .async:
        guard elements.count > 1, case .token(let second) = elements[1] else { return .none }
        return second == .with ? .withItem : .statement(second)
      default: return .none
      }
    }
    if elements.count > 1, case .token(let symbol) = elements[1], symbol.isAugmentedAssignment {
      return .assignment(symbol)
    }
    if assignment(in: elements) != nil { return .assignment(.assign) }
    if case .chain(let chain) = first {
      switch chain.root {
      case .path(let path): return .path(path)
      case .bracket(_, let inside) where inside.contains(where: { if case .token(.for) = $0 { true } else { false } }):
        return .comprehension
      default: break
      }
      for case .attribute(let symbol) in chain.links { return .attribute(symbol) }
    }
    for (index, element) in elements.enumerated().dropFirst() {
      guard case .token(let symbol) = element, TokenStream.precedence(symbol) != nil else {
        if index == 1, case .token(.not) = element { continue }
        break
      }
      return .infix(symbol)
    }
    return .none
  }

  /// The sign of an assignment, to one target or to several: `$A, $B = $C`.
  static func assignment(in elements: [Element]) -> Int? {
    elements.firstIndex { if case .token(.assign) = $0 { true } else { false } }
  }
}
