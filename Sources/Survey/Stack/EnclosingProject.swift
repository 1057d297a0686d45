import Glibc

/// The project files around a folder or file that is audited by itself: those of the nearest folder with a manifest, up
/// to the root of the repository. Outside of a repository only the audited folder itself is looked at.
///
/// Files of an environment are not among them: whether they are ignored is known only on a walk.
func enclosingProjectFiles(of root: String) -> [ProjectFile] {
  var folder = root
  var prefix = ""
  for next in foldersUpToRepository(from: root) {
    folder = next
    let files = projectFiles(in: folder).map { ProjectFile(path: prefix + $0.name, kind: $0.kind, root: root) }
    if files.contains(where: { $0.kind.isManifest }) {
      return files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }
    prefix += "../"
  }
  return []
}

/// The folder and those above it, up to the one with a `.git`; the folder alone when none has.
func foldersUpToRepository(from root: String) -> [String] {
  var folders = [root]
  while let folder = folders.last, !hasRepository(folder) {
    guard let slash = folder.utf8.lastIndex(of: UInt8(ascii: "/")), slash > folder.utf8.startIndex else {
      return [root]
    }
    folders.append(String(folder[..<slash]))
  }
  return folders
}

func hasRepository(_ folder: String) -> Bool { unsafe access(folder + "/.git", F_OK) == 0 }

private func projectFiles(in folder: String) -> [(name: String, kind: ProjectFileKind)] {
  var listing = FolderListing()
  var signs = FolderListing.Signs()
  guard let stream = unsafe opendir(folder) else { return [] }
  defer { unsafe closedir(stream) }
  guard unsafe listing.push(stream, signs: &signs) == 0 else { return [] }
  return listing.entries.compactMap { entry in
    guard case .project(let kind) = entry.kind, kind != .environment,
      let name = String(validating: listing.names[entry.name..<(entry.name + entry.length)], as: UTF8.self)
    else { return nil }
    return (name, kind)
  }
}
