import Matching
import SourceScan

/// What names stand for, and what is known of the types of values.
extension Summarizer {
  // MARK: Names

  /// What the module and its classes call their own.
  mutating func addNames() {
    var names: [NameSummary] = []
    var members: [MemberSummary] = []
    for (index, binding) in file.outline.bindings.all.enumerated() {
      let isModule = binding.scope == 0 && !binding.isAttribute
      let isMember = file.outline.scopes[Int(binding.scope)].own.contains(.class)
      guard isModule || isMember else { continue }
      let definition: Definition
      if let known = definitions[index] {
        definition = known
      } else {
        let type = knownType(of: index)
        // What a class puts in the place of a base's property is worth knowing whatever it is.
        if type < 0, isModule || !mayInherit(numbers[Int(binding.scope)]) { continue }
        definition = .variable(type)
      }
      let name = token(binding.name).payload
      if isModule {
        names.append(NameSummary(name: name, definition: definition))
      } else {
        members.append(MemberSummary(owner: numbers[Int(binding.scope)], name: name, definition: definition))
      }
    }
    // Stable: of several definitions of one name the last one holds, and is looked up as the last of its run.
    summary.names = names.enumerated().sorted { ($0.element.name, $0.offset) < ($1.element.name, $1.offset) }
      .map(\.element)
    summary.members = members.enumerated().sorted {
      ($0.element.owner, $0.element.name, $0.offset) < ($1.element.owner, $1.element.name, $1.offset)
    }.map(\.element)
  }

  /// What a name at a token is, seen from a scope.
  mutating func root(_ name: UInt32, from scope: Int) -> Root {
    let hash = token(name).payload
    if words.ownObject.contains(hash) {
      guard let owner = file.outline.classScope(around: Int32(truncatingIfNeeded: scope)) else { return .unknown }
      return .own(numbers[Int(owner)])
    }
    let slot = Int(hash ^ UInt32(truncatingIfNeeded: scope)) & (rootMemo.count - 1)
    if rootMemo[slot].name == hash, rootMemo[slot].scope == scope { return rootMemo[slot].root }
    let (before, first, count) = file.outline.nearestBinding(of: name, from: scope, in: file)
    let binding = before >= 0 ? before : first
    guard binding >= 0 else { return file.outline.imports.hasStar ? .spelled(hash) : .unknown }
    let root: Root
    if let definition = definitions[binding] {
      root = .defined(definition)
    } else {
      let type = knownType(of: binding)
      root = type >= 0 ? .typed(type) : .unknown
    }
    // Of several bindings, it depends on the place which one counts.
    if count == 1, typesAtWork == 0 { rootMemo[slot] = (hash, scope, root) }
    return root
  }

  /// Longer names lead through more objects than anybody can follow.
  static let mostNames = 5

  /// The path of some names, the first of which is seen from a scope; `nil` for a long one that begins with what nobody
  /// knows. Of a long one the beginning is a value of its own.
  mutating func longPath(_ names: [UInt32], from scope: Int) -> NamePath? {
    let root = root(names[0], from: scope)
    let behind = names.dropFirst()
    guard behind.count > 2 else {
      return NamePath(
        root: root, first: behind.first.map { token($0).payload } ?? 0,
        second: behind.count > 1 ? token(names[2]).payload : 0)
    }
    if root == .unknown || leadsOut(root) { return nil }
    let beginning = NamePath(
      root: root, first: token(names[1]).payload, second: behind.count > 3 ? token(names[2]).payload : 0)
    return NamePath(
      root: .typed(add(.value, beginning)), first: token(names[names.count - 2]).payload,
      second: token(names[names.count - 1]).payload)
  }

  /// A dotted name, what stands in brackets behind it left out.
  mutating func path(_ range: Range<UInt32>, from scope: Int) -> NamePath? {
    guard let first = range.first, token(first).kind == .name else { return nil }
    var names: [UInt32] = [first]
    var index = first + 1
    while index + 1 < range.upperBound, token(index).symbol == .dot, token(index + 1).kind == .name {
      names.append(index + 1)
      index += 2
    }
    guard names.count <= Summarizer.mostNames, index == range.upperBound || token(index).symbol == .leftBracket else {
      return nil
    }
    return longPath(names, from: scope)
  }

  // MARK: Types

  /// What is known of the type of a variable; −1 when nothing is.
  mutating func knownType(of index: Int) -> Int32 {
    if let known = typeMemo[index] { return known }
    // A name defined by itself has no type.
    typeMemo[index] = -1
    typesAtWork += 1
    defer { typesAtWork -= 1 }
    let binding = file.outline.bindings[index]
    var type: Int32 = -1
    let scope = binding.kind == .parameter ? Int(file.outline.scopes[Int(binding.scope)].parent) : Int(binding.scope)
    if !binding.annotation.isEmpty { type = annotation(binding.annotation, from: max(scope, 0)) }
    if type < 0, !binding.value.isEmpty, !binding.isPart {
      switch binding.kind {
      case .loopTarget: type = element(of: binding.value)
      case .assignment where reader.mayHaveRows:
        type = row(of: binding.value)
        if type < 0 { type = value(binding.value, from: file.outline.scope(at: binding.value.lowerBound)) }
      case .assignment, .withTarget:
        // Names in the value are those of the function around, not of the class that owns the attribute.
        let place = file.outline.scope(at: binding.value.lowerBound)
        type = value(binding.value, from: place)
      case .parameter: type = injected(binding.value, from: max(scope, 0))
      default: break
      }
    }
    typeMemo[index] = type
    return type
  }

