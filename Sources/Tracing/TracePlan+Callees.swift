import Matching
import SourceScan
import Vocabulary

/// The calls that are reported for what they run itself.
extension TracePlan {
  /// The calls of functions of some kind, where that is certain.
  static func calls(of callee: Callee, _ query: ReachQuery, _ graph: CallGraph) -> [Reference] {
    var found: [Reference] = []
    var sizes: [Int: Int] = [:]
    for (file, summary) in graph.summaries.enumerated() {
      let file = Int32(truncatingIfNeeded: file)
      for (number, call) in summary.calls.enumerated() where query.mayStand(within: call.scopes) {
        let index = Int32(truncatingIfNeeded: number)
        guard let target = graph.target(index, in: file), !target.isGuess else { continue }
        let function = graph.function(graph.reference(target.function))
        switch callee {
        case .asyncFunction:
          guard call.manner.contains(.isStatement), !call.isAwaited, !call.isRead, function.flags.contains(.isAsync),
            function.flags.isDisjoint(with: [.isGenerator, .isWrapped])
          else { continue }
        case .function:
          guard graph.runs(call, function, for: query), function.runsWhenCalled else { continue }
          if query.asksSize {
            let size = sizes[target.function] ?? graph.size(of: target.function)
            sizes[target.function] = size
            guard query.admits(size: size) else { continue }
          }
        }
        found.append(Reference(file: file, number: index))
      }
    }
    return found
  }
}

extension CallGraph {
  /// The statements of a function and of those that it certainly calls itself, each counted once.
  func size(of function: Int) -> Int {
    let home = reference(function)
    var counted: Set<Int> = [function]
    var size = Int(self.function(home).size)
    for index in self.function(home).calls {
      guard let target = target(index, in: home.file), !target.isGuess else { continue }
      let callee = self.function(reference(target.function))
      guard runs(summaries[Int(home.file)].calls[Int(index)], callee), callee.runsWhenCalled,
        counted.insert(target.function).inserted
      else { continue }
      size += Int(callee.size)
    }
    return size
  }
}

extension FunctionSummary {
  /// Whether a call does what stands in the function, there and each time.
  fileprivate var runsWhenCalled: Bool { flags.isDisjoint(with: [.isGenerator, .isRemembered, .isSentAway, .isKept]) }
}
