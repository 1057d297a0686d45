import SourceScan

/// What the file's own functions give, by the annotation of what they return.
extension FileMatcher {
  /// The roles of what a call gives: `folder_of(user)`, `self.folder_of(user)`.
  ///
  /// - Parameter callee: what stands before the call's brackets.
  func addReturned(byCalling callee: Range<UInt32>, _ roles: inout ExpressionRoles) {
    let isAwaited = callee.lowerBound > 0 && token(callee.lowerBound - 1).symbol == .await
    for binding in functions(callee) {
      let header = file.outline.statements[Int(binding.statement)]
      guard header.kind == .def, header.isAsync == isAwaited else { continue }
      addReturned(header, &roles)
    }
  }

  /// The roles of what reading a property of the object itself gives: `self.folder`.
  func addReturned(byReading attribute: Range<UInt32>, _ roles: inout ExpressionRoles) {
    for binding in functions(attribute) where isProperty(binding) {
      addReturned(file.outline.statements[Int(binding.statement)], &roles)
    }
  }

  private func functions(_ name: Range<UInt32>) -> [Binding] {
    if name.count == 1 {
      let scope = file.outline.scope(at: name.lowerBound)
      let (before, first, _) = file.outline.nearestBinding(of: name.lowerBound, from: scope, in: file)
      let nearest = before >= 0 ? before : first
      guard nearest >= 0, file.outline.bindings[nearest].kind == .function else { return [] }
      return [file.outline.bindings[nearest]]
    }
    guard name.count == 3, token(name.lowerBound + 1).symbol == .dot, isSelf(name.lowerBound) else { return [] }
    let found = attributeBindings(name.lowerBound + 2)
    return found.allSatisfy { $0.kind == .function } ? found : []
  }

  private func addReturned(_ header: Statement, _ roles: inout ExpressionRoles) {
    guard let arrow = file.stream.firstOutside(of: header.first..<header.end, .arrow), arrow + 2 < header.end else {
      return
    }
    for role in rolesOfAnnotation(arrow + 1..<header.end - 1) {
      roles.add(.init(role: role, proof: .typed, blocking: library.roles[role].blocking))
    }
  }

  /// Whether a decorator lets a function run when the attribute of its name is read.
  private func isProperty(_ binding: Binding) -> Bool {
    var index = Int(binding.statement) - 1
    let scope = file.outline.statements[Int(binding.statement)].scope
    while index >= 0, file.outline.statements[index].kind == .at, file.outline.statements[index].scope == scope {
      let decorator = file.outline.statements[index]
      var last = decorator.first + 1
      while last + 2 < decorator.end, token(last + 1).symbol == .dot { last += 2 }
      if last < decorator.end, isOne(of: library.words.attributeDecorators, last) { return true }
      index -= 1
    }
    return false
  }
}
