import SourceScan

/// What the names of one file stand for, by its imports.
package struct FileNames: Sendable {
  /// An imported name, as far as rules can tell it apart.
  struct ImportedName: Sendable {
    /// The canonical path: of `from time import sleep as nap` it is `time`, `sleep`.
    var path: [Symbol]
    /// Frameworks one of whose modules the name comes from.
    var frameworks: [Int]
  }

  /// A token at which a chain may begin that some pattern describes by its path.
  struct Root: Sendable {
    var token: UInt32
    /// The words patterns are looked up by: the first two of the canonical path, or the name as a framework's patterns
    /// may write it and the attribute behind it. The second is `Symbol.none` where there is none.
    var head: Symbol
    var second: Symbol
  }

  /// By binding index.
  private(set) var imported: [UInt32: ImportedName] = [:]
  /// Hashes of local names that stand for something of another name: `nap` in `from time import sleep as nap`.
  private(set) var renamed: Set<UInt32> = []
  private(set) var roots: [Root] = []
  /// Frameworks that the file imports, or that need no import.
  private(set) var frameworks: [Bool]
  /// Whether any maker of roles by the name of a callee, or by a bare name, can hold in the file at all.
  private(set) var hasCallMakers = false
  private(set) var hasBareMakers = false
  /// The roles that anything in the file could play.
  private(set) var possibleRoles = RoleSet()

  init(_ file: ScannedFile, _ library: CompiledLibrary, _ grams: GramFilter) {
    frameworks = library.frameworksWithoutImports
    let imports = file.outline.imports
    let tokens = file.stream.tokens
    // Names that may stand for something a pattern asks for, by hash.
    var interesting: [UInt32: [(head: Symbol, second: Symbol?)]] = [:]
    // Names that stand for a framework's module or one around it, and what is left of the module's path behind them.
    var modules: [UInt32: [ArraySlice<Symbol>]] = [:]
    for entry in imports.entries where entry.level == 0 {
      // Most imports are of what no rule speaks of.
      let first = tokens[Int(imports.segments[Int(entry.path.lowerBound)])].symbol
      guard first != .none || library.importPaths[first] != nil else { continue }
      let path = entry.path.map { tokens[Int(imports.segments[Int($0)])].symbol }
      var owners: [Int] = []
      for candidate in library.importPaths[path[0]] ?? [] where FileNames.shareModule(path, candidate.path) {
        owners.append(candidate.framework)
        frameworks[candidate.framework] = true
      }
      guard !path.contains(.none) || !owners.isEmpty else { continue }
      imported[entry.binding] = ImportedName(path: path, frameworks: owners)
      let local = tokens[Int(file.outline.bindings[Int(entry.binding)].name)]
      if path.last != local.symbol { renamed.insert(local.payload) }
      for candidate in library.importPaths[path[0]] ?? [] where candidate.path.starts(with: path) {
        modules[local.payload, default: []].append(candidate.path.dropFirst(path.count))
      }
      var heads: [(head: Symbol, second: Symbol?)] = []
      if library.isPathHead(path[0]) { heads.append((path[0], path.count > 1 ? path[1] : nil)) }
      if !owners.isEmpty, path.count > 1, let last = path.last, library.isPathHead(last) { heads.append((last, nil)) }
      if !heads.isEmpty {
        interesting[local.payload, default: []].append(contentsOf: heads)
      }
    }
    for root in imports.roots {
      for candidate in library.importPaths[tokens[Int(root)].symbol] ?? []
      where FileNames.follows(root, candidate.path, tokens) {
        frameworks[candidate.framework] = true
      }
    }
    for telling in library.telling where !frameworks[telling.framework] && telling.stands(in: file) {
      frameworks[telling.framework] = true
    }
    findRoots(file, library, interesting, modules)
    hasCallMakers = library.roleIndex.calls.contains { maker in
      maker.rootConditions.allSatisfy { condition in
        condition.regex.map { library.regexes[$0].literal?.mayOccur(in: grams) ?? true } ?? true
      }
    }
    hasBareMakers = library.roleIndex.bare.contains { frameworks[library.roles[$0.role].framework] }
    possibleRoles = library.roleEvidence.possible(seen: file.stream.seen, frameworks: frameworks)
  }

  /// Whether an imported path lies in a framework's module or is one of the modules around it.
  private static func shareModule(_ path: [Symbol], _ module: [Symbol]) -> Bool {
    path.count >= module.count && path.starts(with: module)
  }

  /// Whether the dotted name that begins at a token begins with `module`.
  private static func follows(_ root: UInt32, _ module: [Symbol], _ tokens: [Token]) -> Bool {
    for (offset, symbol) in module.enumerated() {
      let index = Int(root) + 2 * offset
      guard index < tokens.count, tokens[index].symbol == symbol else { return false }
      if offset > 0, tokens[index - 1].symbol != .dot { return false }
    }
    return true
  }

  private mutating func findRoots(
    _ file: ScannedFile, _ library: CompiledLibrary,
    _ interesting: [UInt32: [(head: Symbol, second: Symbol?)]], _ modules: [UInt32: [ArraySlice<Symbol>]]
  ) {
    let tokens = file.stream.tokens
    // Most names are none of them: some bits of the hash say so at once.
    var filter = HashFilter()
    for hash in interesting.keys { filter.insert(hash) }
    for index in file.stream.occurrences {
      let token = tokens[Int(index)]
      guard library.isPathHead(token.symbol), token.kind == .name else { continue }
      if filter.mayContain(token.payload), interesting[token.payload] != nil { continue }
      guard FileNames.mayBegin(index, tokens) else { continue }
      roots.append(Root(token: index, head: token.symbol, second: FileNames.attribute(behind: index, tokens)))
    }
    guard !interesting.isEmpty || !modules.isEmpty else { return }
    for hash in modules.keys { filter.insert(hash) }
    for index in tokens.indices {
      let token = tokens[index]
      guard token.kind == .name, filter.mayContain(token.payload), FileNames.mayBegin(UInt32(index), tokens) else {
        continue
      }
      for (head, second) in interesting[token.payload] ?? [] {
        let second = second ?? FileNames.attribute(behind: UInt32(index), tokens)
        roots.append(Root(token: UInt32(index), head: head, second: second))
      }
      guard index + 1 < tokens.count, tokens[index + 1].symbol == .dot else { continue }
      for rest in modules[token.payload] ?? [] { addRoot(behind: rest, of: index, tokens, library) }
    }
    roots.sort { ($0.token, $0.head.rawValue) < ($1.token, $1.head.rawValue) }
  }

  /// `acme.store.pause(…)`: a framework's name behind the rest of its module's path.
  private mutating func addRoot(
    behind rest: ArraySlice<Symbol>, of index: Int, _ tokens: [Token], _ library: CompiledLibrary
  ) {
    var last = index
    for symbol in rest {
      guard last + 2 < tokens.count, tokens[last + 1].symbol == .dot, tokens[last + 2].symbol == symbol else { return }
      last += 2
    }
    let head = FileNames.attribute(behind: UInt32(last), tokens)
    guard head != .none, library.isPathHead(head) else { return }
    roots.append(
      Root(token: UInt32(index), head: head, second: FileNames.attribute(behind: UInt32(last + 2), tokens)))
  }

  /// Some hashes, told from most others by a few bits.
  private struct HashFilter {
    private var bits = InlineArray<16, UInt64>(repeating: 0)

    mutating func insert(_ hash: UInt32) { bits[Int(hash >> 6) & 15] |= 1 << UInt64(hash & 63) }

    @inline(__always)
    func mayContain(_ hash: UInt32) -> Bool { bits[Int(hash >> 6) & 15] & (1 << UInt64(hash & 63)) != 0 }
  }

  private static func attribute(behind index: UInt32, _ tokens: [Token]) -> Symbol {
    let index = Int(index)
    return index + 2 < tokens.count && tokens[index + 1].symbol == .dot ? tokens[index + 2].symbol : .none
  }

  /// A name that is no attribute, no keyword argument and not the name of a definition.
  private static func mayBegin(_ index: UInt32, _ tokens: [Token]) -> Bool {
    if index > 0 {
      let before = tokens[Int(index - 1)]
      if before.symbol == .dot || before.symbol == .def || before.symbol == .class { return false }
    }
    return true
  }
}

/// What a name stands for.
enum Resolution: Sendable {
  /// Neither imported nor defined in the file: a builtin, or a name from elsewhere.
  case free
  case imported(FileNames.ImportedName)
  /// From a relative import or a module no rule speaks of.
  case foreign
  /// Defined in the file.
  case local
}
