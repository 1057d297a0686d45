import SourceScan
import Synchronization

/// What regular expressions said of short texts before: the same few names come up in every file. Shared by all workers;
/// a class, because it remembers.
final class RegexMemo: Sendable {
  /// Texts longer than this are unlikely to come again.
  static let longestText = 96
  /// Answers kept by each part; beyond it new ones are not remembered.
  private static let capacity = 16_384

  private struct Part: ~Copyable {
    let answers = Mutex<[UInt64: Bool]>([:])
  }

  private let parts: [Box]

  /// One lock with its answers. A class, because an array cannot hold what cannot be copied.
  private final class Box: Sendable {
    let part = Part()
  }

  init() { parts = (0..<16).map { _ in Box() } }

  /// Names a question by a hash of 64 bits: among the millions a run asks, two that share one are not to be expected.
  static func key(_ regex: Int, _ text: SourceText, _ bytes: Range<Int>) -> UInt64 {
    let question = (UInt64(truncatingIfNeeded: regex) &+ 0x51) &* 0x9E37_79B9_7F4A_7C15
    let hash = (text.hash(bytes) ^ question ^ question >> 31) &* 0xD6E8_FEB8_6659_FD93
    return hash ^ hash >> 29
  }

  func answer(_ key: UInt64) -> Bool? {
    parts[Int(key & 15)].part.answers.withLock { $0[key] }
  }

  func remember(_ key: UInt64, _ answer: Bool) {
    parts[Int(key & 15)].part.answers.withLock { answers in
      if answers.count < RegexMemo.capacity { answers[key] = answer }
    }
  }
}
