/// A place that publishes events or waits for them.
package struct EventEnd: Sendable, Hashable {
  /// As the technology compares it: names that PostgreSQL folds are in lower case. `*` stands for a part that is known
  /// only when the program runs.
  package var channel: String
  /// `postgresql`, `redis`, `sse`, `websocket`, …
  package var technology: String
  /// The file relative to the audited root, and the line from 1.
  package var path: String
  package var line: Int

  package init(channel: String, technology: String, path: String, line: Int) {
    self.channel = channel
    self.technology = technology
    self.path = path
    self.line = line
  }
}
