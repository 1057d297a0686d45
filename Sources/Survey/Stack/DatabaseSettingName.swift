import Vocabulary

/// The words by which libraries know a setting.
enum DatabaseSettingName {
  /// Arguments of `create_engine`, `sessionmaker` and their like, and keys of dictionaries that become such.
  static let ofArgument: [String: DatabaseSetting] = [
    "expire_on_commit": .expireOnCommit, "autoflush": .autoflush, "autocommit": .autocommit,
    "isolation_level": .isolationLevel, "pool_size": .poolSize, "max_overflow": .maxOverflow,
    "pool_timeout": .poolTimeout, "pool_pre_ping": .poolPrePing, "pool_recycle": .poolRecycle,
    "poolclass": .poolClass, "statement_timeout": .statementTimeout,
  ]

  /// Arguments of the pools of asyncpg and psycopg.
  static let ofPoolArgument: [String: DatabaseSetting] = ["min_size": .poolMinimum, "max_size": .poolSize]

  /// Keys of Django's `DATABASES`.
  static let ofDjango: [String: DatabaseSetting] = [
    "ATOMIC_REQUESTS": .atomicRequests, "CONN_MAX_AGE": .connectionMaximumAge,
    "CONN_HEALTH_CHECKS": .connectionHealthChecks, "isolation_level": .isolationLevel, "AUTOCOMMIT": .autocommit,
    "min_size": .poolMinimum, "max_size": .poolSize, "statement_timeout": .statementTimeout,
    "conn_max_age": .connectionMaximumAge,
    "conn_health_checks": .connectionHealthChecks,
  ]

  /// Settings of Flask-SQLAlchemy before its third version.
  static let ofFlask: [String: DatabaseSetting] = [
    "SQLALCHEMY_POOL_SIZE": .poolSize, "SQLALCHEMY_MAX_OVERFLOW": .maxOverflow,
    "SQLALCHEMY_POOL_TIMEOUT": .poolTimeout, "SQLALCHEMY_POOL_RECYCLE": .poolRecycle,
  ]

  /// Variables of an environment, in capitals: `DB_POOL_SIZE`, `DATABASE_MAX_OVERFLOW`.
  static func ofVariable(_ name: String) -> DatabaseSetting? {
    let parts = ["DB", "DATABASE", "SQLALCHEMY", "POSTGRES", "PG", "SQL"]
    guard parts.contains(where: { name.hasPrefix($0 + "_") || name.contains("_" + $0 + "_") }) else { return nil }
    if name.hasSuffix("POOL_SIZE") { return .poolSize }
    if name.hasSuffix("MAX_OVERFLOW") { return .maxOverflow }
    if name.hasSuffix("POOL_RECYCLE") { return .poolRecycle }
    if name.hasSuffix("POOL_TIMEOUT") { return .poolTimeout }
    if name.hasSuffix("CONN_MAX_AGE") { return .connectionMaximumAge }
    return nil
  }
}
