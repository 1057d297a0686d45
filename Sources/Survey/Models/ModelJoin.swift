import RuleFiles
import Vocabulary

/// Tells which classes of a project are models, by what they inherit from across its files, and puts together what
/// they inherit.
struct ModelJoin {
  private let classes: [ClassDeclaration]
  private let specs: [ModelSpec]
  private var byName: [String: [Int]] = [:]
  /// The labels of Django's applications, by folder.
  private var labels: [String: String] = [:]
  private var kinds: [Kind?]
  /// By base: the spec whose library it comes from.
  private var roots: [String: Int?] = [:]
  /// By spec: what its library makes of calls.
  private var meanings: [[String: CallMeaning]]
  /// The class that a relation leads to, the file it stands in, and what it is called from there.
  private var waysBack: [(target: String, path: String, way: Relation)] = []
  /// The classes of the project that each inherits from, in the order written.
  private var parents: [[Int]] = []

  private struct Kind {
    /// The number of the spec; `nil` for a class that is no model.
    var spec: Int?
    /// One of its bases is the library's own.
    var isDirect: Bool
  }

  /// Classes that inherit through more others than this are given up.
  private static let depthLimit = 32

  init(_ classes: [ClassDeclaration], specs: [ModelSpec]) {
    self.classes = classes
    self.specs = specs
    kinds = Array(repeating: nil, count: classes.count)
    meanings = Array(repeating: [:], count: specs.count)
    for (index, declaration) in classes.enumerated() {
      byName[declaration.name, default: []].append(index)
      if declaration.bases.contains(where: { $0.hasSuffix("AppConfig") }) {
        let label = declaration.options["label"] ?? declaration.options["name"].map(lastPart)
        if let label { labels[ModelJoin.folder(declaration.path)] = label }
      }
    }
    var known: [String: Int?] = [:]
    for (index, declaration) in classes.enumerated() {
      parents.append(
        declaration.bases.compactMap { base in
          if root(base, isTable: declaration.isTable) != nil { return nil }
          // Classes of one file mean the same by one name, but for a class of that name itself.
          guard lastPart(base) != declaration.name else { return self.index(of: base, from: index) }
          let place = declaration.path + ":" + base
          if let found = known[place] { return found }
          let found = self.index(of: base, from: index)
          known[place] = found
          return found
        })
    }
  }

  /// All models, by path and line.
  mutating func models() -> [Model] {
    var models: [Model] = []
    for index in classes.indices {
      if let model = model(index) { models.append(model) }
    }
    leadBack(&models)
    addViews(&models)
    return models.sorted { ($0.path, $0.line, $0.name) < ($1.path, $1.line, $1.name) }
  }

  /// Puts the ways back onto the models that relations lead to, where it is certain which those are.
  private func leadBack(_ models: inout [Model]) {
    var numbers: [String: [Int]] = [:]
    for (number, model) in models.enumerated() { numbers[model.name, default: []].append(number) }
    for (target, path, way) in waysBack {
      var candidates = numbers[target] ?? []
      if candidates.count > 1 { candidates = candidates.filter { models[$0].path == path } }
      if candidates.count == 1 { models[candidates[0]].waysBack.append(way) }
    }
  }

  /// Properties of models, and of what they inherit from, that give rows of a relation.
  private func addViews(_ models: inout [Model]) {
    guard classes.contains(where: { !$0.views.isEmpty }) else { return }
    let numbers = Dictionary(
      classes.enumerated().map { ("\($0.element.path):\($0.element.line)", $0.offset) },
      uniquingKeysWith: { one, _ in one })
    for number in models.indices {
      guard let index = numbers["\(models[number].path):\(models[number].line)"] else { continue }
      for (name, shown) in views(index, depth: 0).sorted(by: { $0.key < $1.key }) {
        guard models[number].relation(name) == nil, !models[number].columns.contains(name),
          var relation = models[number].relation(shown), relation.isManager
        else { continue }
        relation.name = name
        models[number].views.append(relation)
      }
    }
  }

