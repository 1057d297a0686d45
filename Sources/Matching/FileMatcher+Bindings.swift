import SourceScan

/// What names and attributes are bound to.
extension FileMatcher {
  /// The bindings a name can have at its place; of assignments the one that reaches it first.
  func nearestBindings(_ name: UInt32) -> [Binding] {
    let all = file.outline.visibleBindings(of: name, from: file.outline.scope(at: name), in: file)
    if all.count == 1 { return [file.outline.bindings[all[0]]] }
    // From the nearest one back: what settles the name hides all before it, and what is written behind.
    var found: [Binding] = []
    for index in all.reversed() {
      let binding = file.outline.bindings[index]
      guard binding.name < name, !binding.value.contains(name) else { continue }
      found.append(binding)
      if settles(binding, name) { return found }
    }
    var behind: [Binding] = []
    let here = file.outline.function(around: file.outline.scope(at: name))
    for index in all {
      let binding = file.outline.bindings[index]
      guard binding.name >= name, !binding.value.contains(name) else { continue }
      if found.isEmpty || canReach(back: binding, to: name, in: here) { behind.append(binding) }
    }
    return found + behind
  }

  /// Whether nothing that was bound before an assignment is there any more at a place: what it assigns has nothing to do
  /// with the name's old value, and the place is in the same block or further in. A type that was declared stays.
  func settles(_ binding: Binding, _ name: UInt32) -> Bool {
    guard binding.kind == .assignment, !binding.isAttribute, !binding.value.isEmpty,
      !mentions(binding.name, in: binding.value)
    else { return false }
    let block = file.outline.scope(at: binding.name)
    var scope = file.outline.scope(at: name)
    let function = file.outline.function(around: scope)
    guard Int(binding.scope) == function else { return false }
    while scope >= 0, scope != block { scope = Int(file.outline.scopes[scope].parent) }
    return scope == block && !isDeclared(binding)
  }

  /// Whether some binding of the same name in the same function says its type.
  private func isDeclared(_ binding: Binding) -> Bool {
    var found = false
    file.outline.bindings.each(hash: token(binding.name).payload) { index in
      let other = file.outline.bindings[index]
      found =
        other.scope == binding.scope && !other.annotation.isEmpty
        && file.stream.sameText(other.name, binding.name, file.text.bytes)
      return !found
    }
    return found
  }

  private func mentions(_ name: UInt32, in range: Range<UInt32>) -> Bool {
    range.contains { token($0).kind == .name && file.stream.sameText($0, name, file.text.bytes) }
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
