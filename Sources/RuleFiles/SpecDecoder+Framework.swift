import Vocabulary

extension SpecDecoder {
  /// A document with the key `framework`; `nil` without a usable name.
  mutating func framework(_ node: YAMLNode) -> RuleFileContents.Named<FrameworkSpec>? {
    guard
      let fields = fields(node, key: "framework", owner: "a framework", known: SpecDecoder.frameworkKeys)
    else { return nil }
    let name = fields["framework"].flatMap { shaped($0, key: "framework", .kebab(what: "framework name")) }
    let title = fields["title"].flatMap { line($0, key: "title") }
    let language: Language? = required("language", in: fields).flatMap {
      word($0, key: "language", what: "language")
    }
    let detect = fields["detect"].flatMap {
      self.fields($0, key: "detect", owner: "`detect`", known: SpecDecoder.detectKeys)
    }
    let packages = texts(detect?["packages"], key: "packages").map(\.value)
    let imports = texts(detect?["imports"], key: "imports").map(\.value)
    let telling = texts(detect?["telling"], key: "telling").compactMap { self.telling($0) }
    let blocking = boolean(fields["blocking"], key: "blocking")
    let roles = roles(fields["roles"])
    let operations = frameworkOperations(fields["operations"])
    let scopes = frameworkScopes(fields["scopes"])
    if fields["roles"] == nil && fields["operations"] == nil && fields["scopes"] == nil {
      complain(.emptyFramework, at: fields.origin)
    }
    guard let name else { return nil }
    guard let language else { return RuleFileContents.Named(name: name) }
    let framework = FrameworkSpec(
      name: name.value, title: title ?? name.value, language: language, packages: packages, imports: imports,
      telling: telling, blocking: blocking ?? true, roles: roles, operations: operations, scopes: scopes,
      origin: fields.origin)
    return RuleFileContents.Named(name: name, value: framework)
  }

  private mutating func telling(_ text: Located<String>) -> FrameworkSpec.Telling? {
    let parts = text.value.split(separator: ".", omittingEmptySubsequences: false)
    func isName(_ part: Substring?) -> Bool {
      guard let part, let first = part.first, !first.isNumber else { return false }
      return part.utf8.allSatisfy { isDigit($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == UInt8(ascii: "_") }
    }
    switch (isName(parts.last), parts.count, parts.first) {
    case (true, 1, _): return .imported(text.value)
    case (true, 2, "$_"): return .attribute(String(parts[1]))
    case (true, 2, "$CLASS"): return .classAttribute(String(parts[1]))
    case (true, 2, let module?) where isName(module):
      return .importedFrom(module: String(module), name: String(parts[1]))
    default:
      complain(
        .badShape(
          text.value, what: "telling name",
          rule: "an imported name, `module.name`, `$_.attribute` or `$CLASS.attribute`"),
        at: text.origin)
      return nil
    }
  }

  private mutating func roles(_ node: YAMLNode?) -> [RoleSpec] {
    guard let node, let entries = mapping(node, key: "roles") else { return [] }
    let decoded = entries.compactMap { role($0) }
    // An annotation of a list of them proves what its elements' likeness names as their list.
    let lists = Set(decoded.filter { $0.role.typesLike != nil }.compactMap { $0.role.elementOf?.value })
    for entry in decoded where entry.saysNothing && !lists.contains(entry.role.name.value) {
      complain(.emptyRole(entry.role.name.value), at: entry.role.name.origin)
    }
    return decoded.map(\.role)
  }

  private mutating func role(_ entry: YAMLEntry) -> (role: RoleSpec, saysNothing: Bool)? {
    let shape = Shape.kebab(what: "role")
    let isNamed = shape.fits(entry.key)
    if !isNamed { complain(.badShape(entry.key, what: shape.what, rule: shape.rule), at: origin(entry)) }
    guard let fields = fields(entry.value, key: entry.key, owner: "a role", known: SpecDecoder.roleKeys) else {
      return nil
    }

    let role = RoleSpec(
      name: Located(entry.key, at: origin(entry)),
      metavariable: fields["as"].flatMap { shaped($0, key: "as", .capture) },
      types: texts(fields["types"], key: "types"),
      madeBy: frameworkEntries(fields["made-by"], key: "made-by"),
      elementOf: fields["element-of"].flatMap { shaped($0, key: "element-of", .kebab(what: "role")) },
      names: texts(fields["names"], key: "names"),
      blocking: boolean(fields["blocking"], key: "blocking"),
      rowsOf: fields["rows-of"].flatMap { shaped($0, key: "rows-of", .capture) },
      through: fields["through"].flatMap { shaped($0, key: "through", .capture) },
      loadsWith: texts(fields["loads-with"], key: "loads-with").map(\.value),
      typesLike: typeLikeness(fields["types-like"]))
    let saysNothing = ["types", "types-like", "made-by", "element-of", "names"].allSatisfy { fields[$0] == nil }
    return isNamed ? (role, saysNothing) : nil
  }

  private mutating func typeLikeness(_ node: YAMLNode?) -> RoleSpec.TypeLikeness? {
    guard let node,
      let fields = fields(node, key: "types-like", owner: "`types-like`", known: SpecDecoder.typeLikenessKeys),
      let module = required("from-module", in: fields).flatMap({ located($0, key: "from-module") })
    else { return nil }
    return RoleSpec.TypeLikeness(
      regex: fields["regex"].flatMap { located($0, key: "regex") },
      notRegex: fields["not-regex"].flatMap { located($0, key: "not-regex") }, fromModule: module)
  }

  private mutating func frameworkOperations(_ node: YAMLNode?) -> [OperationSpec] {
    guard let node, let entries = mapping(node, key: "operations") else { return [] }
    return entries.flatMap { entry -> [OperationSpec] in
      let matches = frameworkEntries(entry.value, key: entry.key)
      guard let operation: Operation = keyWord(entry, what: "operation") else { return [] }
      return matches.map { OperationSpec(operation: operation, match: $0) }
    }
  }

  private mutating func frameworkScopes(_ node: YAMLNode?) -> [FrameworkScopeSpec] {
    guard let node, let entries = mapping(node, key: "scopes") else { return [] }
    return entries.flatMap { entry -> [FrameworkScopeSpec] in
      let matches = frameworkEntries(entry.value, key: entry.key)
      guard let scope: ScopeKind = keyWord(entry, what: "scope") else { return [] }
      return matches.map { FrameworkScopeSpec(scope: scope, match: $0) }
    }
  }

  /// One entry or a list of them; each a pattern or a match node with one.
  private mutating func frameworkEntries(_ node: YAMLNode?, key: String) -> [MatchSpec] {
    guard let node else { return [] }
    isInFramework = true
    defer { isInFramework = false }
    return oneOrList(node, key: key).compactMap { item in
      if case .mapping = item.content { return match(item, key: key, seat: .framework) }
      guard let pattern = located(item, key: key) else { return nil }
      var match = MatchSpec(origin: pattern.origin)
      match.source = .pattern([pattern])
      return match
    }
  }

  /// The key of `entry` as one of the words of `Word`.
  private mutating func keyWord<Word: RawRepresentable & CaseIterable>(
    _ entry: YAMLEntry, what: String
  ) -> Word? where Word.RawValue == String {
    if let word = Word(rawValue: entry.key) { return word }
    complain(.unknownWord(entry.key, what: what, known: Word.allCases.map(\.rawValue)), at: origin(entry))
    return nil
  }
}
