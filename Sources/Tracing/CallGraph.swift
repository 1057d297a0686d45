import Matching
import SourceScan
import Workers

/// Who calls whom: the functions of all files, numbered through, and the calls that run one of them.
struct CallGraph: Sendable {
  let files: [File]
  /// By file, the number of its first function; one more for the end.
  private let firstFunctions: [Int32]
  private let firstCalls: [Int32]
  /// By call whose function returns what a type parameter of its class stands for: the hash of that class.
  private let returnedClasses: [Int32: UInt32]
  /// By function: who runs it, those of one function behind each other.
  private let callers: [Caller]
  private let firstCallers: [Int32]
  /// By query: the functions that do themselves what it asks for, in order.
  private let answering: [[Int32]]
  /// By function: what decides whether it does.
  private let switches: [Int: [SwitchSummary]]

  /// What is kept of a summary once its calls are resolved.
  struct File: Sendable {
    let functions: [FunctionSummary]
    fileprivate let parameterNames: [UInt32]
    /// Those of one function behind each other.
    let calls: [Call]
    /// By function, its first call; one more for the end.
    fileprivate let firstCalls: [Int32]

    /// In `calls`.
    func calls(of function: Int32) -> Range<Int32> { firstCalls[Int(function)]..<firstCalls[Int(function) + 1] }

    /// The function in which a call stands.
    func function(around call: Int32) -> Int32 { Int32(truncatingIfNeeded: CallGraph.owner(of: call, firstCalls)) }
  }

  /// A call that runs a function of the project.
  struct Call: Sendable {
    /// Hash of the callee's own name.
    var name: UInt32
    /// Its token.
    var token: UInt32
    var place: CallPlace
    /// The number of the function and, in the lowest bit, whether that is a guess.
    private var target: Int32

    fileprivate init(_ call: CallSummary, runs function: Int32, isGuess: Bool) {
      name = call.name
      token = call.token
      place = call.place
      target = function << 1 | (isGuess ? 1 : 0)
    }

    /// The number of the function that it runs.
    var function: Int { Int(target >> 1) }
    /// Only its name says so.
    var isGuess: Bool { target & 1 == 1 }
  }

  private struct Caller {
    var function: Int32
    var call: Int32
    /// The call is a read of a property.
    var isRead: Bool
  }

  /// - Parameters:
  ///   - queries: how many there are.
  ///   - jobs: threads that resolve calls.
  init(_ summaries: consuming [FileSummary], paths: [String], queries: Int, jobs: Int) {
    var functions: [Int32] = [0]
    var answering = [[Int32]](repeating: [], count: queries)
    var switches: [Int: [SwitchSummary]] = [:]
    for index in summaries.indices {
      let summary = summaries[index]
      let first = functions[functions.count - 1]
      functions.append(first + Int32(truncatingIfNeeded: summary.functions.count))
      for entry in summary.answers { answering[Int(entry.query)].append(first + entry.function) }
      for entry in summary.switches { switches[Int(first + entry.function), default: []].append(entry) }
    }
    firstFunctions = functions
    self.answering = answering
    self.switches = switches
    let resolved = CallGraph.resolved(consume summaries, paths, functions, jobs: jobs)
    files = resolved.flatMap(\.files)
    var calls: [Int32] = [0]
    for file in files { calls.append(calls[calls.count - 1] + Int32(truncatingIfNeeded: file.calls.count)) }
    firstCalls = calls
    var returned: [Int32: UInt32] = [:]
    for part in resolved {
      for (file, call, name) in part.returned { returned[calls[Int(file)] + call] = name }
    }
    returnedClasses = returned
    var counts = [Int32](repeating: 0, count: Int(functions[functions.count - 1]) + 1)
    for file in files { for call in file.calls { counts[call.function + 1] += 1 } }
    for index in counts.indices.dropFirst() { counts[index] += counts[index - 1] }
    firstCallers = counts
    var callers = [Caller](
      repeating: Caller(function: -1, call: -1, isRead: false), count: Int(counts[counts.count - 1]))
    var next = counts
    for (number, file) in files.enumerated() {
      for index in file.functions.indices {
        let index = Int32(truncatingIfNeeded: index)
        let own = functions[number] + index
        for call in file.calls(of: index) {
          let callee = file.calls[Int(call)].function
          callers[Int(next[callee])] = Caller(
            function: own, call: calls[number] + call, isRead: file.calls[Int(call)].place.isRead)
          next[callee] += 1
        }
      }
    }
    self.callers = callers
  }

