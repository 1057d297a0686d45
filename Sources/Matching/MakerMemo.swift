import Synchronization

/// Which makers of roles were plausible for a callee's text before. Shared by all workers; a class, because it remembers.
final class MakerMemo: Sendable {
  enum Kind: UInt64 { case calls = 1, bare = 2 }

  /// Answers kept; beyond it new ones are not remembered.
  private static let capacity = 65_536

  private let answers = Mutex<[UInt64: [Int]]>([:])

  static func key(_ kind: Kind, _ text: ArraySlice<UInt8>) -> UInt64 { RegexMemo.key(-Int(kind.rawValue), text) }

  func answer(_ key: UInt64) -> [Int]? { answers.withLock { $0[key] } }

  func remember(_ key: UInt64, _ numbers: [Int]) {
    answers.withLock { if $0.count < MakerMemo.capacity { $0[key] = numbers } }
  }
}
