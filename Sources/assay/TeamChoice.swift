import Foundation
import LinearIssues
import Survey

/// The team that `--team` names, or the board of the audited repository.
///
/// - Parameter root: the audited folder. The board stands in it, or above it up to the top of its checkout, or in the
///   current folder.
func teamReference(named option: String?, root: String) throws(CommandError) -> TeamReference {
  let told = option.map { TeamReference($0, origin: "--team") }
  var lookedIn: [String] = []
  do throws(LinearError) {
    for folder in foldersWithBoard(root) {
      let path = asTyped(folder + "/" + boardPath)
      guard let text = try board(path, isNeeded: told == nil) else { continue }
      lookedIn.append(path)
      guard let found = teamReference(inBoard: text, origin: path) else { continue }
      guard let told else { return found }
      if (told.uuid ?? told.names.first) != (found.uuid ?? found.names.first), !found.names.contains(option ?? "") {
        let other = found.names.first ?? found.uuid ?? ""
        StandardStream.complain("note: --team goes before `\(path)`, which names the team `\(other)`\n")
      }
      break
    }
    guard let told else { throw .teamUntold(lookedIn: lookedIn) }
    return told
  } catch {
    throw .publishing(error, savedAs: nil)
  }
}

/// - Parameter isNeeded: whether a board that cannot be read is an error.
private func board(_ path: String, isNeeded: Bool) throws(LinearError) -> String? {
  do throws(ReadError) {
    let source = try readSource(path, limit: 1 << 20)
    return String(decoding: source.bytes.prefix(source.count), as: UTF8.self)
  } catch {
    if error == .missing || !isNeeded { return nil }
    throw .boardUnreadable(path: path, reason: error.description)
  }
}

/// Relative to the current folder, where it lies in it.
private func asTyped(_ path: String) -> String {
  let current = FileManager.default.currentDirectoryPath + "/"
  return path.hasPrefix(current) ? String(path.dropFirst(current.count)) : path
}

private func foldersWithBoard(_ root: String) -> [String] {
  var folders: [String] = []
  var folder = URL(filePath: root, directoryHint: .isDirectory).standardizedFileURL
  while folder.path != "/" {
    folders.append(folder.path)
    if FileManager.default.fileExists(atPath: folder.appending(path: ".git").path) { break }
    folder = folder.deletingLastPathComponent().standardizedFileURL
    // No checkout: what stands above the audited folder is none of its business.
    if folder.path == "/" { folders = Array(folders.prefix(1)) }
  }
  let current = FileManager.default.currentDirectoryPath
  return folders.contains(current) ? folders : folders + [current]
}