  /// Of some files: what is kept of them, and the `returnedClasses` by file and call.
  private typealias Resolved = (files: [File], returned: [(file: Int32, call: Int32, name: UInt32)])

  /// The files are always cut into the same parts, each with a resolver of its own: what one has found out must not depend
  /// on the number of threads.
  private static func resolved(
    _ summaries: consuming [FileSummary], _ paths: [String], _ functions: [Int32], jobs: Int
  ) -> [Resolved] {
    let resolver = Resolver(consume summaries, paths: paths)
    let parts = 4
    let ranges = (0..<parts).map { paths.count * $0 / parts..<paths.count * ($0 + 1) / parts }
    return concurrently(parts, jobs: jobs) { CallGraph.resolved(ranges[$0], resolver, functions) }
  }

  private static func resolved(_ files: Range<Int>, _ resolver: Resolver, _ functions: [Int32]) -> Resolved {
    var resolver = resolver
    var resolved: Resolved = ([], [])
    for index in files {
      let file = Int32(truncatingIfNeeded: index)
      let summary = resolver.summaries[index]
      var calls: [Call] = []
      var firstCalls: [Int32] = [0]
      firstCalls.reserveCapacity(summary.functions.count + 1)
      for function in summary.functions.indices {
        for call in summary.calls(of: function) {
          guard let found = resolver.target(of: call, in: file) else { continue }
          let function = functions[Int(found.function.file)] + found.function.number
          if let type = resolver.returnedParameter(found.function, calledBy: call.callee, in: file, 0),
            let name = resolver.name(of: type)
          {
            resolved.returned.append((file, Int32(truncatingIfNeeded: calls.count), name))
          }
          calls.append(Call(call, runs: function, isGuess: found.isGuess))
        }
        firstCalls.append(Int32(truncatingIfNeeded: calls.count))
      }
      resolved.files.append(
        File(
          functions: summary.functions, parameterNames: summary.parameterNames, calls: calls.fitted,
          firstCalls: firstCalls))
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
    files[Int(reference.file)].functions[Int(reference.number)]
  }

  /// Hashes of the names of a function's parameters.
  func parameterNames(of function: Int) -> ArraySlice<UInt32> {
    let reference = reference(function)
    let file = files[Int(reference.file)]
    let range = file.functions[Int(reference.number)].parameters
    return file.parameterNames[Int(range.lowerBound)..<Int(range.upperBound)]
  }

  /// The parameters of a function that decide whether it does what a query asks for.
  func switches(of function: Int, for query: Int) -> [ParameterSwitch] {
    (switches[function] ?? []).filter { $0.query == query }.map(\.decider)
  }

  /// Whether a function does itself what a query asks for.
  func performs(_ function: Int, _ query: Int) -> Bool {
    let known = answering[query]
    var low = 0
    var high = known.count
    while low < high {
      let middle = (low + high) / 2
      if Int(known[middle]) < function { low = middle + 1 } else { high = middle }
    }
    return low < known.count && Int(known[low]) == function
  }

  /// Hash of the class of what a call gives, as far as the function that it runs tells; 0 for none.
  func returnedClass(_ call: Int32, in file: Int32) -> UInt32 {
    let function = function(reference(files[Int(file)].calls[Int(call)].function))
    return function.flags.contains(.returnsParameter)
      ? returnedClasses[firstCalls[Int(file)] + call] ?? 0 : function.returnsClass
  }

  /// Hash of the class of the rows that a call, or reading a property, certainly gives with nothing loaded along; 0 for none.
  func givenRows(_ call: Int32, in file: Int32) -> UInt32 {
    let call = files[Int(file)].calls[Int(call)]
    let function = function(reference(call.function))
    // What makes a property of a method is a decorator, too.
    let isOpen: FunctionSummary.Flags = call.place.isRead ? .isSentAway : [.isSentAway, .isWrapped]
    guard !call.isGuess, function.flags.contains(.givesPlainRows), function.flags.isDisjoint(with: isOpen),
      function.flags.contains(.isProperty) == call.place.isRead,
      function.flags.contains(.isAsync) == call.place.isAwaited
    else { return 0 }
    return function.returnsClass
  }

  /// The functions that call one, each call once; guesses included. Of most attributes that are read nobody can tell whose
  /// they are: those that read a property are not all known, and not among them.
  func callers(of function: Int) -> [Int] {
    callers[Int(firstCallers[function])..<Int(firstCallers[function + 1])].compactMap {
      $0.isRead ? nil : Int($0.function)
    }
  }

  /// How many functions call one. The calls of one of them stand together.
  func callerCount(of function: Int) -> Int {
    var count = 0
    var last: Int32 = -1
    for call in callers[Int(firstCallers[function])..<Int(firstCallers[function + 1])] {
      if call.isRead || call.function == last { continue }
      last = call.function
      count += 1
    }
    return count
  }

  /// The calls that run a function, reads of a property and guesses included, with the functions they stand in.
  func calls(of function: Int) -> [(caller: Int, call: Reference)] {
    callers[Int(firstCallers[function])..<Int(firstCallers[function + 1])].map { entry in
      let file = reference(Int(entry.function)).file
      return (Int(entry.function), Reference(file: file, number: entry.call - firstCalls[Int(file)]))
    }
  }

  /// The calls in a function, in text order.
  func calls(in function: Reference) -> ArraySlice<Call> {
    let file = files[Int(function.file)]
    let range = file.calls(of: function.number)
    return file.calls[Int(range.lowerBound)..<Int(range.upperBound)]
  }

  func call(_ reference: Reference) -> Call { files[Int(reference.file)].calls[Int(reference.number)] }

  func firstFunction(of file: Int) -> Int { Int(firstFunctions[file]) }

  /// The files whose first number is the greatest that is not above a number.
  fileprivate static func owner(of number: Int32, _ firsts: [Int32]) -> Int {
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
  func runs(_ call: Call, _ callee: FunctionSummary, for query: ReachQuery? = nil) -> Bool {
    if call.place.isHandedOver, query?.isBlocking == true { return false }
    return call.place.isAwaited == callee.flags.contains(.isAsync)
  }

  /// By function: how many calls lead from outside of it to an operation of a query at least, the call of the function
  /// itself included; 0 when none of them may.
  func distances(_ query: ReachQuery, _ number: Int) -> [UInt8] {
    var distances = [UInt8](repeating: 0, count: functionCount)
    var reached: [Int] = []
    for function in answering[number] {
      distances[Int(function)] = 1
      reached.append(Int(function))
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
          let call = files[Int(home.file)].calls[Int(entry.call - firstCalls[Int(home.file)])]
          guard function(home).isOpen(to: query), runs(call, summary, for: query),
            !call.place.scopes.overlaps(query.notOnTheWay)
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
  /// Whether what a query asks for may be in the function or behind it.
  func isOpen(to query: ReachQuery) -> Bool {
    guard flags.isDisjoint(with: [.isGenerator, .isRemembered, .isSentAway]) else { return false }
    // Read again, it does nothing.
    if flags.contains(.isKept), query.asksAgain || query.asksRow { return false }
    return !query.isBlocking || !flags.contains(.isAsync)
  }
}
