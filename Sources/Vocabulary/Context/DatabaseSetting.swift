/// A setting of sessions, transactions or the pool that decides what database code does.
package enum DatabaseSetting: String, Sendable, CaseIterable {
  case expireOnCommit = "expire_on_commit"
  case autoflush
  case autocommit
  case isolationLevel = "isolation_level"
  case atomicRequests = "atomic_requests"
  case poolSize = "pool_size"
  case poolMinimum = "pool_min_size"
  case maxOverflow = "max_overflow"
  /// Seconds.
  case poolTimeout = "pool_timeout"
  case poolPrePing = "pool_pre_ping"
  /// Seconds; −1 for never.
  case poolRecycle = "pool_recycle"
  case poolClass = "pool_class"
  /// Every checkout opens a connection of its own.
  case nullPool = "null_pool"
  /// Seconds; `null` (`.text("None")`) for ever.
  case connectionMaximumAge = "conn_max_age"
  case connectionHealthChecks = "conn_health_checks"
  /// Milliseconds, unless the text says a unit.
  case statementTimeout = "statement_timeout"

  /// The levels of isolation that are told apart, as SQL and its drivers write them.
  package static let isolationLevels: Set<String> = [
    "SERIALIZABLE", "REPEATABLE READ", "READ COMMITTED", "READ UNCOMMITTED", "AUTOCOMMIT", "SNAPSHOT",
  ]
}

/// What a setting is set to; never a name, a password or an address.
package enum SettingValue: Sendable, Hashable {
  case flag(Bool)
  case number(Int)
  case text(String)

  package var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
  package var number: Int? { if case .number(let number) = self { number } else { nil } }

  /// As it is shown: `true`, `10`, `SERIALIZABLE`.
  package var words: String {
    switch self {
    case .flag(let flag): flag ? "true" : "false"
    case .number(let number): String(number)
    case .text(let text): text
    }
  }
}