  private func views(_ index: Int, depth: Int) -> [String: String] {
    guard depth < ModelJoin.depthLimit else { return [:] }
    return parents[index].filter { $0 != index }.reduce(classes[index].views) { known, parent in
      known.merging(views(parent, depth: depth + 1)) { own, _ in own }
    }
  }

  private mutating func model(_ index: Int) -> Model? {
    let kind = kind(index, depth: 0)
    guard let number = kind.spec else { return nil }
    let spec = specs[number]
    let declaration = classes[index]
    if let keyword = spec.neededKeyword, !declaration.keywords.contains(keyword), !declaration.isTable { return nil }
    if let abstract = spec.abstract, declaration.options[spec.option(abstract)] == "True" { return nil }
    guard let table = table(index, spec, isDirect: kind.isDirect) else { return nil }
    var members: [ClassDeclaration.Member] = []
    var visited: Set<Int> = []
    collect(index, &members, &visited, depth: 0)
    var model = Model(
      name: declaration.name, table: table, columns: [], relations: [], path: declaration.path, line: declaration.line)
    model.savesItself = savesItself(index, spec, depth: 0)
    let names = Set(members.map(\.name))
    var hasKey = false
    for member in members {
      let made = if let call = member.call { meaning(ofCall: call, number) } else { CallMeaning() }
      if member.call == nil ? spec.isColumn(annotation: member.annotation) : made.isColumn {
        model.columns.append(member.name)
        hasKey = hasKey || member.isPrimaryKey
        if spec.isLarge(member) { model.largeColumns.append(member.name) }
        if member.isIndexed, !declaration.mindsCase { model.plainlyIndexed.append(member.name) }
      }
      if made.isRelation {
        let target = member.target == "self" ? declaration.name : member.target ?? member.annotated
        let loading = member.loading ?? spec.loading(member)
        model.relations.append(
          Relation(
            name: member.name, target: target, loading: loading,
            isLazy: spec.lazyRelations && (loading == nil || loading == "select"),
            isManager: spec.managers && made.isToMany, path: member.path, line: member.line))
        if let target, let way = wayBack(of: member, isOne: made.isToOne, declaration, spec) {
          waysBack.append((target, model.path, way))
        }
      }
      if let call = member.call, spec.managers { model.loadsRelations = model.loadsRelations || managerLoads(call) }
    }
    if let implied = spec.impliedColumn, !hasKey, !names.contains(implied) { model.columns.insert(implied, at: 0) }
    return model
  }

  /// Whether a class or one that it inherits from has a `save` of its own, or its rows lie in several tables.
  private mutating func savesItself(_ index: Int, _ spec: ModelSpec, depth: Int) -> Bool {
    guard depth < ModelJoin.depthLimit else { return false }
    let declaration = classes[index]
    if declaration.savesItself { return true }
    let isProxy = spec.proxy.map { declaration.options[spec.option($0)] == "True" } ?? false
    for parent in parents[index] where parent != index {
      if savesItself(parent, spec, depth: depth + 1) { return true }
      if let abstract = spec.abstract, spec.managers, !isProxy, kind(parent, depth: 0).spec != nil,
        classes[parent].options[spec.option(abstract)] != "True"
      {
        return true
      }
    }
    return false
  }

  /// What the model that a relation leads to has of it.
  private func wayBack(
    of member: ClassDeclaration.Member, isOne: Bool, _ declaration: ClassDeclaration, _ spec: ModelSpec
  ) -> Relation? {
    var name = spec.wayBack.flatMap { member.texts[$0] ?? declaration.options[spec.option("default_" + $0)] }
    if name == nil, let implied = spec.impliedWayBack {
      let lowered = declaration.name.lowercased()
      name =
        isOne ? lowered : implied.split(separator: "*", omittingEmptySubsequences: false).joined(separator: lowered)
    }
    guard let name, !name.hasSuffix("+"), !name.contains("%(app_label)s") else { return nil }
    let parts = name.split(separator: "%(class)s", omittingEmptySubsequences: false)
    return Relation(
      name: parts.joined(separator: declaration.name.lowercased()), target: declaration.name, loading: nil,
      isLazy: spec.lazyRelations && !member.wayBackLoads, isManager: spec.managers && !isOne, path: member.path,
      line: member.line)
  }

