import SourceScan

/// What names and attributes are bound to.
extension FileMatcher {
  /// The bindings a name can have at its place; of assignments the one that reaches it first.
  func nearestBindings(_ name: UInt32) -> [Binding] {
    let all = file.outline.visibleBindings(of: name, from: file.outline.scope(at: name), in: file)
    if all.count == 1 { return [file.outline.bindings[all[0]]] }
    var before: [Binding] = []
    var behind: [Binding] = []
    for index in all {
      let binding = file.outline.bindings[index]
      if binding.name < name { before.append(binding) } else { behind.append(binding) }
    }
    if !before.isEmpty, !behind.isEmpty {
      let here = file.outline.function(around: file.outline.scope(at: name))
      behind.removeAll { !canReach(back: $0, to: name, in: here) }
    }
    return before.reversed() + behind
  }

  /// Whether a binding written behind a place can be the one that holds there: in a loop around both, or when the place
  /// is in another function than the binding.
  private func canReach(back binding: Binding, to name: UInt32, in function: Int) -> Bool {
    guard binding.name > name, file.outline.scopes[function].own.contains(.function), Int(binding.scope) == function
    else { return true }
    return loops(around: binding.name).contains { loop in
      let scope = file.outline.scopes[loop]
      return min(scope.header.lowerBound, scope.body.lowerBound) <= name
    }
  }

  /// What `self.name` is bound to in the class around.
  func attributeBindings(_ name: UInt32) -> [Binding] {
    let scope = Int32(truncatingIfNeeded: file.outline.scope(at: name))
    guard let owner = file.outline.classScope(around: scope) else { return [] }
    var found: [Binding] = []
    file.outline.bindings.each(hash: token(name).payload) { index in
      let binding = file.outline.bindings[index]
      if binding.scope == owner, file.stream.sameText(binding.name, name, file.text.bytes) { found.append(binding) }
      return true
    }
    return found
  }
}
