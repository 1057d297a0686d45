import Matching
import RuleFiles
import SourceScan
import Tracing
import Vocabulary

/// What kind of code functions are by those that call them: what a request handler calls is on the path of a request,
/// what only migrations call is part of them.
struct ContextFlow: Sendable {
  /// By file: the number of its first function; then by function, what it is in by its callers.
  private var firsts: [String: Int] = [:]
  private var statements: [String: [Int32]] = [:]
  private var inherited: [ContextSet] = []

  /// Nobody is known to call anybody.
  init() {}

  /// - Parameters:
  ///   - own: by file and function, what each is in by itself.
  ///   - paths: of the files.
  init(_ plan: TracePlan, own: [[ContextSet]], paths: [String], _ contexts: CodeContexts) {
    let count = plan.functionCount
    inherited = Array(repeating: ContextSet(), count: count)
    var all = Array(repeating: ContextSet(), count: count)
    for (file, path) in paths.enumerated() {
      firsts[path] = plan.firstFunction(of: file)
      statements[path] = plan.functionStatements(of: file)
      for (number, set) in own[file].enumerated() { all[plan.firstFunction(of: file) + number] = set }
    }
    for (index, context) in contexts.contexts.enumerated() {
      switch context.flow {
      case .anyCallee: flow(index, all, in: plan) { _, _ in true }
      case .onlyCallee:
        flow(index, all, in: plan) { callee, isIn in
          plan.callers(of: callee).allSatisfy { $0 == callee || isIn[$0] }
        }
      case nil: break
      }
    }
  }

  /// - Parameter admits: whether a callee may join those that are in the context already.
  private mutating func flow(
    _ context: Int, _ own: [ContextSet], in plan: TracePlan, _ admits: (_ callee: Int, _ isIn: [Bool]) -> Bool
  ) {
    var isIn = own.map { $0.contains(context) }
    var level = isIn.indices.filter { isIn[$0] }
    while !level.isEmpty {
      var next: [Int] = []
      for caller in level {
        for callee in plan.callees(of: caller) where !isIn[callee] && admits(callee, isIn) {
          isIn[callee] = true
          inherited[callee].insert(context)
          next.append(callee)
        }
      }
      level = next
    }
  }

  /// What the code of a function is in by those that call it.
  func contexts(ofFunctionAt statement: Int32, in path: String) -> ContextSet {
    guard let first = firsts[path], let number = statements[path]?.firstIndex(of: statement) else {
      return ContextSet()
    }
    return inherited[first + number]
  }
}