  mutating func add(_ form: TypeSummary.Form, _ path: NamePath) -> Int32 {
    if path.root == .unknown { return -1 }
    summary.types.append(TypeSummary(form: form, path: path))
    return Int32(truncatingIfNeeded: summary.types.count - 1)
  }

  /// The type that an annotation says: optional, wrapped or written as text, too.
  mutating func annotation(_ range: Range<UInt32>, from scope: Int) -> Int32 {
    // One of several types is none for certain; `None` beside one does not matter.
    let parts = file.stream.split(range, at: .bar).filter { token($0.lowerBound).symbol != .noneWord }
    guard parts.count == 1 else { return -1 }
    for part in parts {
      guard let first = part.first else { continue }
      if token(first).kind == .string, part.count == 1 { return spelled(first) }
      if part.count > 3, token(first).kind == .name, words.wrappers.contains(token(first).payload),
        token(first + 1).symbol == .leftBracket, token(first + 1).payload == part.upperBound - 1
      {
        let arguments = file.stream.split(first + 2..<part.upperBound - 1, at: .comma)
        guard let inner = arguments.first else { return -1 }
        if words.unions.contains(token(first).payload), arguments.count > 1 { return -1 }
        return annotation(inner, from: scope)
      }
      return path(part, from: scope).map { add(.type, $0) } ?? -1
    }
    return -1
  }

  /// `"JobRepository"`, `"JobRepository | None"`: a plain name in quotes.
  private mutating func spelled(_ string: UInt32) -> Int32 {
    let text = file.text.string(token(string).range)
    let word = text.drop { $0 == "\"" || $0 == "'" }.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    guard !word.isEmpty else { return -1 }
    return add(.type, NamePath(root: .spelled(nameHash(word))))
  }

  /// `X(…)`, `make_x(…)`, `self.make_x(…)`, `other`, `self.other`; an `await` before it means nothing here.
  private mutating func value(_ range: Range<UInt32>, from scope: Int) -> Int32 {
    var range = range
    if let first = range.first, token(first).symbol == .await { range = first + 1..<range.upperBound }
    guard let first = range.first, let last = range.last, token(first).kind == .name else { return -1 }
    if token(last).symbol == .rightParen, token(last).payload != Token.noMate, token(last).payload > first {
      return callee(first..<token(last).payload, from: scope).map { add(.result, $0) } ?? -1
    }
    if token(last).symbol == .rightBracket {
      // `RepositoryDep = Annotated[Repository, Depends(…)]`: another name for a type.
      guard words.wrappers.contains(token(first).payload) else { return -1 }
      return annotation(range, from: scope)
    }
    return path(range, from: scope).map { add(.value, $0) } ?? -1
  }

  /// What functions without an annotation give, where every `return` says the same: `return Repository(session)`.
  mutating func addReturns() {
    // By function: its type, −1 for several or an unknown one; `nil` before the first `return` of a value.
    var found: [Int32?] = Array(repeating: nil, count: summary.functions.count)
    for statement in file.outline.statements where statement.kind == .return {
      let value = statement.first + 1..<statement.end
      let scope = Int(statement.scope)
      let function = Int(numbers[Int(file.outline.scopes[scope].function)])
      guard function >= 0, file.outline.scopes[Int(file.outline.scopes[scope].function)].own.contains(.function),
        summary.functions[function].returns < 0, !summary.functions[function].flags.contains(.isGenerator),
        found[function] != -1, !value.isEmpty, !(value.count == 1 && token(value.lowerBound).symbol == .noneWord)
      else { continue }
      let type = self.value(value, from: scope)
      let isOwn = type >= 0 && !leadsOut(summary.types[Int(type)].path.root)
      guard isOwn, let known = found[function] else {
        found[function] = isOwn ? type : -1
        continue
      }
      if summary.types[Int(known)] != summary.types[Int(type)] { found[function] = -1 }
    }
    for (number, type) in found.enumerated() {
      guard let type, type >= 0 else { continue }
      summary.functions[number].returns = type
    }
  }

  /// `= Depends(get_repository)`.
  private mutating func injected(_ range: Range<UInt32>, from scope: Int) -> Int32 {
    guard range.count > 3, let first = range.first, words.injectors.contains(token(first).payload),
      token(first + 1).symbol == .leftParen, token(first + 1).payload == range.upperBound - 1,
      let argument = file.stream.split(first + 2..<range.upperBound - 1, at: .comma).first
    else { return -1 }
    return path(argument, from: scope).map { add(.result, $0) } ?? -1
  }
}
