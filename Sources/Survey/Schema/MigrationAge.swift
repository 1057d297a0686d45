import SourceScan
import Vocabulary

/// How old migrations are, counted in migrations: those that have run long ago can be mended no more, and what they
/// did to tables of then tells nothing of those of today.
package struct MigrationAge {
  private let inventory: Inventory
  /// By path, how many migrations of the same chain are newer; of the chains asked for so far.
  private var newer: [String: Int] = [:]
  private var known: Set<String> = []

  package init(_ inventory: Inventory) { self.inventory = inventory }

  /// How many migrations are newer than the one at a path; 0 for what is none, and where their order cannot be told.
  package mutating func migrationsNewer(than path: String) -> Int {
    let chain = MigrationAge.chain(path)
    if known.insert(chain).inserted { readChain(chain) }
    return newer[path] ?? 0
  }

  private static func chain(_ path: String) -> String {
    path.hasSuffix(".py") ? "python:" + folder(path) : "sql:" + SQLMigrationPath(path).chain
  }

  /// Where the modules of the same chain are, without the slash at its end: their folder or, with Alembic's
  /// `recursive_version_locations`, the `versions` above it.
  static func folder(_ path: String) -> String {
    let folders = path.split(separator: "/").dropLast()
    let depth = folders.lastIndex(of: "versions").map { $0 + 1 } ?? folders.count
    return folders.prefix(depth).joined(separator: "/")
  }

  private mutating func readChain(_ chain: String) {
    // Most files of a project are in other folders: their beginnings say so before anything is taken apart.
    let folder = Array(chain.drop { $0 != ":" }.dropFirst().utf8)
    let files = inventory.files.filter { file in
      (file.language == .sql || file.language == .python) && file.path.utf8.starts(with: folder)
        && MigrationAge.chain(file.path) == chain
    }
    let revisions = chain.hasPrefix("python:") ? files.compactMap(Revision.init) : []
    if revisions.isEmpty { readNames(files.map(\.path)) } else { readGraph(revisions) }
  }

  /// The order is that of the numbers with which names begin.
  private mutating func readNames(_ paths: [String]) {
    var versions: [(version: MigrationVersion, path: String)] = []
    for path in paths {
      if path.hasSuffix(".py") {
        let name = path.split(separator: "/").last ?? ""
        if name.first?.isNumber ?? false { versions.append((MigrationVersion(String(name)), path)) }
      } else {
        let place = SQLMigrationPath(path)
        if place.isNumbered, !place.isDown { versions.append((place.version, path)) }
      }
    }
    versions.sort { ($0.version, $0.path) < ($1.version, $1.path) }
    for (number, entry) in versions.enumerated() { newer[entry.path] = versions.count - 1 - number }
  }

  /// Steps from the nearest revision that nothing follows.
  private mutating func readGraph(_ revisions: [Revision]) {
    var paths: [String: [Revision]] = [:]
    for revision in revisions { paths[revision.name, default: []].append(revision) }
    let followed = Set(revisions.flatMap(\.after))
    var ready = revisions.filter { !followed.contains($0.name) }
    var age = 0
    while !ready.isEmpty {
      var before: [Revision] = []
      for revision in ready where newer[revision.path] == nil {
        newer[revision.path] = age
        before += revision.after.flatMap { paths[$0] ?? [] }
      }
      ready = before
      age += 1
    }
  }

  /// What a module of Alembic says of its place.
  private struct Revision {
    var path: String
    var name: String
    var after: [String]

    init?(_ file: SourceFile) {
      guard let read = try? readSource(file.absolutePath, limit: SourceBytes.defaultLimit),
        !Revision.search.found(in: read.bytes, count: read.count).isEmpty,
        let source = PythonSource(
          SourceText(path: file.path, language: file.language, paddedBytes: read.bytes, count: read.count))
      else { return nil }
      var evaluation = PythonEvaluation(source)
      guard let place = AlembicPlace(&evaluation) else { return nil }
      (path, name, after) = (file.path, place.revision, place.after)
    }

    private static let search = WordSearch(["down_revision"])
  }
}
