/// Where an audited folder lies in its project: the folders between the two, `app/migrations` say; empty where the
/// folder is the project's own. A project is the checkout around the folder, or, outside of one, the current folder.
///
/// - Parameters:
///   - root: absolute and free of symbolic links.
///   - current: the current folder, likewise.
func place(of root: String, current: String) -> String {
  let around = foldersUpToRepository(from: root)
  let project = around.count > 1 ? around[around.count - 1] : hasRepository(root) ? root : current
  guard project != "/", root.utf8.starts(with: project.utf8), root.utf8.count > project.utf8.count + 1,
    root.utf8.dropFirst(project.utf8.count).first == UInt8(ascii: "/")
  else { return "" }
  return String(decoding: root.utf8.dropFirst(project.utf8.count + 1), as: UTF8.self)
}
