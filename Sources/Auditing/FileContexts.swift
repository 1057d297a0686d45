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
  private var functions: [UInt32: ContextSet] = [:]
  private var functionGlobs: [(glob: NameGlob, context: Int)] = []
  private var parameters: [UInt32: ContextSet] = [:]
  private var parameterGlobs: [(glob: NameGlob, context: Int)] = []
  private var decorators: [(glob: NameGlob, context: Int)] = []
  private var bases: [(glob: NameGlob, context: Int)] = []
  private var paths: [PathSet] = []
  /// Those of code outside of all functions.
  private var moduleLevel = ContextSet()
  /// Those whose files are left out.
  private var skipped: [(context: Int, skip: ContextSpec.Skip)] = []

  init(_ contexts: [CodeContexts.Context]) {
    for (index, context) in contexts.enumerated() {
      ContextReader.sort(context.functions, index, &functions, &functionGlobs)
      ContextReader.sort(context.parameters, index, &parameters, &parameterGlobs)
      decorators += context.decorators.map { ($0, index) }
      bases += context.bases.map { ($0, index) }
      paths.append(context.paths)
      if context.moduleLevel { moduleLevel.insert(index) }
      if let skip = context.skipped { skipped.append((index, skip)) }
    }
  }

  private static func sort(
    _ words: [NameGlob], _ context: Int, _ plain: inout [UInt32: ContextSet],
    _ globs: inout [(glob: NameGlob, context: Int)]
  ) {
    for glob in words {
      if let name = glob.plainName {
        plain[nameHash(name), default: ContextSet()].insert(context)
      } else {
        globs.append((glob, context))
      }
    }
  }

  /// The contexts a file is in by its path.
  func contexts(ofPath path: String) -> ContextSet {
    let path = PathParts(path)
    return ContextSet(paths.indices.filter { paths[$0].contains(path) })
  }

  /// Whether files at this path are left out; `nil` when they are not.
  func skip(_ path: String) -> ContextSpec.Skip? {
    let path = PathParts(path)
    return skipped.first { paths[$0.context].contains(path) }?.skip
  }

  func contexts(in file: ScannedFile) -> FileContexts {
    let outline = file.outline
    let ofFile = contexts(ofPath: file.text.path)
    guard !outline.statements.isEmpty else { return FileContexts([ofFile], file) }
    var sets = Array(repeating: ofFile, count: outline.scopes.count)
    for binding in outline.bindings.all {
      switch binding.kind {
      case .parameter:
        let found = contexts(ofName: binding.name, in: file, parameters, parameterGlobs)
        sets[Int(binding.scope)] = sets[Int(binding.scope)].union(found)
      case .function:
        let body = outline.statements[Int(binding.statement)].body
        guard body >= 0 else { continue }
        sets[Int(body)] = sets[Int(body)].union(contexts(ofName: binding.name, in: file, functions, functionGlobs))
      default: break
      }
    }
    var isInFunction = Array(repeating: false, count: outline.scopes.count)
    // What a function stands in stands before it.
    for index in outline.scopes.indices {
      let scope = outline.scopes[index]
      isInFunction[index] = scope.own.contains(.function) && scope.statement >= 0
      if scope.parent >= 0 {
        sets[index] = sets[index].union(sets[Int(scope.parent)])
        isInFunction[index] = isInFunction[index] || isInFunction[Int(scope.parent)]
      }
      guard scope.statement >= 0, scope.own.overlaps([.function, .class]), !scope.own.contains(.lambda) else {
        continue
      }
      let isClass = scope.own.contains(.class)
      let statement = Int(scope.statement)
      let ranges = isClass ? file.baseRanges(of: statement) : file.decoratorRanges(of: statement)
      for range in ranges {
        for entry in isClass ? bases : decorators where entry.glob.matches(file.text.bytes[range]) {
          sets[index].insert(entry.context)
        }
      }
    }
    for index in sets.indices where !isInFunction[index] { sets[index] = sets[index].union(moduleLevel) }
    return FileContexts(sets, file)
  }

  private func contexts(
    ofName name: UInt32, in file: ScannedFile, _ plain: [UInt32: ContextSet],
    _ globs: [(glob: NameGlob, context: Int)]
  ) -> ContextSet {
    let token = file.stream.tokens[Int(name)]
    var found = plain[token.payload] ?? ContextSet()
    for entry in globs where entry.glob.matches(file.text.bytes[token.range]) { found.insert(entry.context) }
    return found
  }
}
