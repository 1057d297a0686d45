/// Does something for each element on as many threads as there are jobs; the results in order.
func inParallel<Element: Sendable, Result: Sendable>(
  _ elements: [Element], jobs: Int, _ body: @escaping @Sendable (Element) -> Result
) async -> [Result] {
  let workers = max(1, min(jobs, elements.count))
  let results = await withTaskGroup(of: [(Int, Result)].self) { group in
    for worker in 0..<workers {
      group.addTask {
        stride(from: worker, to: elements.count, by: workers).map { ($0, body(elements[$0])) }
      }
    }
    return await group.reduce(into: [(Int, Result)]()) { $0 += $1 }
  }
  return results.sorted { $0.0 < $1.0 }.map(\.1)
}
