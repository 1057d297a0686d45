import Matching
import SourceScan
import Workers

/// Who calls whom: the functions and calls of all files, numbered through.
struct CallGraph: Sendable {
  let summaries: [FileSummary]
  /// By file, the number of its first function; one more for the end.
  private let firstFunctions: [Int32]
  private let firstCalls: [Int32]
  /// By call: the number of the function it runs and, in the lowest bit, whether that is a guess; −1 unknown.
  private let targets: [Int32]
  /// By call whose function returns what a type parameter of its class stands for: the hash of that class.
  private let returnedClasses: [Int32: UInt32]
  /// By function: who runs it, those of one function behind each other.
  private let callers: [Caller]
  private let firstCallers: [Int32]
  /// The functions that perform what some query asks for, in order.
  private let answering: [(function: Int, answers: UInt64)]

  private struct Caller {
    var function: Int32
    var call: Int32
    /// The call is a read of a property.
    var isRead: Bool
  }

  /// - Parameter jobs: threads that resolve calls.
  init(_ summaries: [FileSummary], paths: [String], jobs: Int) {
    self.summaries = summaries
    var functions: [Int32] = [0]
    var calls: [Int32] = [0]
    for summary in summaries {
      functions.append(functions[functions.count - 1] + Int32(truncatingIfNeeded: summary.functions.count))
      calls.append(calls[calls.count - 1] + Int32(truncatingIfNeeded: summary.calls.count))
    }
    firstFunctions = functions
    firstCalls = calls
    let resolved = CallGraph.targets(summaries, paths, functions, jobs: jobs)
    let targets = Array(resolved.map(\.targets).joined())
    self.targets = targets
    var returned: [Int32: UInt32] = [:]
    for part in resolved {
      for (file, call, name) in part.returned { returned[calls[Int(file)] + call] = name }
    }
    returnedClasses = returned
    var counts = [Int32](repeating: 0, count: Int(functions[functions.count - 1]) + 1)
    for target in targets where target >= 0 { counts[Int(target >> 1) + 1] += 1 }
    for index in counts.indices.dropFirst() { counts[index] += counts[index - 1] }
    firstCallers = counts
    var callers = [Caller](
      repeating: Caller(function: -1, call: -1, isRead: false), count: Int(counts[counts.count - 1]))
    var answering: [(function: Int, answers: UInt64)] = []
    var next = counts
    for (file, summary) in summaries.enumerated() {
      for (number, function) in summary.functions.enumerated() {
        let own = functions[file] + Int32(truncatingIfNeeded: number)
        if function.answers != 0 { answering.append((Int(own), function.answers)) }
        for call in function.calls {
          let index = calls[file] + call
          guard targets[Int(index)] >= 0 else { continue }
          let callee = Int(targets[Int(index)] >> 1)
          callers[Int(next[callee])] = Caller(
            function: own, call: index, isRead: summary.calls[Int(call)].isRead)
          next[callee] += 1
        }
      }
    }
    self.callers = callers
    self.answering = answering
  }

  /// Of some files, by call, the `targets`, and the `returnedClasses` by file and call.
  private typealias Resolved = (targets: [Int32], returned: [(file: Int32, call: Int32, name: UInt32)])

  /// The files are always cut into the same parts, each with a resolver of its own: what one has found out must not depend
  /// on the number of threads.
  private static func targets(
    _ summaries: [FileSummary], _ paths: [String], _ functions: [Int32], jobs: Int
  ) -> [Resolved] {
    let resolver = Resolver(summaries, paths: paths)
    let parts = 4
    let ranges = (0..<parts).map { summaries.count * $0 / parts..<summaries.count * ($0 + 1) / parts }
    return concurrently(parts, jobs: jobs) { CallGraph.targets(of: ranges[$0], resolver, functions) }
  }

  private static func targets(of files: Range<Int>, _ resolver: Resolver, _ functions: [Int32]) -> Resolved {
    var resolver = resolver
    var resolved: Resolved = ([], [])
    for index in files {
      let file = Int32(truncatingIfNeeded: index)
      for (number, call) in resolver.summaries[index].calls.enumerated() {
        guard let found = resolver.target(of: call, in: file) else {
          resolved.targets.append(-1)
          continue
        }
        let function = functions[Int(found.function.file)] + found.function.number
        resolved.targets.append(function << 1 | (found.isGuess ? 1 : 0))
        if let type = resolver.returnedParameter(found.function, calledBy: call.callee, in: file, 0),
          let name = resolver.name(of: type)
        {
          resolved.returned.append((file, Int32(truncatingIfNeeded: number), name))
        }
      }
    }
    return resolved
  }

  var functionCount: Int { Int(firstFunctions[firstFunctions.count - 1]) }

  func number(_ reference: Reference) -> Int { Int(firstFunctions[Int(reference.file)] + reference.number) }

