import SourceScan
import Synchronization

/// Which makers of roles were plausible for a callee's text before. Shared by all workers; a class, because it remembers.
final class MakerMemo: Sendable {
  enum Kind: UInt64 { case calls = 1, bare = 2 }

  /// Answers kept by each part; beyond it new ones are not remembered.
  private static let capacity = 4_096

  /// One lock with its answers. A class, because an array cannot hold what cannot be copied.
  private final class Part: Sendable {
    let known = Mutex(Known())
  }

  private struct Known {
    var answers: [UInt64: [Int]] = [:]
    /// Few lists answer for many texts; each is kept once.
    var lists: Set<[Int]> = []
  }

  private let parts: [Part] = (0..<16).map { _ in Part() }

  static func key(_ kind: Kind, _ text: SourceText, _ bytes: Range<Int>) -> UInt64 {
    RegexMemo.key(-Int(kind.rawValue), text, bytes)
  }

  func answer(_ key: UInt64) -> [Int]? { parts[Int(key & 15)].known.withLock { $0.answers[key] } }

  func remember(_ key: UInt64, _ numbers: [Int]) {
    parts[Int(key & 15)].known.withLock {
      if $0.answers.count < MakerMemo.capacity { $0.answers[key] = $0.lists.insert(numbers).memberAfterInsert }
    }
  }
}
