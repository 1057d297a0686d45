import SourceScan

/// Which roles names of types and annotations say.
extension FileMatcher {
  /// The roles whose types a dotted name names.
  func rolesOfType(_ range: Range<UInt32>) -> [Int] {
    guard let last = lastName(range) else { return [] }
    var candidates = library.roleIndex.byType[token(last).symbol]
    if range.count == 1, names.renamed.contains(token(last).payload), case .imported(let name) = resolution(of: last),
      let canonical = name.path.last, canonical != token(last).symbol
    {
      candidates = library.roleIndex.byType[canonical]
    }
    return candidates.isEmpty ? [] : candidates.filter { names(library.roles[$0], range) }
  }

  /// Whether a dotted name names one of the role's types. A type written with its module is meant exactly; one written
  /// without may come from any of the framework's modules, or from a module that no framework is known by.
  private func names(_ role: CompiledRole, _ range: Range<UInt32>) -> Bool {
    guard let last = lastName(range), role.types.contains(where: { $0.last == token(last).symbol || range.count == 1 })
    else { return false }
    let spelled = stride(from: range.lowerBound, to: range.upperBound, by: 2).map { token($0).symbol }
    switch resolution(of: range.lowerBound) {
    case .imported(let name): return names(role, name.path + spelled.dropFirst(), from: name)
    case .free: return role.types.contains { $0 == spelled || $0.count == 1 && $0.last == spelled.last }
    case .foreign: return role.types.contains { $0.count == 1 && $0.last == spelled.last }
    case .local: return false
    }
  }

  /// The same of a path that begins with an imported name.
  private func names(_ role: CompiledRole, _ path: [Symbol], from name: FileNames.ImportedName) -> Bool {
    role.types.contains { type in
      if type.count > 1 { return type == path }
      return type.last == path.last
        && (name.frameworks.contains(role.framework) || isModule(path, of: role.framework)
          || !library.isKnownModule(name.path[0]))
    }
  }

  /// Whether a dotted path lies in one of a framework's modules.
  private func isModule(_ path: [Symbol], of framework: Int) -> Bool {
    (library.importPaths[path[0]] ?? []).contains { $0.framework == framework && path.starts(with: $0.path) }
  }

  /// The roles that a class of the project proves by its name and its module.
  private func rolesOfLikeType(_ range: Range<UInt32>) -> [Int] {
    guard lastName(range) != nil else { return [] }
    return roles(likeType: bytes(range)) { isImported(range, fromModule: $0) }
  }

  private func roles(likeType name: Range<Int>, isImported: (_ fromModule: Int) -> Bool) -> [Int] {
    library.roleIndex.byLikeness.compactMap { entry in
      guard names.frameworks[entry.framework],
        entry.classes.regex.map({ matches($0, name) }) ?? true,
        entry.classes.notRegex.map({ !matches($0, name) }) ?? true,
        isImported(entry.classes.fromModule)
      else { return nil }
      return entry.role
    }
  }

  /// The roles an annotation says: the type itself, optional, in `Annotated` or `|`, as text or by a local alias.
  func rolesOfAnnotation(_ range: Range<UInt32>, depth: Int = 0) -> [Int] {
    guard !range.isEmpty, depth < 4 else { return [] }
    let parts = file.stream.split(range, at: .bar)
    if parts.count > 1 { return parts.flatMap { rolesOfAnnotation($0, depth: depth + 1) } }
    let first = token(range.lowerBound)
    if first.kind == .string, range.count == 1 { return rolesOfText(StringContent.of(first, file.text.bytes)) }
    let plain = rolesOfType(range)
    if !plain.isEmpty { return plain }
    let like = rolesOfLikeType(range)
    if !like.isEmpty { return like }
    if let last = range.last, token(last).symbol == .rightBracket, token(last).payload != Token.noMate,
      token(last).payload > range.lowerBound
    {
      let head = range.lowerBound..<token(last).payload
      let generic = rolesOfType(head)
      if !generic.isEmpty { return generic }
      guard let name = lastName(head) else { return [] }
      if isOne(of: library.words.collectionTypes, name) {
        let elements = rolesOfAnnotation(token(last).payload + 1..<last, depth: depth + 1)
        return Array(Set(elements.flatMap { library.roles[$0].elementOf })).sorted()
      }
      guard isOne(of: library.words.typeWrappers, name) else { return [] }
      let arguments = file.stream.split(token(last).payload + 1..<last, at: .comma)
      if isOne(of: library.words.unions, name) {
        return arguments.flatMap { rolesOfAnnotation($0, depth: depth + 1) }
      }
      return arguments.first.map { rolesOfAnnotation($0, depth: depth + 1) } ?? []
    }
    // `SessionDep = Annotated[Session, Depends(get_session)]`
    guard range.count == 1, first.kind == .name else { return [] }
    let alias = file.outline.visibleBindings(of: range.lowerBound, from: 0, in: file)
      .map { file.outline.bindings[$0] }.last { $0.kind == .assignment && !$0.isPart }
    return alias.map { rolesOfAnnotation($0.value, depth: depth + 1) } ?? []
  }

  /// Of an annotation written as a string: by the last name before a bracket, and by where the file imports it from.
  private func rolesOfText(_ content: Range<Int>) -> [Int] {
    let path = file.text.bytes[content].split(separator: UInt8(ascii: "."))
    let word = (path.last ?? []).prefix { $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: " ") }
    let text = String(decoding: word, as: UTF8.self)
    let symbol = library.symbols.symbol(of: text)
    guard symbol != .none else { return path.count == 1 ? rolesOfLikeText(text, word.startIndex..<word.endIndex) : [] }
    let roles = library.roleIndex.byType[symbol]
    guard path.count == 1 else { return roles }
    if roles.isEmpty { return rolesOfLikeText(text, word.startIndex..<word.endIndex) }
    guard let name = imported(text) else { return roles }
    return roles.filter { names(library.roles[$0], name.path, from: name) }
  }

  private func rolesOfLikeText(_ word: String, _ bytes: Range<Int>) -> [Int] {
    roles(likeType: bytes) { regex in
      bindings(importing: word).contains { isImport($0, ofName: true, fromModule: regex) }
    }
  }

  /// The imports of a name, wherever the file has them: also only for those who check types.
  private func bindings(importing word: String) -> [UInt32] {
    var found: [UInt32] = []
    file.outline.bindings.each(hash: nameHash(word)) { index in
      let binding = file.outline.bindings[index]
      if binding.kind == .import, file.text.string(token(binding.name).range) == word { found.append(UInt32(index)) }
      return true
    }
    return found
  }

  private func imported(_ word: String) -> FileNames.ImportedName? {
    bindings(importing: word).lazy.compactMap { self.names.imported[$0] }.first
  }
}
