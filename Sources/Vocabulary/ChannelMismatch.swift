/// How the ends of a channel do not meet.
package enum ChannelMismatch: String, Sendable, CaseIterable {
  /// It is published under a name that is nearly, and not quite, one that somebody listens to.
  case misspelt
  /// It is published, and nobody listens.
  case unheard
  /// Somebody listens, and nobody publishes.
  case unpublished
}
