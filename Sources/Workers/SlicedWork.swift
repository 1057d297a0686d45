import Synchronization

// What is generic here is made for each use: a slice is small, and what is not known at build time is asked of the runtime.

/// Applies a function to runs of neighbouring elements on several threads; the results are in the elements' order.
///
/// - Parameters:
///   - size: how many elements a run has; the last may have fewer.
///   - jobs: threads.
///   - order: the order in which the runs are taken up, by their numbers; as they come unless given.
@inlinable package func inSlices<Element: Sendable, Result: Sendable>(
  _ elements: [Element], size: Int, jobs: Int, order: [Int]? = nil,
  _ body: @escaping @Sendable (ArraySlice<Element>) async -> Result
) async -> [Result] {
  let count = sliceCount(elements.count, size: size)
  let turns = Turns()
  let results = await withTaskGroup(of: [(Int, Result)].self) { group in
    for _ in 0..<max(1, min(jobs, count)) {
      group.addTask {
        var results: [(Int, Result)] = []
        while true {
          let turn = turns.take()
          guard turn < count else { return results }
          let slice = order?[turn] ?? turn
          results.append((slice, await body(elements[(slice * size)..<min((slice + 1) * size, elements.count)])))
        }
      }
    }
    return await group.reduce(into: [(Int, Result)]()) { $0 += $1 }
  }
  return results.sorted { $0.0 < $1.0 }.map(\.1)
}

/// How many runs some elements make.
@inlinable package func sliceCount(_ elements: Int, size: Int) -> Int { (elements + size - 1) / size }

/// Applies a function to each element on several threads, `jobs` of them; the results are in the elements' order.
@inlinable package func inParallel<Element: Sendable, Result: Sendable>(
  _ elements: [Element], jobs: Int, _ body: @escaping @Sendable (Element) async -> Result
) async -> [Result] {
  await inSlices(elements, size: 1, jobs: jobs) { await body($0[$0.startIndex]) }
}

/// Hands out numbers from 0, each once. A class, because all workers share it.
@usableFromInline
final class Turns: Sendable {
  private let next = Atomic<Int>(0)

  @usableFromInline
  init() {}

  @usableFromInline
  func take() -> Int { next.add(1, ordering: .relaxed).oldValue }
}