  /// The same few calls come up everywhere.
  private mutating func meaning(ofCall call: String, _ spec: Int) -> CallMeaning {
    if let known = meanings[spec][call] { return known }
    let meaning = specs[spec].meaning(ofCall: call)
    meanings[spec][call] = meaning
    return meaning
  }

  /// Whether a class of managers, or what it inherits from, loads relations along; by its name alone.
  private func managerLoads(_ call: String) -> Bool {
    let parts = call.split(separator: ".").map(String.init)
    // `BookQuerySet.as_manager()`, `BookManager.from_queryset(BookQuerySet)()`
    let name = parts.last == "as_manager" || parts.last == "from_queryset" ? parts.dropLast().last : parts.last
    guard let name, name.hasSuffix("Manager") || name.hasSuffix("QuerySet") else { return false }
    return (byName[name] ?? []).contains { index in
      classes[index].loadsRelations || parents[index].contains { classes[$0].loadsRelations }
    }
  }

  /// The number of the spec whose library a base comes from. The same few bases come up everywhere.
  private mutating func root(_ base: String, isTable: Bool) -> Int? {
    if isTable { return specs.firstIndex { $0.isRoot(base, isTable: true) } }
    if let known = roots[base] { return known }
    let found = specs.firstIndex { $0.isRoot(base, isTable: false) }
    roots[base] = found
    return found
  }

  // MARK: What a class is

  private mutating func kind(_ index: Int, depth: Int) -> Kind {
    if let known = kinds[index] { return known }
    guard depth < ModelJoin.depthLimit else { return Kind(spec: nil, isDirect: false) }
    // A class that inherits from itself in a circle is none.
    kinds[index] = Kind(spec: nil, isDirect: false)
    var found = Kind(spec: nil, isDirect: false)
    let declaration = classes[index]
    // A base that is a class of the project is no library's own.
    for base in parents[index].count == declaration.bases.count ? [] : declaration.bases {
      if let spec = root(base, isTable: declaration.isTable) {
        found = Kind(spec: spec, isDirect: true)
        break
      }
    }
    if found.spec == nil {
      for parent in parents[index] {
        let inherited = kind(parent, depth: depth + 1)
        if let spec = inherited.spec {
          found = Kind(spec: spec, isDirect: false)
          break
        }
      }
    }
    kinds[index] = found
    return found
  }

  /// The class of the project that a base's canonical name means.
  private func index(of base: String, from index: Int) -> Int? {
    guard !base.hasSuffix("()"), !base.hasPrefix("@") else { return nil }
    let name = lastPart(base)
    let candidates = (byName[name] ?? []).filter { $0 != index }
    guard !candidates.isEmpty else { return nil }
    let own = classes[index].path
    let module = base.split(separator: ".").dropLast().joined(separator: "/")
    if module.isEmpty {
      return candidates.last { classes[$0].path == own && $0 < index } ?? nearest(candidates, to: own)
    }
    let isRelative = base.hasPrefix(".")
    let exact = candidates.filter { ModelJoin.isModule(classes[$0].path, module) }
    if !exact.isEmpty { return nearest(exact, to: own) }
    let within = candidates.filter { isWithin(classes[$0].path, module) }
    if !within.isEmpty { return nearest(within, to: own) }
    if isRelative { return nearest(candidates, to: own) }
    // A module of another project may have a class of that name too: its first folder must be one of ours.
    let first = base.split(separator: ".").first.map(String.init) ?? ""
    let ours = candidates.filter { isWithin(classes[$0].path, first) }
    return nearest(ours, to: own)
  }

