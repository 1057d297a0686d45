import Dispatch
import Synchronization

/// What a function gives for each number below a count, in the order of the numbers, worked out on all processors: for
/// what is not asynchronous itself and waits for the results.
package func concurrently<Result: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Result) -> [Result] {
  let results = Mutex([Result?](repeating: nil, count: count))
  DispatchQueue.concurrentPerform(iterations: count) { number in
    let result = body(number)
    results.withLock { $0[number] = result }
  }
  return results.withLock { $0.compactMap(\.self) }
}
