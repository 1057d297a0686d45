import Vocabulary

/// What files say about the project, before it is weighed.
struct Clues: Sendable {
  var technologies: [TechnologyClue] = []
  var settings: [SettingClue] = []
  /// Settings that are taken from somewhere else: `pool_size=settings.POOL_SIZE`.
  var references: [SettingReference] = []
  /// Files of requirements that others include, relative to the root.
  var includes: [String] = []
  var linear: [LinearTeam] = []
  var problems: [Problem] = []

  mutating func add(_ other: Clues) {
    technologies += other.technologies
    settings += other.settings
    references += other.references
    includes += other.includes
    linear += other.linear
    problems += other.problems
  }
}

/// A place that names a technology.
struct TechnologyClue: Sendable {
  /// Its number in the catalogue.
  var technology: Int
  var evidence: Evidence
  var standing = Standing.main
  var version: String?
  var requirement: String?
  var mode: Technology.Mode?
  /// Whose version it is: 0 for the first package of a technology, which it is named after.
  var packageRank = 0
}

/// How close a package is to what runs in production.
enum Standing: Int, Sendable, Comparable {
  /// Only a lock file names it: something else needs it.
  case transitive
  case development
  case optional
  case main

  static func < (left: Standing, right: Standing) -> Bool { left.rawValue < right.rawValue }
}

/// A place that sets something.
struct SettingClue: Sendable {
  var setting: DatabaseSetting
  var value: SettingValue
  var confidence: Confidence
  var evidence: Evidence
}

/// A setting whose value another file gives under a name.
struct SettingReference: Sendable {
  var setting: DatabaseSetting
  /// The last part of a dotted name.
  var name: String
  var evidence: Evidence
}
