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
    /// The word patterns are looked up by: the first of the canonical path, or the last for a framework's short form.
    var head: Symbol
  }

  /// By binding index.
  private(set) var imported: [UInt32: ImportedName] = [:]
  private(set) var roots: [Root] = []
  /// Frameworks that the file imports, or that need no import.
  private(set) var frameworks: [Bool]
  let hasStar: Bool

  init(_ file: ScannedFile, _ library: CompiledLibrary) {
    frameworks = library.frameworksWithoutImports
    hasStar = file.outline.imports.hasStar
    let imports = file.outline.imports
    let tokens = file.stream.tokens
    // Names that may stand for something a pattern asks for, by hash.
    var interesting: [UInt32: [Symbol]] = [:]
    var filter: UInt64 = 0
    for entry in imports.entries where entry.level == 0 {
      let path = entry.path.map { tokens[Int(imports.segments[Int($0)])].symbol }
      var owners: [Int] = []
      for candidate in library.importPaths[path[0]] ?? [] where FileNames.shareModule(path, candidate.path) {
        owners.append(candidate.framework)
        frameworks[candidate.framework] = true
      }
      guard !path.contains(.none) || !owners.isEmpty else { continue }
      imported[entry.binding] = ImportedName(path: path, frameworks: owners)
      let local = tokens[Int(file.outline.bindings[Int(entry.binding)].name)]
      var heads: [Symbol] = []
      if library.isPathHead(path[0]) { heads.append(path[0]) }
      if !owners.isEmpty, let last = path.last, last != path[0], library.isPathHead(last) { heads.append(last) }
      if !heads.isEmpty {
        interesting[local.payload, default: []].append(contentsOf: heads)
        filter |= 1 << UInt64(local.payload & 63)
      }
    }
    for root in imports.roots {
      for candidate in library.importPaths[tokens[Int(root)].symbol] ?? []
      where FileNames.follows(root, candidate.path, tokens) {
        frameworks[candidate.framework] = true
      }
    }
    findRoots(file, library, interesting, filter)
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
    _ file: ScannedFile, _ library: CompiledLibrary, _ interesting: [UInt32: [Symbol]], _ filter: UInt64
  ) {
    let tokens = file.stream.tokens
    for index in file.stream.occurrences {
      let token = tokens[Int(index)]
      guard library.isPathHead(token.symbol), token.kind == .name else { continue }
      if interesting[token.payload] != nil { continue }
      guard FileNames.mayBegin(index, tokens) else { continue }
      roots.append(Root(token: index, head: token.symbol))
    }
    guard filter != 0 else { return }
    for index in tokens.indices {
      let token = tokens[index]
      guard token.kind == .name, filter & (1 << UInt64(token.payload & 63)) != 0,
        let heads = interesting[token.payload], FileNames.mayBegin(UInt32(index), tokens)
      else { continue }
      for head in heads { roots.append(Root(token: UInt32(index), head: head)) }
    }
    roots.sort { ($0.token, $0.head.rawValue) < ($1.token, $1.head.rawValue) }
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

extension Outline {
  /// Calls `body` with the bindings that a name at a token can have, nearest scope first, text order within; stops at
  /// the first scope that has any. Returns whether there was one.
  func eachBinding(of name: UInt32, from scope: Int, in file: ScannedFile, _ body: (Int, Binding) -> Void) -> Bool {
    let tokens = file.stream.tokens
    let hash = tokens[Int(name)].payload
    var scope = scope
    var isFirst = true
    while scope >= 0 {
      let here = scopes[scope]
      let isOwner = !here.own.isDisjoint(with: [.function, .lambda, .comprehension, .module]) || here.own.contains(.class) && isFirst
      if isOwner {
        var found = false
        var elsewhere = false
        bindings.each(hash: hash) { index in
          let binding = bindings[index]
          if Int(binding.scope) == scope, !binding.isAttribute,
            file.stream.sameText(binding.name, name, file.text.bytes)
          {
            if binding.kind == .declaredElsewhere { elsewhere = true } else { found = true }
          }
          return true
        }
        if found && !elsewhere {
          bindings.each(hash: hash) { index in
            let binding = bindings[index]
            if Int(binding.scope) == scope, !binding.isAttribute,
              file.stream.sameText(binding.name, name, file.text.bytes)
            {
              body(index, binding)
            }
            return true
          }
          return true
        }
        if !here.own.contains(.comprehension) { isFirst = false }
      }
      scope = Int(here.parent)
    }
    return false
  }
}
