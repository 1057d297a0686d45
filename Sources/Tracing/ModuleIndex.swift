import SourceScan

/// The modules of a project by their paths: which file an import means.
struct ModuleIndex: Sendable {
  /// By file: the hashes of its path's parts, the module's own name first; a package's file counts as the package.
  private let parts: [[UInt32]]
  /// By the module's own name.
  private let byName: [UInt32: [Int32]]

  init(_ paths: [String]) {
    var parts: [[UInt32]] = []
    parts.reserveCapacity(paths.count)
    var byName: [UInt32: [Int32]] = [:]
    var folders: [Substring: [UInt32]] = [:]
    for (number, path) in paths.enumerated() {
      let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
      let folder = slash.map { path[..<$0] } ?? ""
      let file = slash.map { path[path.utf8.index(after: $0)...] } ?? path[...]
      let known: [UInt32]
      if let found = folders[folder] {
        known = found
      } else {
        known = folder.split(separator: "/").reversed().map { nameHash($0) }
        folders[folder] = known
      }
      let stem = file.utf8.firstIndex(of: UInt8(ascii: ".")).map { file[..<$0] } ?? file
      let own = stem == "__init__" ? known : [nameHash(stem)] + known
      parts.append(own)
      if let name = own.first { byName[name, default: []].append(Int32(truncatingIfNeeded: number)) }
    }
    self.parts = parts
    self.byName = byName
  }

  /// The file of a module, as one file imports it; `nil` when there is none, or when several might be meant.
  ///
  /// - Parameters:
  ///   - path: the module's dotted name.
  ///   - level: the leading dots.
  ///   - isPackage: whether the importing file is a package's own.
  func file(_ path: ArraySlice<UInt32>, level: Int, from importer: Int32, isPackage: Bool) -> Int32? {
    let own = parts[Int(importer)]
    if level > 0 {
      let up = level - (isPackage ? 1 : 0)
      guard up <= own.count else { return nil }
      let wanted = path.reversed() + own.dropFirst(up)
      guard let name = wanted.first else { return nil }
      return (byName[name] ?? []).first { parts[Int($0)] == Array(wanted) }
    }
    guard let name = path.last else { return nil }
    var best: (file: Int32, shared: Int)?
    var isTie = false
    for candidate in byName[name] ?? [] {
      let theirs = parts[Int(candidate)]
      guard theirs.count >= path.count,
        path.indices.allSatisfy({ path[$0] == theirs[path.endIndex - 1 - $0] })
      else { continue }
      // The root that the import counts from lies around the importing file, or beside it.
      let root = theirs.count - path.count
      var shared = 0
      while shared < min(own.count, root), own[own.count - 1 - shared] == theirs[theirs.count - 1 - shared] {
        shared += 1
      }
      guard root - shared <= 1 else { continue }
      if best == nil || shared > best!.shared {
        best = (candidate, shared)
        isTie = false
      } else if shared == best!.shared {
        isTie = true
      }
    }
    return isTie ? nil : best?.file
  }
}
