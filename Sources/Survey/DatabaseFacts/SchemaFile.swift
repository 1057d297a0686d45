/// A file that describes a schema and is in no language of programs: SQL, Prisma's schema.
package struct SchemaFile: Sendable, Hashable {
  package enum Kind: Sendable, Hashable { case sql, prisma }

  /// Relative to the root, with `/` between the parts.
  package var path: String
  package var kind: Kind
  private var root: String

  package init(path: String, kind: Kind, root: String) {
    self.path = path
    self.kind = kind
    self.root = root
  }

  package var absolutePath: String { root == "/" ? root + path : root + "/" + path }

  /// What a name says: `jobs.sql`, `schema.prisma`.
  static func kind(_ text: Span<UInt8>, from lower: Int, to upper: Int) -> Kind? {
    if ends(text, lower, upper, ".sql") { return .sql }
    return ends(text, lower, upper, ".prisma") ? .prisma : nil
  }

  private static func ends(_ text: Span<UInt8>, _ lower: Int, _ upper: Int, _ ending: StaticString) -> Bool {
    let count = ending.utf8CodeUnitCount
    guard upper - lower > count else { return false }
    for index in 0..<count where unsafe text[upper - count + index] | 0x20 != ending.utf8Start[index] | 0x20 {
      return false
    }
    return true
  }
}
