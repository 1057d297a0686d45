import Matching
import SourceScan
import Vocabulary

/// The calls that are reported for what they run itself.
extension TracePlan {
  /// The calls of functions of some kind, where that is certain.
  static func calls(of callee: Callee, _ query: ReachQuery, _ graph: CallGraph) -> [Reference] {
    var found: [Reference] = []
    var sizes: [Int: Int] = [:]
    for (number, file) in graph.files.enumerated() {
      for (index, call) in file.calls.enumerated() where query.mayStand(within: call.place.scopes) {
        if call.isGuess { continue }
        let function = graph.function(graph.reference(call.function))
        switch callee {
        case .asyncFunction:
          guard call.place.manner.contains(.isStatement), !call.place.isAwaited, !call.place.isRead,
            function.flags.contains(.isAsync),
            function.flags.isDisjoint(with: [.isGenerator, .isWrapped])
          else { continue }
        case .function:
          guard graph.runs(call, function, for: query), function.runsWhenCalled else { continue }
          if query.asksSize {
            let size = sizes[call.function] ?? graph.size(of: call.function)
            sizes[call.function] = size
            guard query.admits(size: size) else { continue }
          }
        }
        found.append(
          Reference(file: Int32(truncatingIfNeeded: number), number: Int32(truncatingIfNeeded: index)))
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
    for call in calls(in: home) {
      let callee = self.function(reference(call.function))
      guard !call.isGuess, runs(call, callee), callee.runsWhenCalled, counted.insert(call.function).inserted else {
        continue
      }
      size += Int(callee.size)
    }
    return size
  }
}

extension FunctionSummary {
  /// Whether a call does what stands in the function, there and each time.
  fileprivate var runsWhenCalled: Bool { flags.isDisjoint(with: [.isGenerator, .isRemembered, .isSentAway, .isKept]) }
}
