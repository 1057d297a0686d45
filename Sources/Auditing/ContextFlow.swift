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
      case .anyCallee: flow(index, all, toAnyCalleeIn: plan)
      case .onlyCallee: flow(index, all, toOnlyCalleesIn: plan)
      case nil: break
      }
    }
  }

  private mutating func flow(_ context: Int, _ own: [ContextSet], toAnyCalleeIn plan: TracePlan) {
    var isIn = own.map { $0.contains(context) }
    var level = isIn.indices.filter { isIn[$0] }
    while !level.isEmpty {
      var next: [Int] = []
      for caller in level {
        for callee in plan.callees(of: caller) where !isIn[callee] {
          isIn[callee] = true
          inherited[callee].insert(context)
          next.append(callee)
        }
      }
      level = next
    }
  }

  private mutating func flow(_ context: Int, _ own: [ContextSet], toOnlyCalleesIn plan: TracePlan) {
    var isIn = own.map { $0.contains(context) }
    var level = isIn.indices.filter { isIn[$0] }
    while !level.isEmpty {
      var next: [Int] = []
      for caller in level {
        for callee in plan.callees(of: caller) where !isIn[callee] {
          guard plan.callers(of: callee).allSatisfy({ $0 == callee || isIn[$0] }) else { continue }
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
