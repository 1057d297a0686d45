/// What code does to the world outside it. Framework files say which calls of a library do which; rules are written
/// in these words and hold for every library.
package enum Operation: String, Sendable, CaseIterable {
  case query
  case fetchById = "fetch-by-id"
  case lazyLoad = "lazy-load"
  case insert, update, delete
  case bulkWrite = "bulk-write"
  case commit, rollback, begin, flush, lock
  case notify, listen, publish, enqueue
  case externalCall = "external-call"
  case fileIO = "file-io"
  case subprocess, sleep
  case cpuBound = "cpu-bound"
  case offload
  case cacheRead = "cache-read"
  case cacheWrite = "cache-write"
  /// A new object handed to a unit of work (`session.add`): written at the next flush, not now.
  case add
}
