import Survey

/// Many path patterns at once. The shapes that contexts are written in (`**/tests/**`, `**/conftest.py`,
/// `**/test_*.py`) are asked by comparing the path's parts; what is written otherwise is asked as a glob.
struct PathSet: Sendable {
  private var folders: [[UInt8]] = []
  /// File names as what stands before and behind their one `*`; without one, the whole name as the first.
  private var names: [(start: [UInt8], end: [UInt8], isWhole: Bool)] = []
  private var others: [Glob] = []

  init(_ globs: [Glob]) {
    for glob in globs {
      let parts = glob.text.split(separator: "/", omittingEmptySubsequences: false).map { Array($0.utf8) }
      let anywhere = Array("**".utf8)
      if parts.count == 3, parts[0] == anywhere, parts[2] == anywhere, PathSet.isPlain(parts[1]) {
        folders.append(parts[1])
      } else if parts.count == 2, parts[0] == anywhere {
        let pieces = parts[1].split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map(Array.init)
        if pieces.count == 1, PathSet.isPlain(pieces[0]) {
          names.append((pieces[0], [], true))
        } else if pieces.count == 2, pieces.allSatisfy(PathSet.isPlain) {
          names.append((pieces[0], pieces[1], false))
        } else {
          others.append(glob)
        }
      } else {
        others.append(glob)
      }
    }
  }

  private static func isPlain(_ text: [UInt8]) -> Bool {
    !text.contains {
      UInt8(ascii: "*") == $0 || UInt8(ascii: "?") == $0 || UInt8(ascii: "[") == $0
        || UInt8(ascii: "{") == $0 || UInt8(ascii: "\\") == $0
    }
  }

  /// `bytes` are the path's, so that many sets can be asked about one path.
  func contains(_ path: String, _ bytes: [UInt8]) -> Bool {
    var start = 0
    for index in bytes.indices where bytes[index] == UInt8(ascii: "/") {
      for folder in folders where folder.count == index - start && bytes[start..<index].elementsEqual(folder) {
        return true
      }
      start = index + 1
    }
    let name = bytes[start...]
    for wanted in names where name.count >= wanted.start.count + wanted.end.count {
      if wanted.isWhole, name.count != wanted.start.count { continue }
      if name.starts(with: wanted.start), name.suffix(wanted.end.count).elementsEqual(wanted.end) { return true }
    }
    return others.contains { $0.matches(path) }
  }
}
