import Glibc
import Vocabulary

/// An ignore file that is there and could not be read.
struct UnreadIgnoreFile {
  var name: String
  var error: ReadError

  /// - Parameter folder: the folder the file is in, relative to the root; `.` for the root.
  func problem(folder: String) -> Problem {
    Problem(
      stage: .survey, path: folder == "." ? name : folder + "/" + name,
      message: "its patterns were not heeded: \(error)",
      hint: "Files it would leave out were audited; make it readable, or use --no-ignore.")
  }
}

extension IgnoreLevels {
  /// So many bytes of an ignore file are read at most.
  private static let limit = 1024 * 1024

  /// Takes in the ignore files of a folder. A folder with a `.git` begins a repository of its own: what git's files
  /// around it say does not hold in it.
  ///
  /// - Parameters:
  ///   - folder: its absolute path with a `/` at its end.
  ///   - descriptor: the open folder.
  mutating func enter(folder: [UInt8], descriptor: Int32, signs: FolderListing.Signs) -> [UnreadIgnoreFile] {
    var unread: [UnreadIgnoreFile] = []
    func read(_ name: String, _ file: () throws(ReadError) -> SourceBytes) -> IgnoreFile? {
      do throws(ReadError) {
        let source = try file()
        let compiled = IgnoreFile(source.bytes[..<source.count], base: folder.count)
        return compiled.isEmpty ? nil : compiled
      } catch .missing {
        return nil
      } catch {
        unread.append(UnreadIgnoreFile(name: name, error: error))
        return nil
      }
    }
    if signs.hasGit {
      gitStart = git.count
      let exclude = read(".git/info/exclude") { () throws(ReadError) in
        try repositoryExclude(folder: folder, descriptor: descriptor)
      }
      if let exclude { git.append(exclude) }
    }
    if signs.hasGitignore {
      let file = read(".gitignore") { () throws(ReadError) in
        try OpenFile(".gitignore", in: descriptor).read(limit: IgnoreLevels.limit)
      }
      if let file { git.append(file) }
    }
    if signs.hasIgnore {
      let file = read(".ignore") { () throws(ReadError) in
        try OpenFile(".ignore", in: descriptor).read(limit: IgnoreLevels.limit)
      }
      if let file { plain.append(file) }
    }
    return unread
  }

  /// Back to the state before `enter`.
  mutating func leave(git gitCount: Int, gitStart start: Int, plain plainCount: Int) {
    git.removeLast(git.count - gitCount)
    plain.removeLast(plain.count - plainCount)
    gitStart = start
  }

  /// In a worktree or submodule `.git` is a file that names the real folder; a worktree's real folder names the one
  /// that it shares with the others.
  private func repositoryExclude(folder: [UInt8], descriptor: Int32) throws(ReadError) -> SourceBytes {
    let pointer: SourceBytes
    do throws(ReadError) {
      pointer = try OpenFile(".git", in: descriptor).read(limit: 4096)
    } catch .notRegular {
      return try OpenFile(".git/info/exclude", in: descriptor).read(limit: IgnoreLevels.limit)
    }
    let mark = Array("gitdir: ".utf8)
    guard pointer.bytes[..<pointer.count].starts(with: mark) else { throw .missing }
    let named = firstLine(pointer.bytes[mark.count..<pointer.count])
    var repository = resolve(named, from: String(decoding: folder, as: UTF8.self))
    if let common = try? readSource(repository + "/commondir", limit: 4096) {
      repository = resolve(firstLine(common.bytes[..<common.count]), from: repository + "/")
    }
    return try readSource(repository + "/info/exclude", limit: IgnoreLevels.limit)
  }
}

private func firstLine(_ bytes: ArraySlice<UInt8>) -> String {
  String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }, as: UTF8.self)
}

/// - Parameter folder: ends in `/`.
private func resolve(_ path: String, from folder: String) -> String {
  path.hasPrefix("/") ? path : folder + path
}
