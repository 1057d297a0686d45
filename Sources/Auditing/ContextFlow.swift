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
    let flows = contexts.contexts.indices.compactMap { Flow($0, in: contexts.contexts) }
    // What one context reaches may let another one reach more.
    var isOpen = true
    while isOpen {
      isOpen = false
      for flow in flows {
        let reached = flow.reached(all, in: plan)
        isOpen = isOpen || !reached.isEmpty
        for function in reached {
          all[function].insert(flow.context)
          inherited[function].insert(flow.context)
        }
      }
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

/// How one context reaches functions by calls.
private struct Flow {
  let context: Int
  /// Every other caller of what it reaches must be in it, too, or in one of `callers`.
  private let isOnly: Bool
  /// Contexts whose functions reach what they call, and those whose functions do not for all that.
  private var sources = ContextSet()
  private var excluded = ContextSet()
  private var callers = ContextSet()

  /// `nil` for a context that reaches nobody.
  init?(_ context: Int, in contexts: [CodeContexts.Context]) {
    guard let flow = contexts[context].flow else { return nil }
    self.context = context
    isOnly = flow == .onlyCallee
    sources.insert(context)
    for (index, other) in contexts.enumerated() {
      if contexts[context].from.contains(other.name) { sources.insert(index) }
      if contexts[context].notFrom.contains(other.name) { excluded.insert(index) }
      if contexts[context].beside.contains(other.name) { callers.insert(index) }
    }
    callers.formUnion(sources)
  }

  /// Functions that are not in the context yet and come into it.
  ///
  /// - Parameter all: by function, what it is in, by itself and by its callers.
  func reached(_ all: [ContextSet], in plan: TracePlan) -> [Int] {
    var isIn = all.map { $0.contains(context) }
    var found: [Int] = []
    var level = all.indices.filter { all[$0].overlaps(sources) && !all[$0].overlaps(excluded) }
    while !level.isEmpty {
      var next: [Int] = []
      for caller in level {
        for callee in plan.callees(of: caller)
        where !isIn[callee] && !all[callee].overlaps(sources) && admits(callee, isIn, all, in: plan) {
          isIn[callee] = true
          next.append(callee)
        }
      }
      found += next
      level = next
    }
    return found
  }

  private func admits(_ callee: Int, _ isIn: [Bool], _ all: [ContextSet], in plan: TracePlan) -> Bool {
    !isOnly || plan.callers(of: callee).allSatisfy { $0 == callee || isIn[$0] || all[$0].overlaps(callers) }
  }
}