  /// The function of a number.
  func reference(_ number: Int) -> Reference {
    let file = CallGraph.owner(of: Int32(truncatingIfNeeded: number), firstFunctions)
    return Reference(
      file: Int32(truncatingIfNeeded: file), number: Int32(truncatingIfNeeded: number) - firstFunctions[file])
  }

  func function(_ reference: Reference) -> FunctionSummary {
    summaries[Int(reference.file)].functions[Int(reference.number)]
  }

  /// What a call of a file runs.
  func target(_ call: Int32, in file: Int32) -> (function: Int, isGuess: Bool)? {
    let target = targets[Int(firstCalls[Int(file)] + call)]
    return target < 0 ? nil : (Int(target >> 1), target & 1 == 1)
  }

  /// Hash of the class of what a call gives, as far as the function that it runs tells; 0 for none.
  func returnedClass(_ call: Int32, in file: Int32) -> UInt32 {
    let index = firstCalls[Int(file)] + call
    guard targets[Int(index)] >= 0 else { return 0 }
    let function = function(reference(Int(targets[Int(index)] >> 1)))
    return function.flags.contains(.returnsParameter) ? returnedClasses[index] ?? 0 : function.returnsClass
  }

  /// The functions that call one, each call once; guesses included. Of most attributes that are read nobody can tell whose
  /// they are: those that read a property are not all known, and not among them.
  func callers(of function: Int) -> [Int] {
    callers[Int(firstCallers[function])..<Int(firstCallers[function + 1])].compactMap {
      $0.isRead ? nil : Int($0.function)
    }
  }

  /// The calls that run a function, reads of a property and guesses included, with the functions they stand in.
  func calls(of function: Int) -> [(caller: Int, call: Reference)] {
    callers[Int(firstCallers[function])..<Int(firstCallers[function + 1])].map { entry in
      let file = reference(Int(entry.function)).file
      return (Int(entry.function), Reference(file: file, number: entry.call - firstCalls[Int(file)]))
    }
  }

  func call(_ reference: Reference) -> CallSummary { summaries[Int(reference.file)].calls[Int(reference.number)] }

  func firstFunction(of file: Int) -> Int { Int(firstFunctions[file]) }

  /// The files whose first number is the greatest that is not above a number.
  private static func owner(of number: Int32, _ firsts: [Int32]) -> Int {
    var low = 0
    var high = firsts.count - 1
    while low + 1 < high {
      let middle = (low + high) / 2
      if firsts[middle] <= number { low = middle } else { high = middle }
    }
    return low
  }

  // MARK: Distances

  /// Whether a call runs its target there and then. What is awaited is an asynchronous function: where a plain one was
  /// found, another one is meant. What runs elsewhere blocks nobody.
  func runs(_ call: CallSummary, _ callee: FunctionSummary, for query: ReachQuery? = nil) -> Bool {
    if call.isHandedOver, query?.isBlocking == true { return false }
    return call.isAwaited == callee.flags.contains(.isAsync)
  }

  /// By function: how many calls lead from outside of it to an operation of a query at least, the call of the function
  /// itself included; 0 when none of them may.
  func distances(_ query: ReachQuery, _ number: Int) -> [UInt8] {
    var distances = [UInt8](repeating: 0, count: functionCount)
    var reached: [Int] = []
    for entry in answering where entry.answers & FunctionSummary.bit(of: number) != 0 {
      distances[entry.function] = 1
      reached.append(entry.function)
    }
    var distance: UInt8 = 1
    while !reached.isEmpty, Int(distance) < query.depth {
      distance += 1
      var next: [Int] = []
      for callee in reached {
        let summary = function(reference(callee))
        for entry in callers[Int(firstCallers[callee])..<Int(firstCallers[callee + 1])] {
          let caller = Int(entry.function)
          guard distances[caller] == 0 else { continue }
          let home = reference(caller)
          let call = summaries[Int(home.file)].calls[Int(entry.call - firstCalls[Int(home.file)])]
          guard function(home).isOpen(to: query), runs(call, summary, for: query),
            !call.scopes.overlaps(query.notOnTheWay)
          else { continue }
          distances[caller] = distance
          next.append(caller)
        }
      }
      reached = next
    }
    return distances
  }
}

extension FunctionSummary {
  /// The bit of a query by its number.
  static func bit(of query: Int) -> UInt64 { 1 << UInt64(min(query, 63)) }

  /// Whether what a query asks for may be in the function or behind it.
  func isOpen(to query: ReachQuery) -> Bool {
    guard flags.isDisjoint(with: [.isGenerator, .isRemembered, .isSentAway]) else { return false }
    // Read again, it does nothing.
    if flags.contains(.isKept), query.asksAgain || query.asksRow { return false }
    return !query.isBlocking || !flags.contains(.isAsync)
  }
}
