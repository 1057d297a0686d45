import Matching
import RuleFiles
import SourceScan

/// Which contexts the code of one file is in by itself, whoever calls it.
struct FileContexts: Sendable {
  /// By scope.
  private let sets: [ContextSet]
  private let file: ScannedFile

  fileprivate init(_ sets: [ContextSet], _ file: ScannedFile) {
    self.sets = sets
    self.file = file
  }

  /// Those of the code around a token.
  func at(_ token: UInt32) -> ContextSet {
    file.outline.statements.isEmpty ? sets[0] : sets[file.outline.scope(at: token)]
  }

  /// Those of functions, by the statements of their headers.
  func ofFunctions(at statements: [Int32]) -> [ContextSet] {
    statements.map { statement in
      let body = file.outline.statements[Int(statement)].body
      return body >= 0 ? sets[Int(body)] : ContextSet()
    }
  }
}

/// Tells for all scopes of a file at once which contexts they are in. It is asked of every file of a project, so that
/// it goes by hashes and bytes.
struct ContextReader: Sendable {
  private let functions: NamedContexts
  private let parameters: NamedContexts
  private let decorators: NameGlobs
  private let bases: NameGlobs
  private let paths: PathSet
  private let skippedPaths: PathSet
  /// Where the audited root lies in its project; empty when it is the project's own folder.
  private let place: String
  /// Those of code outside of all functions.
  private var moduleLevel = ContextSet()
  /// Those of code in scopes of some kinds.
  private var scopes: [(context: Int, kinds: ScopeSet)] = []
  /// By context.
  private let isSkipped: [Bool]
  private var leftOut = ContextSet()
  /// Those whose files are left out.
  private var skipped: [(context: Int, skip: ContextSpec.Skip)] = []

  init(_ contexts: [CodeContexts.Context], place: String) {
    self.place = place
    isSkipped = contexts.map { $0.skipped != nil }
    functions = NamedContexts(contexts.map(\.functions))
    parameters = NamedContexts(contexts.map(\.parameters))
    paths = PathSet(numbered(contexts.map(\.paths)))
    skippedPaths = PathSet(numbered(contexts.map { $0.skipped == nil ? [] : $0.paths }))
    decorators = NameGlobs(numbered(contexts.map(\.decorators)))
    bases = NameGlobs(numbered(contexts.map(\.bases)))
    for (index, context) in contexts.enumerated() {
      if context.moduleLevel { moduleLevel.insert(index) }
      if !context.scopes.isEmpty { scopes.append((index, context.scopes)) }
      if let skip = context.skipped {
        skipped.append((index, skip))
        leftOut.insert(index)
      }
    }
  }

  /// The contexts a file is in by its path: who audits `app/migrations` alone audits migrations. What is left out does
  /// not go by where the root lies: who names a folder of tests wants it audited.
  func contexts(ofPath path: String) -> ContextSet {
    var found = ContextSet()
    paths.each(PathParts(path)) { found.insert($0) }
    guard !place.isEmpty else { return found }
    paths.each(PathParts(place + "/" + path)) { if !isSkipped[$0] { found.insert($0) } }
    return found
  }

  /// Whether files at this path are left out; `nil` when they are not.
  func skip(_ path: String) -> ContextSpec.Skip? {
    var found = ContextSet()
    skippedPaths.each(PathParts(path)) { found.insert($0) }
    return skipped.first { found.contains($0.context) }?.skip
  }

  func contexts(in file: ScannedFile) -> FileContexts {
    let outline = file.outline
    let ofFile = contexts(ofPath: file.text.path)
    guard !outline.statements.isEmpty else { return FileContexts([ofFile], file) }
    var sets = Array(repeating: ofFile, count: outline.scopes.count)
    // Contexts that are left out, by a function's mere name.
    var named: [Int: ContextSet] = [:]
    for binding in outline.bindings.all {
      switch binding.kind {
      case .parameter:
        sets[Int(binding.scope)].formUnion(parameters.contexts(ofName: binding.name, in: file))
      case .function:
        let body = outline.statements[Int(binding.statement)].body
        guard body >= 0 else { continue }
        let found = functions.contexts(ofName: binding.name, in: file)
        if found.overlaps(leftOut) {
          named[Int(body)] = found
        } else {
          sets[Int(body)].formUnion(found)
        }
      default: break
      }
    }
    var isInFunction = Array(repeating: false, count: outline.scopes.count)
    // What a function stands in stands before it.
    for index in outline.scopes.indices {
      let scope = outline.scopes[index]
      isInFunction[index] = scope.own.contains(.function) && scope.statement >= 0
      if scope.parent >= 0 {
        sets[index].formUnion(sets[Int(scope.parent)])
        isInFunction[index] = isInFunction[index] || isInFunction[Int(scope.parent)]
      }
      guard scope.statement >= 0, scope.own.overlaps([.function, .class]), !scope.own.contains(.lambda) else {
        continue
      }
      let isClass = scope.own.contains(.class)
      let statement = Int(scope.statement)
      let ranges = isClass ? file.baseRanges(of: statement) : file.decoratorRanges(of: statement)
      var isTold = false
      for range in ranges {
        (isClass ? bases : decorators).each(file.text.bytes, range) {
          sets[index].insert($0)
          isTold = isTold || !isSkipped[$0]
        }
      }
      // `@router.post("/test") def test_connection()`: what a decorator says of a function goes before its name.
      if let found = named[index], !isTold { sets[index].formUnion(found) }
    }
    for index in sets.indices where !isInFunction[index] { sets[index].formUnion(moduleLevel) }
    // A scope has walls, so that this is none of what functions in it inherit.
    for (context, kinds) in scopes {
      for index in sets.indices where outline.scopes[index].within.overlaps(kinds) { sets[index].insert(context) }
    }
    return FileContexts(sets, file)
  }
}

/// The contexts that names of one kind stand for.
private struct NamedContexts: Sendable {
  private var plain: [UInt32: ContextSet] = [:]
  /// One bit for the lowest bits of each hash in `plain`: nearly all names are told by that.
  private var isKnown: UInt64 = 0
  private let globs: NameGlobs

  /// - Parameter names: by context.
  init(_ names: [[NameGlob]]) {
    var globs: [(glob: NameGlob, number: Int)] = []
    for entry in numbered(names) {
      guard let name = entry.glob.plainName else {
        globs.append(entry)
        continue
      }
      let hash = nameHash(name)
      plain[hash, default: ContextSet()].insert(entry.number)
      isKnown |= NamedContexts.bit(of: hash)
    }
    self.globs = NameGlobs(globs)
  }

  private static func bit(of hash: UInt32) -> UInt64 { 1 << UInt64(hash & 63) }

  func contexts(ofName name: UInt32, in file: ScannedFile) -> ContextSet {
    let token = file.stream.tokens[Int(name)]
    var found = ContextSet()
    if isKnown & NamedContexts.bit(of: token.payload) != 0, let known = plain[token.payload] { found = known }
    globs.each(file.text.bytes, token.range) { found.insert($0) }
    return found
  }
}

/// Each pattern with the number of its context.
private func numbered<Pattern>(_ patterns: [[Pattern]]) -> [(glob: Pattern, number: Int)] {
  patterns.enumerated().flatMap { number, globs in globs.map { ($0, number) } }
}
