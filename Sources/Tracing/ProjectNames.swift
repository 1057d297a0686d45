import SourceScan

/// What the files and folders of a project are called: an import of anything else leads out of it.
struct ProjectNames: Sendable {
  private var filter = NameFilter()

  init(_ paths: [String]) {
    var last: Substring?
    for path in paths {
      let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
      let folder = slash.map { path[..<$0] } ?? ""
      let file = slash.map { path[path.utf8.index(after: $0)...] } ?? path[...]
      filter.insert(nameHash(file.utf8.firstIndex(of: UInt8(ascii: ".")).map { file[..<$0] } ?? file))
      guard folder != last else { continue }
      last = folder
      for name in folder.split(separator: "/") { filter.insert(nameHash(name)) }
    }
  }

  /// Whether the modules that an import may lead to are certainly none of the project's.
  func leadsOut(_ path: ArraySlice<UInt32>, level: UInt16) -> Bool {
    guard level == 0, let first = path.first else { return false }
    return !filter.mayContain(first) || !path.dropLast().allSatisfy(filter.mayContain)
  }
}
