/// The Git checkout that a folder is part of, as its own files tell it; no Git is run.
package struct Checkout: Sendable, Equatable {
  /// The address of the remote `origin` as the configuration has it: there may be a password in it.
  package var origin: String?
  /// The commit that is checked out, in hexadecimal digits.
  package var commit: String?
  /// The folder inside the checkout, with `/` between the parts; empty for the checkout's own folder.
  package var folder: String

  /// So many bytes of one of Git's files are read at most; lists of packed references are the longest.
  private static let limit = 8 * 1024 * 1024

  /// - Parameter path: absolute and free of symbolic links. `nil` where no checkout is around it, or one whose files
  ///   are somewhere else without saying so themselves.
  package init?(around path: String) {
    var folder = path == "/" ? "" : path
    while true {
      if let git = GitFolders(of: folder) {
        self.folder = String(decoding: path.utf8.dropFirst(folder.utf8.count + 1), as: UTF8.self)
        let configuration = Self.text(of: git.shared + "/config")
        origin = configuration.flatMap(Self.origin)
        commit = Self.commit(in: git)
        return
      }
      guard let slash = folder.lastIndex(of: "/") else { return nil }
      folder = String(folder[..<slash])
    }
  }

  fileprivate static func text(of path: String) -> String? {
    guard let source = try? readSource(path, limit: limit) else { return nil }
    return String(decoding: source.bytes[..<source.count], as: UTF8.self)
  }

  /// The value of `url` in the section `[remote "origin"]`.
  static func origin(in configuration: String) -> String? {
    var isInside = false
    var origin: String?
    for line in configuration.split(whereSeparator: \.isNewline) {
      let line = line.drop { $0 == " " || $0 == "\t" }
      if line.hasPrefix("[") {
        let title = line.dropFirst().prefix { $0 != "]" }.split(separator: " ", maxSplits: 1)
        isInside = title.count == 2 && title[0].lowercased() == "remote" && title[1] == "\"origin\""
      } else if isInside, let equals = line.firstIndex(of: "="), word(line[..<equals]).lowercased() == "url" {
        origin = origin ?? word(line[line.index(after: equals)...])
      }
    }
    return origin
  }

  /// Without the blanks and quotation marks around it, and without a comment behind it.
  private static func word(_ text: Substring) -> String {
    let value = text.prefix { $0 != "#" && $0 != ";" }
    let isEdge = { (character: Character) in character.isWhitespace || character == "\"" }
    return String(value.drop(while: isEdge).reversed().drop(while: isEdge).reversed())
  }

  private static func commit(in git: GitFolders) -> String? {
    guard let head = text(of: git.own + "/HEAD").map({ word($0[...]) }) else { return nil }
    guard head.hasPrefix("ref: ") else { return isCommit(head) ? head : nil }
    let name = head.dropFirst("ref: ".count)
    guard !name.split(separator: "/").contains("..") else { return nil }
    if let loose = text(of: "\(git.shared)/\(name)").map({ word($0[...]) }) { return isCommit(loose) ? loose : nil }
    let packed = text(of: git.shared + "/packed-refs") ?? ""
    for line in packed.split(separator: "\n") where line.hasSuffix(" \(name)") {
      let commit = String(line.prefix { $0 != " " })
      if isCommit(commit) { return commit }
    }
    return nil
  }

  private static func isCommit(_ text: String) -> Bool {
    (text.utf8.count == 40 || text.utf8.count == 64) && text.allSatisfy(\.isHexDigit) && text.utf8.count == text.count
  }
}

/// Where Git keeps a checkout's files.
private struct GitFolders {
  /// Of this checkout alone.
  var own: String
  /// Of all worktrees of the repository.
  var shared: String

  /// - Parameter folder: without a `/` at its end. In a linked worktree `.git` is a file that names a folder somewhere
  ///   else. It is followed only when that folder names this file in turn: an audited tree cannot point anywhere it likes.
  init?(of folder: String) {
    let git = folder + "/.git"
    if (try? readSource(git + "/HEAD", limit: 4096)) != nil {
      (own, shared) = (git, git)
      return
    }
    guard let pointer = Self.line(of: git), pointer.hasPrefix("gitdir: /") else { return nil }
    own = String(pointer.dropFirst("gitdir: ".count))
    guard Self.line(of: own + "/gitdir") == git, let common = Self.line(of: own + "/commondir") else { return nil }
    shared = common.hasPrefix("/") ? common : "\(own)/\(common)"
  }

  private static func line(of path: String) -> String? {
    guard let source = try? readSource(path, limit: 4096) else { return nil }
    let line = source.bytes[..<source.count].prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    return String(decoding: line, as: UTF8.self)
  }
}
