import Auditing
import Synchronization

/// One line on a terminal that says how far the audit is. It appears after a second, so that short runs stay silent, and
/// leaves nothing behind.
final class ProgressLine: Sendable {
  private struct State {
    var isShown = false
    var nextUpdate: ContinuousClock.Instant
    var isFinished = false
  }

  private static let barWidth = 30
  private let state = Mutex(State(nextUpdate: .now + .seconds(1)))

  /// May be called from any thread, at any rate.
  func show(_ progress: AuditProgress) {
    let now = ContinuousClock.now
    state.withLock { state in
      guard !state.isFinished, now >= state.nextUpdate else { return }
      state.nextUpdate = now + .milliseconds(100)
      state.isShown = true
      StandardStream.complain("\r\u{1B}[K" + line(for: progress))
    }
  }

  /// Wipes the line; nothing is shown after that.
  func finish() {
    state.withLock { state in
      state.isFinished = true
      if state.isShown { StandardStream.complain("\r\u{1B}[K") }
    }
  }

  private func line(for progress: AuditProgress) -> String {
    let total = max(progress.filesTotal, 1)
    let filled = min(progress.filesDone, total) * Self.barWidth / total
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.barWidth - filled)
    return "Auditing \(bar) \(progress.filesDone)/\(progress.filesTotal) files"
  }
}
