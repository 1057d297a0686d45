import RuleFiles
import Survey
import Vocabulary

/// Takes out what rules that ask for the newest migrations say of those that many others followed, or that are much older
/// than the newest.
struct OldMigrations {
  /// So many of a folder are told of: enough for what is on its way into production, few enough that a project of many
  /// years is not told of all of its past.
  private static let newest = 20

  private let rules: Set<String>
  private var age: MigrationAge
  private var dates: MigrationDates
  private var counts: [String: Int] = [:]

  init(_ library: RuleLibrary, _ inventory: Inventory) {
    rules = Set(library.rules.lazy.filter(\.onlyNewestMigrations).map(\.card.id))
    age = MigrationAge(inventory)
    dates = MigrationDates(inventory)
  }

  /// Whether a finding is one of those; it is counted.
  mutating func take(_ finding: Finding) -> Bool {
    guard rules.contains(finding.rule),
      age.migrationsNewer(than: finding.path) >= OldMigrations.newest || dates.isLongAgo(finding.path)
    else { return false }
    counts[finding.rule, default: 0] += 1
    return true
  }

  /// What the report says of them.
  var told: [NotChecked] {
    counts.sorted { $0.key < $1.key }.map { rule, count in
      let what = count == 1 ? "1 finding" : "\(count) findings"
      let newest = "the newest \(OldMigrations.newest) of their folder"
      return NotChecked(rule: rule, reason: "\(what) in migrations before \(newest), or a year older than those")
    }
  }
}
