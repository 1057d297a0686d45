import SourceScan

extension MatchedFile {
  /// The operations of some kinds that are likely to stand directly in the functions of the file, by scope. They are not
  /// worked out: what an operation is performed on must be made, named or typed in the function's own code or have a
  /// type that the file names.
  package func likelyOperations(_ wanted: OperationSet, _ library: CompiledLibrary) -> [(scope: Int, OperationSet)] {
    guard operations.kinds.overlaps(wanted) else { return [] }
    var found: [Int: OperationSet] = [:]
    var likely: [Int: RoleSet] = [:]
    let types = library.roleEvidence.named(in: file.stream.seen)
    for group in operations.groups where group.kinds.overlaps(wanted) {
      let function = Int(file.outline.scopes[Int(file.outline.statements[Int(group.statement)].scope)].function)
      let scope = file.outline.scopes[function]
      guard scope.own.contains(.function) else { continue }
      var kinds = found[function] ?? []
      for candidate in operations.candidates[group.candidates] {
        let entry = library.dispatch.entries[Int(candidate.entry)]
        guard case .operation(let number) = entry.owner else { continue }
        let own = library.operations[Int(number)].kind.intersection(wanted)
        if own.isEmpty || kinds.isSuperset(of: own) { continue }
        if let roles = entry.roles {
          let known =
            likely[function]
            ?? library.roleEvidence.likely(
              in: [scope.header, scope.body], of: file, types: types, frameworks: names.frameworks)
          likely[function] = known
          guard known.overlaps(roles) || isNamed(candidate.place, roles, library) else { continue }
        }
        kinds.formUnion(own)
      }
      if !kinds.isEmpty { found[function] = kinds }
    }
    // In order: what is asked first may be what later answers rest on.
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Whether the name that an operation is performed on is one of a role's, written with a `*`.
  private func isNamed(_ place: FileMatcher.Place, _ roles: RoleSet, _ library: CompiledLibrary) -> Bool {
    let name: UInt32
    switch place {
    case .token(let index):
      guard index > 1, file.stream.tokens[Int(index - 1)].symbol == .dot else { return true }
      name = index - 2
    case .statement(let index):
      let statement = file.outline.statements[index]
      guard statement.body >= 0, statement.end > 1 else { return true }
      name = statement.end - 2
    case .withItem, .comprehension, .chain, .expression: return true
    }
    guard file.stream.tokens[Int(name)].kind == .name else { return false }
    return library.roleIndex.byGlob.contains(file.text.bytes, file.stream.tokens[Int(name)].range, roles)
  }
}
