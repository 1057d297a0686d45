/// What the reader wants of a report; nothing in here changes what was found.
package struct RenderOptions: Sendable {
  /// ANSI colours, in text only.
  package var color: Bool
  /// Terminal columns that text may fill. Code lines use all of them, prose at most 100.
  package var width: Int
  /// Text: scored findings and problems only, no advisory ones and no summary.
  package var quiet: Bool
  /// Markdown: rows of one rule in one table, before the rest is only counted.
  package var rowsPerRule: Int
  /// HTML: findings of one rule, before the rest is only counted.
  package var entriesPerRule: Int
  /// JSON: the time of each phase, pack and rule, which no two runs share.
  package var timings: Bool
  /// Markdown and HTML: where locations lead; `nil` where no repository is known.
  package var links: SourceLinks?
  /// Markdown, HTML and JSON: what is told of the stack, left out when `nil`.
  package var stack: StackSummary?

  package init(
    color: Bool = false, width: Int = 100, quiet: Bool = false, rowsPerRule: Int = 25, entriesPerRule: Int = 1000,
    timings: Bool = false, links: SourceLinks? = nil, stack: StackSummary? = nil
  ) {
    self.color = color
    self.width = width
    self.quiet = quiet
    self.rowsPerRule = rowsPerRule
    self.entriesPerRule = entriesPerRule
    self.timings = timings
    self.links = links
    self.stack = stack
  }
}