  /// Whether a path leads through some folders.
  private func isWithin(_ path: String, _ folders: String) -> Bool {
    let path = Array(path.utf8)
    let wanted = Array(folders.utf8) + [UInt8(ascii: "/")]
    guard path.count >= wanted.count else { return false }
    for start in 0...(path.count - wanted.count) where start == 0 || path[start - 1] == UInt8(ascii: "/") {
      if path[start..<(start + wanted.count)].elementsEqual(wanted) { return true }
    }
    return false
  }

  private static func isModule(_ path: String, _ module: String) -> Bool {
    let path = "/" + path
    return path.hasSuffix("/" + module + ".py") || path.hasSuffix("/" + module + "/__init__.py")
  }

  /// The candidate whose path begins like another's for longest.
  private func nearest(_ candidates: [Int], to path: String) -> Int? {
    candidates.count < 2
      ? candidates.first : candidates.max { common(classes[$0].path, path) < common(classes[$1].path, path) }
  }

  private func common(_ left: String, _ right: String) -> Int {
    zip(left.utf8, right.utf8).prefix { $0 == $1 }.count
  }

  // MARK: What it inherits

  /// Members of the ancestors, then its own; a name that is given again takes the place of the first.
  private func collect(
    _ index: Int, _ members: inout [ClassDeclaration.Member], _ visited: inout Set<Int>, depth: Int
  ) {
    guard depth < ModelJoin.depthLimit, visited.insert(index).inserted else { return }
    for parent in parents[index] { collect(parent, &members, &visited, depth: depth + 1) }
    for member in classes[index].members {
      if let known = members.firstIndex(where: { $0.name == member.name }) {
        members[known] = member
      } else {
        members.append(member)
      }
    }
  }

  // MARK: Its table

  /// `nil` for a class without one.
  private func table(_ index: Int, _ spec: ModelSpec, isDirect: Bool) -> String? {
    let declaration = classes[index]
    if declaration.isTable { return declaration.options["name"].map { qualified($0, declaration.schemas["schema"]) } }
    let schema = spec.tableArguments.flatMap { inherited(index) { $0.schemas[$1] }($0) }
    if let name = written(index, spec) { return qualified(name, schema) }
    if let proxy = spec.proxy, declaration.options[spec.option(proxy)] == "True" {
      if let parent = parents[index].first { return table(parent, spec, isDirect: false) }
    }
    // A library's own base with nothing but a way to name tables is the project's base class.
    if spec.impliedTable == nil, isDirect { return nil }
    // Options stand in a class of their own: they are not inherited, but from an abstract class.
    let tables = spec.options == nil ? spec.table : []
    for key in tables {
      if let computed = inherited(index, { $0.computed[$1] })(key) {
        return qualified(computed.apply(declaration.name), schema)
      }
      // A class without a table of its own shares its parent's.
      if spec.impliedTable != .lowerCase, let name = inherited(index, { $0.options[$1] })(key) {
        return qualified(name, schema)
      }
    }
    switch spec.impliedTable {
    case .snakeCase: return qualified(ComputedName.snakeCase(declaration.name), schema)
    case .lowerCase: return qualified(declaration.name.lowercased(), schema)
    case .applicationLabel:
      return label(of: declaration, spec) + "_" + declaration.name.lowercased()
    case nil: return nil
    }
  }

  private func written(_ index: Int, _ spec: ModelSpec) -> String? {
    for key in spec.table {
      if let name = classes[index].options[spec.option(key)] { return name.filter { $0 != "\"" } }
    }
    return nil
  }

  /// Looks for something in a class and its ancestors, nearest first.
  private func inherited<Value>(
    _ index: Int, _ find: @escaping (ClassDeclaration, String) -> Value?
  ) -> (String) -> Value? {
    { key in
      var next = [index]
      var visited: Set<Int> = []
      while !next.isEmpty, visited.count < 64 {
        let index = next.removeFirst()
        guard visited.insert(index).inserted else { continue }
        if let value = find(self.classes[index], key) { return value }
        next += self.parents[index]
      }
      return nil
    }
  }

