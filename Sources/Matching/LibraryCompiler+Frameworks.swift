import RuleFiles
import SourceScan
import Vocabulary

/// What frameworks say: roles, operations and scopes.
extension LibraryCompiler {
  mutating func frameworks(_ specs: [FrameworkSpec]) {
    for (number, spec) in specs.enumerated() {
      parts.frameworks.append(
        CompiledFramework(
          name: spec.name, title: spec.title, language: spec.language, packages: spec.packages,
          appliesEverywhere: spec.imports.isEmpty, operations: Set(spec.operations.map(\.operation))))
      for module in spec.imports {
        let path = module.split(separator: ".").compactMap { parts.words.symbols.intern(String($0)) }
        guard let root = path.first else { continue }
        parts.importPaths[root, default: []].append((path, number))
      }
      for telling in spec.telling {
        let (word, place): (String, TellingName.Place?) =
          switch telling {
          case .imported(let word): (word, .imported)
          case .importedFrom(let module, let word):
            (word, parts.words.symbols.intern(module).map { .importedFrom(module: $0) })
          case .attribute(let word): (word, .attribute)
          case .classAttribute(let word): (word, .classAttribute)
          }
        if let place, let symbol = parts.words.symbols.intern(word) {
          parts.telling.append(TellingName(name: symbol, place: place, framework: number))
        }
      }
    }
    // Roles are numbered first, so that patterns may speak of any of them.
    var first: [Int] = []
    for spec in specs {
      first.append(parts.roleNumbers.values.reduce(0) { $0 + $1.count })
      for role in spec.roles {
        let number = parts.roleNumbers.values.reduce(0) { $0 + $1.count }
        parts.roleNumbers[role.name.value, default: []].append(number)
      }
    }
    for (number, spec) in specs.enumerated() {
      let variables = roleVariables(spec, first[number])
      for role in spec.roles {
        let own = spec.roles.indices.filter { spec.roles[$0].name.value == role.elementOf?.value }.map {
          first[number] + $0
        }
        var elementOf = own
        if let name = role.elementOf {
          if own.isEmpty { elementOf = roles(named: name) }
        }
        parts.roles.append(
          CompiledRole(
            name: role.name.value, framework: number,
            types: role.types.map {
              $0.value.split(separator: ".").compactMap { parts.words.symbols.intern(String($0)) }
            },
            typesLike: role.typesLike.map { likeness in
              TypeLikeness(
                regex: likeness.regex.map { regex($0) }, notRegex: likeness.notRegex.map { regex($0) },
                fromModule: regex(likeness.fromModule))
            },
            madeBy: role.madeBy.map { node($0, Scope(framework: number, variables: variables, isHeld: true)) },
            elementOf: elementOf,
            names: role.names.map { NameGlob($0.value) }, blocking: role.blocking,
            rowsOf: role.rowsOf.map { parts.words.names.number(of: $0.value) },
            through: role.through.map { parts.words.names.number(of: $0.value) },
            loadsWith: role.loadsWith.compactMap { parts.words.symbols.intern($0) }))
        for name in role.names where !name.value.contains("*") { _ = parts.words.symbols.intern(name.value) }
      }
      for operation in spec.operations {
        let compiled = node(operation.match, Scope(framework: number, variables: variables))
        let index = parts.operations.count
        parts.operations.append(
          CompiledOperation(
            kind: OperationSet(operation.operation), framework: number, node: compiled,
            blocking: operation.match.blocking ?? spec.blocking))
        operationCaptures[operation.operation, default: []].formUnion(captures(of: compiled))
        dispatch(compiled, \.dispatch) { _ in .operation(Int32(truncatingIfNeeded: index)) }
      }
      for scope in spec.scopes {
        let compiled = node(scope.match, Scope(framework: number, variables: variables))
        let index = parts.scopes.count
        parts.scopes.append(CompiledScope(scope: ScopeSet(scope.scope), framework: number, node: compiled))
        dispatch(compiled, \.scopeDispatch) { _ in .scope(Int32(truncatingIfNeeded: index)) }
      }
    }
  }

  private mutating func roleVariables(_ spec: FrameworkSpec, _ first: Int) -> [CaptureName: [Int]] {
    var variables: [CaptureName: [Int]] = [:]
    for (offset, role) in spec.roles.enumerated() {
      guard let variable = role.metavariable else { continue }
      variables[parts.words.names.number(of: variable.value), default: []].append(first + offset)
    }
    return variables
  }

  mutating func roles(named name: Located<String>) -> [Int] {
    if let numbers = parts.roleNumbers[name.value] { return numbers }
    faults.append(
      RuleFault(
        "no framework file has a role `\(name.value)`", at: name.origin,
        hint: nearestWord(to: name.value, among: parts.roleNumbers.keys.sorted()).map { "did you mean `\($0)`?" }))
    return []
  }
}
