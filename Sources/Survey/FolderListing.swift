import Glibc

/// The entries of the folders that a walk is in at the moment: one stack for all of them, so that listing a folder
/// allocates nothing once the stack has grown.
struct FolderListing {
  struct Entry {
    /// Where the name begins in `names`.
    var name: Int
    /// In bytes; a zero byte stands behind the name.
    var length: Int
    var kind: Kind
  }

  enum Kind {
    case folder
    case file(SourceKind)
    case project(ProjectFileKind)
    /// What the folder it is in makes of it is not known here.
    case plainText
    case schema(SchemaFile.Kind)
    case symbolicLink
    /// A FIFO, a socket, a device.
    case special
  }

  /// What the names in one folder say about the folder itself.
  struct Signs {
    var hasGit = false
    var hasGitignore = false
    var hasIgnore = false
    /// `pyvenv.cfg`
    var isVirtualEnvironment = false
    /// `CACHEDIR.TAG`
    var isCache = false
  }

  private(set) var entries: [Entry] = []
  private(set) var names: [UInt8] = []

  /// Puts the entries of a folder on the stack, sorted as the paths of what is in them sort: a folder as its name with
  /// a `/` behind it. Files that are neither sources nor speak about the project are left out.
  ///
  /// - Returns: an error number, 0 when the folder was read to its end.
  mutating func push(_ stream: OpaquePointer, signs: inout Signs) -> Int32 {
    let first = entries.count
    var failure: Int32 = 0
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        failure = errno
        break
      }
      let name = unsafe UnsafeRawPointer(entry) + FolderListing.nameOffset
      unsafe add(
        UnsafeRawBufferPointer(start: name, count: strlen(name.assumingMemoryBound(to: CChar.self))),
        type: Int(entry.pointee.d_type), in: dirfd(stream), signs: &signs)
    }
    FolderListing.sort(&entries, from: first, names: names)
    return failure
  }

  private static let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name)!

  mutating func pop(to count: Int) {
    guard entries.count > count else { return }
    // The names lie in the order they were read in, not in the order of the entries.
    var start = names.count
    for entry in entries[count...] { start = min(start, entry.name) }
    names.removeLast(names.count - start)
    entries.removeLast(entries.count - count)
  }

  private mutating func add(_ name: UnsafeRawBufferPointer, type: Int, in folder: Int32, signs: inout Signs) {
    let start = names.count
    unsafe names.append(contentsOf: name)
    let end = names.count
    names.append(0)
    let kind = kind(from: start, to: end, type: type, in: folder, signs: &signs)
    if let kind {
      entries.append(Entry(name: start, length: end - start, kind: kind))
    } else {
      names.removeLast(names.count - start)
    }
  }

  /// `nil` for what is of no interest to a survey.
  private func kind(from start: Int, to end: Int, type: Int, in folder: Int32, signs: inout Signs) -> Kind? {
    let isHidden = names[start] == UInt8(ascii: ".")
    if isHidden, end - start == 1 || (end - start == 2 && names[start + 1] == UInt8(ascii: ".")) { return nil }
    if isHidden, isName(".git", start, end) { signs.hasGit = true }
    var type = type
    if type == Int(DT_UNKNOWN) { type = typeByStatus(start, in: folder) }
    switch type {
    case Int(DT_DIR): return .folder
    case Int(DT_LNK): return .symbolicLink
    case Int(DT_REG): break
    default: return .special
    }
    let source = SourceKind(names.span, from: start, to: end)
    if source != .other { return .file(source) }
    if let project = ProjectFileKind(names.span, from: start, to: end) { return .project(project) }
    if let schema = SchemaFile.kind(names.span, from: start, to: end) { return .schema(schema) }
    if isHidden {
      if isName(".gitignore", start, end) { signs.hasGitignore = true }
      if isName(".ignore", start, end) { signs.hasIgnore = true }
    } else {
      if isName("pyvenv.cfg", start, end) { signs.isVirtualEnvironment = true }
      if isName("CACHEDIR.TAG", start, end) { signs.isCache = true }
    }
    return ProjectFileKind.isPlainText(names.span, from: start, to: end) ? .plainText : nil
  }

  /// For file systems that do not tell the type of an entry beside its name.
  private func typeByStatus(_ start: Int, in folder: Int32) -> Int {
    var status = stat()
    let result = unsafe withName(start) { unsafe fstatat(folder, $0, &status, AT_SYMLINK_NOFOLLOW) }
    guard result == 0 else { return Int(DT_REG) }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return Int(DT_DIR)
    case S_IFLNK: return Int(DT_LNK)
    case S_IFREG: return Int(DT_REG)
    default: return Int(DT_FIFO)
    }
  }

  /// The name that begins at `start`, as C reads it.
  func withName<Result>(_ start: Int, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    unsafe names.withUnsafeBytes { bytes in
      unsafe body((bytes.baseAddress! + start).assumingMemoryBound(to: CChar.self))
    }
  }

  private func isName(_ wanted: StaticString, _ start: Int, _ end: Int) -> Bool {
    guard wanted.utf8CodeUnitCount == end - start else { return false }
    for index in 0..<(end - start) where unsafe wanted.utf8Start[index] != names[start + index] { return false }
    return true
  }

  private static func sort(_ entries: inout [Entry], from first: Int, names: [UInt8]) {
    guard entries.count - first > 1 else { return }
    unsafe entries.withUnsafeMutableBufferPointer { all in
      var added = unsafe UnsafeMutableBufferPointer(rebasing: all[first...])
      unsafe added.sort { precedes($0, $1, names) }
    }
  }

  private static func precedes(_ left: Entry, _ right: Entry, _ names: [UInt8]) -> Bool {
    let shorter = min(left.length, right.length)
    for index in 0..<shorter {
      let (leftByte, rightByte) = (names[left.name + index], names[right.name + index])
      if leftByte != rightByte { return leftByte < rightByte }
    }
    return byte(left, shorter, names) < byte(right, shorter, names)
  }

  /// The byte at `index` of the name and what follows it in a path.
  private static func byte(_ entry: Entry, _ index: Int, _ names: [UInt8]) -> UInt8 {
    if index < entry.length { return names[entry.name + index] }
    if case .folder = entry.kind { return UInt8(ascii: "/") }
    return 0
  }
}