  private func qualified(_ table: String, _ schema: String?) -> String {
    SchemaName(path: schema.map { $0 + "." + table } ?? table).text
  }

  /// The label of the application that a file belongs to.
  private func label(of declaration: ClassDeclaration, _ spec: ModelSpec) -> String {
    if let own = declaration.options[spec.option("app_label")] { return own }
    var folder = ModelJoin.folder(declaration.path)
    while true {
      if let label = labels[folder] { return label }
      guard folder.contains("/") else { break }
      folder = ModelJoin.folder(folder)
    }
    let parts = declaration.path.split(separator: "/").map(String.init)
    if let models = parts.dropLast().lastIndex(of: "models"), models > 0 { return parts[models - 1] }
    return parts.count > 1 ? parts[parts.count - 2] : parts.first ?? ""
  }

  private static func folder(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return String(path[..<slash])
  }
}

/// What stands behind the last dot.
private func lastPart(_ name: String) -> String {
  name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? name
}

/// What a library makes of a call in the body of a model.
private struct CallMeaning {
  var isColumn = false
  var isRelation = false
  var isToMany = false
  var isToOne = false
}

extension ModelSpec {
  /// The key under which an option of a class is kept.
  func option(_ name: String) -> String { options.map { $0 + "." + name } ?? name }

  /// Whether a base is the library's own.
  func isRoot(_ base: String, isTable: Bool) -> Bool {
    if base.hasSuffix("()") {
      let maker = String(base.dropLast(2))
      return (isTable ? tables : baseMakers).contains { ModelSpec.matches(maker, $0) }
    }
    if base.hasPrefix("@") { return baseMakers.contains { ModelSpec.matches(String(base.dropFirst()), $0) } }
    return bases.contains { ModelSpec.matches(base, $0) }
  }

  /// What a call makes of a member, by the last part of its name.
  fileprivate func meaning(ofCall call: String) -> CallMeaning {
    let name = lastPart(call)
    func isOne(of patterns: [String]) -> Bool { patterns.contains { ModelSpec.matches(name, $0) } }
    let isRelation = isOne(of: relations)
    return CallMeaning(
      isColumn: isRelation
        ? !relationsWithoutColumn.isEmpty && !isOne(of: relationsWithoutColumn) : isOne(of: columns),
      isRelation: isRelation, isToMany: isOne(of: relationsToMany), isToOne: isOne(of: relationsToOne))
  }

  /// What a member without a call is.
  func isColumn(annotation: String?) -> Bool {
    guard let annotation else { return false }
    return everyAnnotation || columnAnnotations.contains(lastPart(annotation))
  }

  func isLarge(_ member: ClassDeclaration.Member) -> Bool {
    guard !member.isDeferred, let call = member.call else { return false }
    return largeColumns.contains { large in
      ModelSpec.matches(lastPart(call), large) || member.types.contains { ModelSpec.matches($0, large) }
    }
  }

  /// What the way of declaring a relation says about its loading.
  func loading(_ member: ClassDeclaration.Member) -> String? {
    switch member.annotation.map(lastPart) {
    case "DynamicMapped": "dynamic"
    case "WriteOnlyMapped": "write_only"
    default: member.call.map(lastPart) == "dynamic_loader" ? "dynamic" : nil
    }
  }

  /// `*` at the start or the end of a pattern stands for anything.
  static func matches(_ name: String, _ pattern: String) -> Bool {
    if pattern.hasPrefix("*") {
      let rest = pattern.dropFirst()
      return name.hasSuffix(rest) || name == rest.drop { $0 == "." }
    }
    if pattern.hasSuffix("*") { return name.hasPrefix(pattern.dropLast()) }
    return name == pattern
  }
}
