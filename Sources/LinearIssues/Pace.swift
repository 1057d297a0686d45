/// How long to wait for Linear, and how often to try.
package struct Pace: Sendable {
  /// For all requests of one publication and the pauses between them.
  package var timeLimit: Duration
  /// For one request.
  package var requestLimit: Duration
  /// Of one operation.
  package var attempts: Int
  /// After the first failure; each further pause is twice as long, up to `longestPause`.
  package var firstPause: Duration
  package var longestPause: Duration

  package init(
    timeLimit: Duration = .seconds(120), requestLimit: Duration = .seconds(20), attempts: Int = 6,
    firstPause: Duration = .milliseconds(400), longestPause: Duration = .seconds(20)
  ) {
    self.timeLimit = timeLimit
    self.requestLimit = requestLimit
    self.attempts = attempts
    self.firstPause = firstPause
    self.longestPause = longestPause
  }

  /// After the `attempt`-th failure (from 1): between half and all of the full pause, so that programs that failed
  /// together do not come back together.
  func pause(after attempt: Int) -> Duration {
    let full = min(firstPause * (1 << min(attempt - 1, 20)), longestPause)
    return full * Double.random(in: 0.5...1)
  }
}
