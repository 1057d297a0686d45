import RuleFiles
import SourceScan

/// Tells for all functions of a file at once which of the contexts they are in that reach further than the function
/// itself. It is asked of every function of a project, so that it goes by hashes and bytes.
struct FunctionContexts: Sendable {
  private var functions: [UInt32: ContextSet] = [:]
  private var functionGlobs: [(glob: WordGlob, context: Int)] = []
  private var parameters: [UInt32: ContextSet] = [:]
  private var decorators: [(glob: WordGlob, context: Int)] = []
  private var bases: [(glob: WordGlob, context: Int)] = []
  private var paths: [(paths: PathSet, context: Int)] = []

  init(_ contexts: [CodeContexts.Context]) {
    for (index, context) in contexts.enumerated() where context.flow != nil {
      for glob in context.functions {
        if let word = glob.plainWord {
          functions[nameHash(word), default: ContextSet()].insert(index)
        } else {
          functionGlobs.append((glob, index))
        }
      }
      for glob in context.parameters {
        if let word = glob.plainWord { parameters[nameHash(word), default: ContextSet()].insert(index) }
      }
      decorators += context.decorators.map { ($0, index) }
      bases += context.bases.map { ($0, index) }
      paths.append((context.paths, index))
    }
  }

  /// By function, in the order of the statements of their headers.
  func sets(ofFunctionsAt statements: [Int32], in file: ScannedFile) -> [ContextSet] {
    guard !paths.isEmpty, !statements.isEmpty else { return Array(repeating: ContextSet(), count: statements.count) }
    let outline = file.outline
    let path = PathParts(file.text.path)
    let ofFile = ContextSet(paths.filter { $0.paths.contains(path) }.map(\.context))
    var sets = Array(repeating: ofFile, count: outline.scopes.count)
    for binding in outline.bindings.all {
      let hash = file.stream.tokens[Int(binding.name)].payload
      switch binding.kind {
      case .parameter:
        if let found = parameters[hash] { sets[Int(binding.scope)] = sets[Int(binding.scope)].union(found) }
      case .function:
        let body = outline.statements[Int(binding.statement)].body
        guard body >= 0 else { continue }
        let range = file.stream.tokens[Int(binding.name)].range
        var found = functions[hash] ?? ContextSet()
        for entry in functionGlobs where entry.glob.matches(file.text.bytes[range]) { found.insert(entry.context) }
        sets[Int(body)] = sets[Int(body)].union(found)
      default: break
      }
    }
    // What a function stands in stands before it.
    for index in outline.scopes.indices {
      let scope = outline.scopes[index]
      if scope.parent >= 0 { sets[index] = sets[index].union(sets[Int(scope.parent)]) }
      guard scope.statement >= 0, scope.own.overlaps([.function, .class]), !scope.own.contains(.lambda) else {
        continue
      }
      if scope.own.contains(.class) {
        for range in file.baseRanges(of: Int(scope.statement)) {
          for entry in bases where entry.glob.matches(file.text.bytes[range]) { sets[index].insert(entry.context) }
        }
      } else {
        for range in file.decoratorRanges(of: Int(scope.statement)) {
          for entry in decorators where entry.glob.matches(file.text.bytes[range]) { sets[index].insert(entry.context) }
        }
      }
    }
    return statements.map { statement in
      let body = outline.statements[Int(statement)].body
      return body >= 0 ? sets[Int(body)] : ContextSet()
    }
  }
}
