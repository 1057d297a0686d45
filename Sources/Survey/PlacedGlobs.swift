/// Globs that count from a folder which need not be the root of the survey: a configuration may stand above the root.
package struct PlacedGlobs: Sendable {
  private let globs: [Glob]
  private var folder: [UInt8]

  /// - Parameter folder: absolute and free of symbolic links.
  package init(_ globs: [Glob], in folder: String) {
    self.globs = globs
    self.folder = Array(folder.utf8)
  }

  /// A folder that neither holds the root nor lies in it says nothing about what is audited; its globs count from the
  /// root then, as those of `--exclude` do.
  mutating func settle(around root: String) {
    if !Self.holds(Array(root.utf8), folder), !Self.holds(folder, Array(root.utf8)) { folder = Array(root.utf8) }
  }

  /// - Parameter path: absolute.
  func match(_ path: Span<UInt8>, isFolder: Bool) -> Bool {
    let start = folder == [UInt8(ascii: "/")] ? 1 : folder.count + 1
    guard path.count > start, path[start - 1] == UInt8(ascii: "/") else { return false }
    for index in folder.indices where path[index] != folder[index] { return false }
    return globs.contains { $0.matches(path, from: start, isFolder: isFolder) }
  }

  private static func holds(_ folder: [UInt8], _ outer: [UInt8]) -> Bool {
    outer == [UInt8(ascii: "/")]
      || folder.starts(with: outer) && (folder.count == outer.count || folder[outer.count] == UInt8(ascii: "/"))
  }
}
