import Matching
import Survey
import Tracing
import Vocabulary

/// What is kept of a file until it is known who calls whom.
struct FileInProject: Sendable {
  var file: SourceFile
  var summary: FileSummary
  /// By function, the contexts it is in by itself.
  var contexts: [ContextSet]
}

/// What one slice of the inventory gave.
struct SliceResult: Sendable {
  var findings: [Category: [Judged]] = [:]
  var problems: [Problem] = []
  var skipped = SkipCounts()
  var files: [Language: Int] = [:]
  var lines = 0
  var bytes = 0
  var suppressed = 0
  /// Frameworks imported somewhere in the slice, by language.
  var frameworks: [Language: [Bool]] = [:]
  /// What the files say about functions and calls, where a rule asks for that.
  var summaries: [Language: [FileInProject]] = [:]
  /// Files in which rules may hold, by number, that take the whole project to tell.
  var late: [Language: [(file: SourceFile, rules: Set<Int>)]] = [:]
  /// The same where some attribute is a relation, by rule.
  var hints: [Language: [(file: SourceFile, hints: [Int: Set<FactHint>])]] = [:]
  /// Classes that may be models, where a rule asks for them.
  var classes: [ModelGathering.Classes] = []
  /// Files that may have a say in who notifies whom, where a rule asks for that.
  var notifying: [SourceFile] = []
  /// Migrations that only stand in order with those.
  var migrations: [WaitingMigration] = []
  /// Of those, some may declare a trigger that notifies somebody, and some may publish or listen.
  var mayNotify = false
  var mayUseChannels = false
  /// Names of relations that queries load along, where a rule asks for them.
  var loadedRelations: Set<String> = []
  /// Nanoseconds.
  var reading: UInt64 = 0
  var scanning: UInt64 = 0
  var matching: [Category: UInt64] = [:]
  var ruleTimes: [String: UInt64] = [:]
  var ruleMatches: [String: Int] = [:]

  /// Forgets what was kept of files for what takes all of them to tell.
  mutating func letGoOfFiles() {
    late = [:]
    hints = [:]
  }
}

extension SliceResult {
  /// Adds what a report tells of another slice, or of files that were read again; what only waits for the other files
  /// stays where it is.
  mutating func add(_ slice: SliceResult) {
    for (category, findings) in slice.findings { self.findings[category, default: []] += findings }
    problems += slice.problems
    skipped.add(slice.skipped)
    files.merge(slice.files, uniquingKeysWith: +)
    lines += slice.lines
    bytes += slice.bytes
    suppressed += slice.suppressed
    frameworks.merge(slice.frameworks) { known, others in zip(known, others).map { $0 || $1 } }
    reading += slice.reading
    scanning += slice.scanning
    matching.merge(slice.matching, uniquingKeysWith: +)
    ruleTimes.merge(slice.ruleTimes, uniquingKeysWith: +)
    ruleMatches.merge(slice.ruleMatches, uniquingKeysWith: +)
  }
}

extension [SliceResult] {
  /// What files said about classes, in their order; the slices forget it.
  mutating func takeClasses() -> [ModelGathering.Classes] {
    var classes: [ModelGathering.Classes] = []
    for index in indices {
      classes += self[index].classes
      self[index].classes = []
    }
    return classes
  }

  /// What the files of a language said about functions and calls, in their order; the slices forget it.
  mutating func takeFiles(_ language: Language) -> [FileInProject] {
    var files: [FileInProject] = []
    for index in indices { files += self[index].summaries.removeValue(forKey: language) ?? [] }
    return files
  }
}
