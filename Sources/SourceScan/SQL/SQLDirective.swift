/// A comment that tells a migration tool which part of a script it runs.
enum SQLDirective {
  /// What follows is applied.
  case up
  /// What follows takes the migration back.
  case down

  /// - Parameter range: a comment, its mark included; `nil` for one that directs nothing.
  init?(_ bytes: [UInt8], _ range: Range<Int>) {
    var start = range.lowerBound
    while start < range.upperBound, bytes[start] == UInt8(ascii: "-") || ASCII.isSpace(bytes[start]) { start += 1 }
    for (words, direction) in SQLDirective.known {
      guard ASCII.matches(bytes, at: start, words, limit: range.upperBound) else { continue }
      let end = start + words.utf8CodeUnitCount
      guard end == range.upperBound || !ASCII.isLetter(bytes[end]) else { continue }
      self = direction
      return
    }
    return nil
  }

  /// goose, sql-migrate, dbmate, node-pg-migrate, rambler, MyBatis Migrations.
  private static let known: [(StaticString, SQLDirective)] = [
    ("+goose up", .up), ("+goose down", .down), ("+migrate up", .up), ("+migrate down", .down),
    ("migrate:up", .up), ("migrate:down", .down), ("up migration", .up), ("down migration", .down),
    ("rambler up", .up), ("rambler down", .down), ("//@undo", .down),
  ]
}
