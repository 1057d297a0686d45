/// What the reader wants of a report; nothing in here changes what was found.
package struct RenderOptions: Sendable {
  /// ANSI colours, in text only.
  package var color: Bool
  /// Terminal columns that text may fill. Code lines use all of them, prose at most 100.
  package var width: Int
  /// Text: scored findings and problems only, no advisory ones and no summary.
  package var quiet: Bool
  /// The day of the report, `YYYY-MM-DD`, in the title of the Markdown report. Rooms that render have no clock.
  package var date: String
  /// Markdown: rows of one rule in one table, before the rest is only counted.
  package var rowsPerRule: Int
  /// JSON: the time of each phase, pack and rule, which no two runs share.
  package var timings: Bool

  package init(
    color: Bool = false, width: Int = 100, quiet: Bool = false, date: String = "", rowsPerRule: Int = 25,
    timings: Bool = false
  ) {
    self.color = color
    self.width = width
    self.quiet = quiet
    self.date = date
    self.rowsPerRule = rowsPerRule
    self.timings = timings
  }
}
