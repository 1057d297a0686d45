import Dispatch
import Synchronization

/// What a function gives for each number below a count, in the order of the numbers: for what is not asynchronous itself
/// and waits for the results.
///
/// - Parameter jobs: threads at most, the caller's own among them; as many as there are processors unless given.
package func concurrently<Result: Sendable>(
  _ count: Int, jobs: Int = .max, _ body: @Sendable (Int) -> Result
) -> [Result] {
  let results = Mutex([Result?](repeating: nil, count: count))
  let turns = Turns()
  DispatchQueue.concurrentPerform(iterations: min(count, max(1, jobs))) { _ in
    var number = turns.take()
    while number < count {
      let result = body(number)
      results.withLock { $0[number] = result }
      number = turns.take()
    }
  }
  return results.withLock { $0.compactMap(\.self) }
}
