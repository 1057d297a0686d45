package import RuleFiles
package import Survey
package import Vocabulary

/// What a run is to do: the options as meant.
package struct AuditPlan: Sendable {
  package var paths: [String]
  package var library: RuleLibrary
  package var packs: Set<Category>
  /// Rule ids, their beginnings (`QE`) or names; empty selects all.
  package var select: [String]
  package var ignore: [String]
  /// Findings below it are not reported.
  package var minimumSeverity: Severity
  package var includeTests: Bool
  /// Globs, relative to the audited root.
  package var exclude: [String]
  /// What the project's configuration leaves out.
  package var configured: PlacedGlobs?
  package var honoursIgnoreFiles: Bool
  /// Threads.
  package var jobs: Int
  package var collectsStatistics: Bool
  /// The report tells what the project is built on. Finding that out reads many files once more: only what rules ask
  /// for is found out where the report does not tell it.
  package var gathersContext: Bool
  /// What documentation servers named, on any technology; what is on those of the project joins the context.
  package var research: [BestPractice]
  package var toolVersion: String
  /// The day that the report carries, `YYYY-MM-DD`. Rooms have no clock.
  package var date: String

  package init(
    paths: [String], library: RuleLibrary, packs: Set<Category>, select: [String], ignore: [String],
    minimumSeverity: Severity, includeTests: Bool, exclude: [String],
    configured: PlacedGlobs? = nil, honoursIgnoreFiles: Bool, jobs: Int,
    collectsStatistics: Bool, gathersContext: Bool = false, research: [BestPractice] = [],
    toolVersion: String, date: String
  ) {
    self.paths = paths
    self.library = library
    self.packs = packs
    self.select = select
    self.ignore = ignore
    self.minimumSeverity = minimumSeverity
    self.includeTests = includeTests
    self.exclude = exclude
    self.configured = configured
    self.honoursIgnoreFiles = honoursIgnoreFiles
    self.jobs = jobs
    self.collectsStatistics = collectsStatistics
    self.gathersContext = gathersContext
    self.research = research
    self.toolVersion = toolVersion
    self.date = date
  }
}

/// How far a run is.
package struct AuditProgress: Sendable {
  package var filesDone: Int
  package var filesTotal: Int
}
