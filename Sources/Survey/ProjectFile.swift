import Glibc

/// A file that is not audited but says something about the project: a manifest, a lock file, a configuration.
package struct ProjectFile: Sendable, Hashable {
  /// Relative to the root, with `/` between the parts.
  package var path: String
  package var kind: ProjectFileKind
  private var root: String

  package init(path: String, kind: ProjectFileKind, root: String) {
    self.path = path
    self.kind = kind
    self.root = root
  }

  package var absolutePath: String { root == "/" ? root + path : root + "/" + path }

  /// Whether the file is there and no symbolic link on the way to it leads out of the root.
  var isInRoot: Bool {
    guard !path.utf8.contains(0), let resolved = unsafe realpath(absolutePath, nil) else { return false }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved).hasPrefix(root == "/" ? root : root + "/")
  }
}

/// What such a file is, told by its name.
package enum ProjectFileKind: Sendable, Hashable, CaseIterable {
  /// `requirements*.txt`, `*-requirements.txt`, text files in a folder `requirements`; also the `.in` files that such
  /// are made from.
  case requirements
  case pyproject, setupConfiguration, pipfile
  case poetryLock, uvLock, pdmLock, pipfileLock
  case packageJSON, packageLock, yarnLock, pnpmLock
  case goModule
  case compose, environment, alembic, prismaSchema
  /// `tech_stack.md`, `kanban_board.md`
  case techStack, kanbanBoard

  /// It says what the project asks for.
  var isManifest: Bool {
    switch self {
    case .requirements, .pyproject, .setupConfiguration, .pipfile, .packageJSON, .goModule: true
    default: false
    }
  }

  var isLockFile: Bool {
    switch self {
    case .poetryLock, .uvLock, .pdmLock, .pipfileLock, .packageLock, .yarnLock, .pnpmLock: true
    default: false
    }
  }

  /// - Parameters:
  ///   - lower: where the name begins in `text`.
  ///   - upper: one past its end.
  init?(_ text: Span<UInt8>, from lower: Int, to upper: Int) {
    let name = lower..<upper
    guard name.count >= 4 else { return nil }
    if name.count < ProjectFileKind.wholeNames.count {
      for (whole, kind) in ProjectFileKind.wholeNames[name.count] where begins(text, name, whole) {
        self = kind
        return
      }
    }
    if let stem = ProjectFileKind.stemOfPlainText(text, name),
      begins(text, stem, Words.requirements) || ends(text, stem, Words.requirements)
    {
      self = .requirements
    } else if ends(text, name, Words.yml) || ends(text, name, Words.yaml),
      isWord(text, name, Words.compose) || isWord(text, name, Words.dockerCompose)
    {
      self = .compose
    } else if isWord(text, name, Words.env) || ends(text, name, Words.env) {
      self = .environment
    } else if ends(text, name, Words.prisma) {
      self = .prismaSchema
    } else {
      return nil
    }
  }

  /// Whether a file of this name states requirements when the folder it is in says so.
  static func isPlainText(_ text: Span<UInt8>, from lower: Int, to upper: Int) -> Bool {
    stemOfPlainText(text, lower..<upper) != nil
  }

  /// - Parameter path: a file's; `nameStart` is where its name begins in it.
  static func isInRequirementsFolder(_ path: Span<UInt8>, nameStart: Int) -> Bool {
    let folder = 0..<max(0, nameStart - 1)
    guard ends(path, folder, Words.requirements) else { return false }
    let before = folder.upperBound - Words.requirements.count - 1
    return before < 0 || path[before] == UInt8(ascii: "/")
  }

  /// By length.
  private static let wholeNames: [[(name: [UInt8], kind: ProjectFileKind)]] = {
    let names: [(String, ProjectFileKind)] = [
      ("pyproject.toml", .pyproject), ("setup.cfg", .setupConfiguration), ("Pipfile", .pipfile),
      ("poetry.lock", .poetryLock), ("uv.lock", .uvLock), ("pdm.lock", .pdmLock), ("Pipfile.lock", .pipfileLock),
      ("package.json", .packageJSON), ("package-lock.json", .packageLock), ("npm-shrinkwrap.json", .packageLock),
      ("yarn.lock", .yarnLock), ("pnpm-lock.yaml", .pnpmLock), ("go.mod", .goModule), ("alembic.ini", .alembic),
      ("tech_stack.md", .techStack), ("kanban_board.md", .kanbanBoard),
    ]
    var table: [[(name: [UInt8], kind: ProjectFileKind)]] = Array(repeating: [], count: 20)
    for (name, kind) in names { table[name.utf8.count].append((Array(name.utf8), kind)) }
    return table
  }()

  private enum Words {
    static let requirements = Array("requirements".utf8)
    static let compose = Array("compose".utf8)
    static let dockerCompose = Array("docker-compose".utf8)
    static let env = Array(".env".utf8)
    static let yaml = Array(".yaml".utf8)
    static let yml = Array(".yml".utf8)
    static let prisma = Array(".prisma".utf8)
    static let txt = Array(".txt".utf8)
    static let `in` = Array(".in".utf8)
  }

  /// The name without `.txt` or `.in`; `nil` when it has neither.
  private static func stemOfPlainText(_ text: Span<UInt8>, _ name: Range<Int>) -> Range<Int>? {
    for ending in [Words.txt, Words.in] where ends(text, name, ending) {
      return name.lowerBound..<(name.upperBound - ending.count)
    }
    return nil
  }
}

// The name of a file is a range of the bytes among which it stands.

private func begins(_ text: Span<UInt8>, _ name: Range<Int>, _ word: [UInt8]) -> Bool {
  holds(text, name, word, at: name.lowerBound)
}

private func ends(_ text: Span<UInt8>, _ name: Range<Int>, _ word: [UInt8]) -> Bool {
  holds(text, name, word, at: name.upperBound - word.count)
}

/// The name is the word, or the word and something that a mark sets off.
private func isWord(_ text: Span<UInt8>, _ name: Range<Int>, _ word: [UInt8]) -> Bool {
  guard begins(text, name, word) else { return false }
  if name.count == word.count { return true }
  let mark = text[name.lowerBound + word.count]
  return mark == UInt8(ascii: ".") || mark == UInt8(ascii: "-") || mark == UInt8(ascii: "_")
}

private func holds(_ text: Span<UInt8>, _ name: Range<Int>, _ word: [UInt8], at start: Int) -> Bool {
  guard start >= name.lowerBound, start + word.count <= name.upperBound else { return false }
  for index in word.indices where text[start + index] != word[index] { return false }
  return true
}
