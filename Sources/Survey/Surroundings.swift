import Glibc
import Vocabulary

/// What the folders around a start of the survey say about it: their ignore files, up to the root of its repository
/// or, outside of one, up to the root of the survey.
struct Surroundings {
  struct Standing {
    /// The ignore files that hold for what is in the folder.
    var levels = IgnoreLevels()
    /// Why a walk would not have come here.
    var skip: SkipReason?
  }

  private let root: String
  private let options: InventoryOptions
  private var standings: [String: Standing] = [:]
  private(set) var problems: [Problem] = []

  init(root: String, options: InventoryOptions) {
    self.root = root
    self.options = options
  }

  /// How the start itself stands: the ignore files that hold for it, and why a walk would not have taken it.
  ///
  /// - Parameter path: absolute, at or below the root.
  mutating func standing(ofStart path: String, isFolder: Bool) -> Standing {
    guard path != "/", path != outermostFolder(around: path, isFolder: isFolder) else { return Standing() }
    var standing = standing(inside: parent(of: path))
    standing.skip = standing.skip ?? skipReason(path, isFolder: isFolder, levels: standing.levels)
    return standing
  }

  /// How things stand inside a folder.
  private mutating func standing(inside folder: String) -> Standing {
    if let known = standings[folder] { return known }
    var standing = Standing()
    if folder != "/", folder != outermostFolder(around: folder, isFolder: true) {
      let above = self.standing(inside: parent(of: folder))
      standing = above
      standing.skip = above.skip ?? skipReason(folder, isFolder: true, levels: above.levels)
    }
    if options.usesIgnoreFiles { readIgnoreFiles(of: folder, into: &standing.levels) }
    standings[folder] = standing
    return standing
  }

  private func skipReason(_ path: String, isFolder: Bool, levels: IgnoreLevels) -> SkipReason? {
    let bytes = Array(path.utf8)
    let nameStart = (bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    if isFolder, let known = KnownFolders.find(bytes.span, nameStart, bytes.count),
      known.reason == .versionControl || (options.skipsKnownFolders && !known.isAmbiguous)
    {
      return known.reason
    }
    let relativeStart = root == "/" ? 1 : root.utf8.count + 1
    if bytes.count > relativeStart {
      for glob in options.exclude where glob.matches(bytes.span, from: relativeStart, isFolder: isFolder) {
        return .excluded
      }
    }
    if let configured = options.configured, configured.match(bytes.span, isFolder: isFolder) { return .configured }
    return levels.skipReason(bytes.span, nameStart: nameStart, isFolder: isFolder)
  }

  private mutating func readIgnoreFiles(of folder: String, into levels: inout IgnoreLevels) {
    let prefix = folder == "/" ? "/" : folder + "/"
    let signs = FolderListing.Signs(
      hasGit: exists(prefix + ".git"), hasGitignore: exists(prefix + ".gitignore"),
      hasIgnore: exists(prefix + ".ignore"))
    guard signs.hasGit || signs.hasGitignore || signs.hasIgnore else { return }
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    for unread in levels.enter(folder: Array(prefix.utf8), descriptor: descriptor, signs: signs) {
      problems.append(unread.problem(folder: shown(folder)))
    }
  }

  /// The nearest folder with a `.git` at or above `path`; where there is none, the root of the survey.
  private func outermostFolder(around path: String, isFolder: Bool) -> String {
    var folder = isFolder ? path : parent(of: path)
    while folder != "/" {
      if exists(folder + "/.git") { return folder }
      folder = parent(of: folder)
    }
    return root
  }

  /// Relative to the root; absolute where it is above the root.
  private func shown(_ folder: String) -> String {
    let prefix = root == "/" ? "/" : root + "/"
    if folder == root { return "." }
    return folder.hasPrefix(prefix) ? String(folder.dropFirst(prefix.count)) : folder
  }

  private func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  private func parent(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash > path.utf8.startIndex else { return "/" }
    return String(path[..<slash])
  }
}
