import SourceScan

/// What the file's own functions give, by the annotation of what they return, or by what every `return` says.
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
    guard header.body >= 0 else { return }
    let known = returnMemo[Int(header.body)] ?? returned(header)
    for part in known.parts { roles.add(part) }
  }

  private func returned(_ header: Statement) -> ExpressionRoles {
    let body = Int(header.body)
    var roles = ExpressionRoles()
    if let arrow = file.stream.firstOutside(of: header.first..<header.end, .arrow), arrow + 2 < header.end {
      for role in rolesOfAnnotation(arrow + 1..<header.end - 1) {
        roles.add(.init(role: role, proof: .typed, blocking: library.roles[role].blocking))
      }
    }
    guard roles.parts.isEmpty else {
      returnMemo[body] = roles
      return roles
    }
    guard returnDepth < FileMatcher.deepestReturn else {
      cut.isCut = true
      return roles
    }
    // A function that calls itself says nothing new by that.
    returnMemo[body] = ExpressionRoles.none
    let depth = roleDepth
    roleDepth = 0
    returnDepth += 1
    addReturned(in: body, &roles)
    returnDepth -= 1
    roleDepth = depth
    returnMemo[body] = roles
    if cut.isCut { cut.functions.append(body) }
    return roles
  }

  /// So many functions are followed into each other: more than any code has, few enough for the stack of a thread.
  private static let deepestReturn = 16
  /// Functions of more statements or of more ways out are not looked into.
  private static let mostStatements = 40
  private static let mostReturns = 3

  private func addReturned(in body: Int, _ roles: inout ExpressionRoles) {
    let scope = file.outline.scopes[body]
    guard scope.statements.count <= FileMatcher.mostStatements, !scope.own.contains(.generator) else { return }
    // Those are nothing of any kind.
    let values = returnedValues(of: body).filter { !isEmptyValue($0) }
    guard let first = values.first, values.count <= FileMatcher.mostReturns else { return }
    let others = values.dropFirst().map { self.roles(of: $0).set }
    for part in self.roles(of: first).parts where others.allSatisfy({ $0.contains(part.role) }) { roles.add(part) }
  }

  /// What stands behind each `return` of a function, by the scope of its body.
  func returnedValues(of body: Int) -> [Range<UInt32>] {
    file.outline.scopes[body].statements.compactMap { index in
      let statement = file.outline.statements[Int(index)]
      guard statement.kind == .return, file.outline.function(around: Int(statement.scope)) == body else { return nil }
      return statement.first + 1..<statement.end
    }
  }

  /// Whether a decorator lets a function run when the attribute of its name is read.
  private func isProperty(_ binding: Binding) -> Bool {
    file.outline.decorators(of: Int(binding.statement)).contains { index in
      let decorator = file.outline.statements[index]
      var last = decorator.first + 1
      while last + 2 < decorator.end, token(last + 1).symbol == .dot { last += 2 }
      return last < decorator.end && isOne(of: library.words.attributeDecorators, last)
    }
  }
}
