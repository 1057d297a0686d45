/// Where the time of a run went and what it produced, for `--stats`. Times are seconds; those of phases that run on
/// several threads are summed over the threads.
package struct Statistics: Sendable {
  package struct Line: Sendable {
    package var name: String
    package var seconds: Double
    package var matches: Int

    package init(name: String, seconds: Double, matches: Int) {
      self.name = name
      self.seconds = seconds
      self.matches = matches
    }
  }

  /// In the order they ran: discover, load rules, scan, match, report.
  package var phases: [Line]
  package var packs: [Line]
  /// The slowest first.
  package var rules: [Line]
  package var bytes: Int

  package init(phases: [Line] = [], packs: [Line] = [], rules: [Line] = [], bytes: Int = 0) {
    self.phases = phases
    self.packs = packs
    self.rules = rules
    self.bytes = bytes
  }
}
