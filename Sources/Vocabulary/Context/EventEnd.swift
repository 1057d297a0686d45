/// A place that publishes to a channel, or listens on one.
package struct EventEnd: Sendable, Hashable {
  package var channel: String
  package var technology: String
  /// Relative to the audited root.
  package var path: String
  /// From 1.
  package var line: Int

  package init(channel: String, technology: String, path: String, line: Int) {
    self.channel = channel
    self.technology = technology
    self.path = path
    self.line = line
  }
}
