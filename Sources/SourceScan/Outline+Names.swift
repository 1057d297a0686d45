extension Outline {
  /// Of the bindings that a name at a token can have, the last one before it and the first of all (−1 for none), and how
  /// many there are. The same as `visibleBindings` says, without listing them.
  package func nearestBinding(
    of name: UInt32, from scope: Int, in file: ScannedFile
  ) -> (before: Int, first: Int, count: Int) {
    var before = -1
    var first = -1
    var count = 0
    var nearest: Int32 = -1
    let hash = file.stream.tokens[Int(name)].payload
    var index = bindings.first(hash: hash)
    while index >= 0 {
      let binding = bindings[index]
      // Most bindings of a common name are those of other functions.
      if !binding.isAttribute, binding.scope >= nearest, isVisible(Int(binding.scope), from: scope),
        file.stream.tokens[Int(binding.name)].payload == hash,
        file.stream.sameText(binding.name, name, file.text.bytes)
      {
        if binding.kind == .declaredElsewhere {
          // Rare, and it may hide what was found: the long way.
          let visible = visibleBindings(of: name, from: scope, in: file)
          return (visible.last { bindings[$0].reaches(name) } ?? -1, visible.first ?? -1, visible.count)
        }
        if binding.scope > nearest {
          nearest = binding.scope
          before = -1
          first = index
          count = 0
        }
        count += 1
        if binding.reaches(name) { before = index }
      }
      index = Int(binding.nextInBucket)
    }
    return (before, first, count)
  }

  /// The bindings that a name at a token can have, seen from a scope: those of the nearest scope that has any, in text
  /// order. A name that is declared `global` or `nonlocal` there is looked for further out.
  package func visibleBindings(of name: UInt32, from scope: Int, in file: ScannedFile) -> [Int] {
    let hash = file.stream.tokens[Int(name)].payload
    var found: [Int] = []
    var nearest: Int32 = -1
    var hidden: [Int32] = []
    bindings.each(hash: hash) { index in
      let binding = bindings[index]
      guard !binding.isAttribute, binding.scope >= nearest, !hidden.contains(binding.scope),
        file.stream.sameText(binding.name, name, file.text.bytes), isVisible(Int(binding.scope), from: scope)
      else { return true }
      if binding.kind == .declaredElsewhere {
        hidden.append(binding.scope)
        if binding.scope == nearest {
          nearest = -1
          found = []
        }
        return true
      }
      if binding.scope > nearest {
        nearest = binding.scope
        found = []
      }
      found.append(index)
      return true
    }
    // A declaration behind the first assignment hides what was found in that scope: look again without it.
    if nearest < 0, !hidden.isEmpty { return outerBindings(of: name, from: scope, without: hidden, in: file) }
    return found
  }

  private func outerBindings(of name: UInt32, from scope: Int, without hidden: [Int32], in file: ScannedFile) -> [Int] {
    var found: [Int] = []
    var nearest: Int32 = -1
    bindings.each(hash: file.stream.tokens[Int(name)].payload) { index in
      let binding = bindings[index]
      guard !binding.isAttribute, binding.scope >= nearest, !hidden.contains(binding.scope),
        file.stream.sameText(binding.name, name, file.text.bytes), isVisible(Int(binding.scope), from: scope)
      else { return true }
      if binding.scope > nearest {
        nearest = binding.scope
        found = []
      }
      found.append(index)
      return true
    }
    return found
  }

  /// Whether names of `owner` can be seen from a scope: it lies around it, and is no class unless the scope is directly
  /// in it. Scopes are numbered outside in, so of two that can be seen the higher number is the nearer.
  private func isVisible(_ owner: Int, from scope: Int) -> Bool {
    var scope = scope
    var crossedFunction = false
    while scope >= owner {
      let here = scopes[scope]
      if scope == owner { return !here.own.contains(.class) || !crossedFunction }
      if here.own.overlaps(.functionLike) { crossedFunction = true }
      scope = Int(here.parent)
    }
    return false
  }
}
