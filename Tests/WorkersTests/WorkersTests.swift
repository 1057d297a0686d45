import Foundation
import Synchronization
import Testing
import Workers

@Suite("Work on several threads")
struct WorkersTests {
  @Test("results come in the order of the elements, whatever the number of jobs", arguments: [1, 2, 7, 100])
  func keepsTheOrder(jobs: Int) async {
    let elements = Array(0..<83)
    let doubled = await inParallel(elements, jobs: jobs) { $0 * 2 }
    #expect(doubled == elements.map { $0 * 2 })
    let slices = await inSlices(elements, size: 10, jobs: jobs) { Array($0) }
    #expect(slices.map(\.count) == [10, 10, 10, 10, 10, 10, 10, 10, 3])
    #expect(slices.flatMap(\.self) == elements)
    #expect(concurrently(83) { $0 * 2 } == doubled)
    #expect(concurrently(83, jobs: jobs) { $0 * 2 } == doubled)
  }

  @Test("a slice has the indices that its elements have in the whole")
  func keepsIndices() async {
    let ranges = await inSlices(["a", "b", "c", "d", "e"], size: 2, jobs: 2) { $0.indices }
    #expect(ranges == [0..<2, 2..<4, 4..<5])
  }

  @Test("slices are taken up in the order asked for, and come out in their own")
  func takesUpInOrder() async {
    let taken = Taken()
    let results = await inSlices(Array(0..<6), size: 2, jobs: 1, order: [2, 0, 1]) { slice in
      taken.add(slice.startIndex)
      return slice.startIndex
    }
    #expect(taken.all == [4, 0, 2])
    #expect(results == [0, 2, 4])
  }

  @Test("no more threads are taken than there are jobs")
  func keepsToTheJobs() {
    let running = Mutex((now: 0, most: 0))
    _ = concurrently(20, jobs: 1) { _ in
      running.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
      Thread.sleep(forTimeInterval: 0.001)
      running.withLock { $0.now -= 1 }
    }
    #expect(running.withLock { $0.most } == 1)
  }

  @Test("nothing to do gives nothing, and no number of jobs is too low")
  func worksWithoutWork() async {
    #expect(await inParallel([Int](), jobs: 4) { $0 }.isEmpty)
    #expect(concurrently(0) { $0 }.isEmpty)
    #expect(concurrently(2, jobs: 0) { $0 } == [0, 1])
    #expect(await inParallel([1, 2], jobs: 0) { $0 } == [1, 2])
  }
}

/// What was taken up, in its order.
private final class Taken: Sendable {
  private let numbers = Mutex<[Int]>([])

  var all: [Int] { numbers.withLock { $0 } }

  func add(_ number: Int) { numbers.withLock { $0.append(number) } }
}
