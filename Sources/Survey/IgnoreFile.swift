/// The lines of one `.gitignore`, `.ignore` or `info/exclude`, compiled; the meaning is gitignore(5)'s.
struct IgnoreFile: Sendable {
  /// Where in an absolute path the part begins that the patterns speak of: behind the `/` of the file's folder.
  let base: Int
  private var lines: [Line] = []
  /// `PathPattern.lastByte` of each line, side by side, so that most lines are passed over in one comparison.
  private var lastBytes: [UInt8] = []

  private struct Line: Sendable {
    var pattern: PathPattern
    var foldersOnly: Bool
    var isNegated: Bool
  }

  var isEmpty: Bool { lines.isEmpty }

  /// - Parameter bytes: the file's content; lines end in LF or CRLF, a byte order mark at its start is passed over.
  init(_ bytes: ArraySlice<UInt8>, base: Int) {
    self.base = base
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
    for raw in text.split(separator: UInt8(ascii: "\n")) {
      let line = raw.last == UInt8(ascii: "\r") ? raw.dropLast() : raw
      guard let compiled = IgnoreFile.compile(line) else { continue }
      lines.append(compiled)
      lastBytes.append(compiled.pattern.lastByte)
    }
  }

  /// `nil` for a blank line, a comment, and a pattern that git too takes as one that never matches.
  private static func compile(_ line: ArraySlice<UInt8>) -> Line? {
    guard line.first != UInt8(ascii: "#") else { return nil }
    let slash = UInt8(ascii: "/")
    var body = withoutTrailingSpaces(line)
    let isNegated = body.first == UInt8(ascii: "!")
    if isNegated { body = body.dropFirst() }
    let foldersOnly = body.last == slash
    if foldersOnly { body = body.dropLast() }
    let isNameOnly = !body.contains(slash)
    if body.first == slash { body = body.dropFirst() }
    guard !body.isEmpty else { return nil }
    var reader = PatternReader(Array(body), dialect: .ignoreFile, written: "")
    guard let components = try? reader.components() else { return nil }
    return Line(
      pattern: PathPattern(components: components, isNameOnly: isNameOnly), foldersOnly: foldersOnly,
      isNegated: isNegated)
  }

  /// Spaces at the end do not count, unless the first of them stands behind a `\`.
  private static func withoutTrailingSpaces(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var end = line.startIndex
    var at = line.startIndex
    while at < line.endIndex {
      if line[at] == UInt8(ascii: "\\") {
        at += 2
        end = min(at, line.endIndex)
      } else {
        if line[at] != UInt8(ascii: " ") { end = at + 1 }
        at += 1
      }
    }
    return line[..<end]
  }

  /// What the last line that matches says: `true` ignored, `false` taken back in; `nil` when none matches.
  ///
  /// - Parameters:
  ///   - path: the absolute path.
  ///   - nameStart: where its last part begins.
  func ignores(_ path: Span<UInt8>, nameStart: Int, isFolder: Bool) -> Bool? {
    let last = path[path.count - 1]
    var index = lines.count - 1
    while index >= 0 {
      let wanted = lastBytes[index]
      if wanted == 0 || wanted == last, isFolder || !lines[index].foldersOnly,
        lines[index].pattern.matches(path, base, path.count, nameStart: nameStart)
      {
        return !lines[index].isNegated
      }
      index -= 1
    }
    return nil
  }
}

/// The ignore files that hold in one folder: its own and those of the folders around it.
struct IgnoreLevels: Sendable {
  /// Outermost first: `info/exclude` of the repository, then each `.gitignore`.
  var git: [IgnoreFile] = []
  /// Levels of `git` below this index belong to an enclosing repository and say nothing here.
  var gitStart = 0
  /// Each `.ignore`, outermost first. What they say goes before what git's files say.
  var plain: [IgnoreFile] = []

  /// Why the entry is left out; `nil` when it is not.
  ///
  /// - Parameters:
  ///   - path: the absolute path.
  ///   - nameStart: where its last part begins.
  func skipReason(_ path: Span<UInt8>, nameStart: Int, isFolder: Bool) -> SkipReason? {
    var level = plain.count - 1
    while level >= 0 {
      if let says = plain[level].ignores(path, nameStart: nameStart, isFolder: isFolder) {
        return says ? .ignored : nil
      }
      level -= 1
    }
    level = git.count - 1
    while level >= gitStart {
      if let says = git[level].ignores(path, nameStart: nameStart, isFolder: isFolder) {
        return says ? .ignored : nil
      }
      level -= 1
    }
    return nil
  }
}
