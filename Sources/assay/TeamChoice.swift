import Foundation
import LinearIssues
import RuleFiles
import Survey

/// The team that `--team` names, or the board of the audited repository, or its configuration.
///
/// - Parameter root: the audited folder. The board stands in it, or above it up to the top of its checkout, or in the
///   current folder.
func teamReference(
  named option: String?, root: String, configured: Located<String>?
) throws(CommandError) -> TeamReference {
  let told = option.map { TeamReference($0, origin: "--team") }
  var lookedIn: [String] = []
  do throws(LinearError) {
    for folder in foldersWithBoard(root) {
      let path = asTyped(folder + "/" + boardPath)
      guard let text = try board(path, isNeeded: told == nil) else { continue }
      lookedIn.append(path)
      guard let found = teamReference(inBoard: text, origin: path) else { continue }
      guard let told else {
        if let configured { found.noteWinning(over: TeamReference(configured.value, origin: configured.place)) }
        return found
      }
      told.noteWinning(over: found)
      break
    }
    if let told { return told }
    guard let configured else { throw .teamUntold(lookedIn: lookedIn) }
    return TeamReference(configured.value, origin: configured.place)
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

private func foldersWithBoard(_ root: String) -> [String] {
  let folders = checkoutFolders(around: root)
  let current = FileManager.default.currentDirectoryPath
  return folders.contains(current) ? folders : folders + [current]
}

extension TeamReference {
  /// Says so where two places name different teams.
  fileprivate func noteWinning(over other: TeamReference) {
    let (own, others) = ([uuid].compactMap { $0 } + names, [other.uuid].compactMap { $0 } + other.names)
    guard Set(own.map { $0.lowercased() }).isDisjoint(with: others.map { $0.lowercased() }) else { return }
    let subject = origin == "--team" ? origin : "`\(origin)`"
    StandardStream.complain("note: \(subject) goes before `\(other.origin)`, which names the team `\(others[0])`\n")
  }
}

extension Located<String> {
  /// `.assay.yaml:7`
  fileprivate var place: String { "\(origin.file):\(origin.line)" }
}
