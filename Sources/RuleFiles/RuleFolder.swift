import Glibc

/// Why the rule files of a folder could not be had.
package enum RuleFolderError: Error, Sendable, Equatable, CustomStringConvertible {
  case missing(String)
  /// A folder or file that is there; `reason` is the system's.
  case unreadable(String, reason: String)
  /// A single file that is not called `.yaml` or `.yml`.
  case notYAML(String)
  case noRuleFiles(String)
  case tooManyFiles(String, limit: Int)
  /// A link that leads to where the rules may not come from.
  case leadsOut(String, of: String)

  package var description: String {
    switch self {
    case .missing(let path): "there is no rule folder or file `\(path)`; check the path"
    case .unreadable(let path, let reason): "cannot read `\(path)`: \(reason); check its permissions"
    case .notYAML(let path): "`\(path)` is no rule file; name a .yaml or .yml file, or a folder"
    case .noRuleFiles(let path): "`\(path)` holds no .yaml or .yml file; put a rule into it or name another folder"
    case .leadsOut(let path, let boundary):
      "`\(path)` leads out of `\(boundary)`; rules that a configuration names lie in its own folder"
    case .tooManyFiles(let path, let limit): "`\(path)` holds more than \(limit) rule files; name a smaller folder"
    }
  }
}

/// The `.yaml` and `.yml` files in a folder and the folders below it, in the order of their paths; or the one file that
/// `folder` names. Hidden files and folders are left out. Links are followed, each folder once. Of a file that is
/// larger than a rule file may be, only as much is read as it takes to know that. A file that cannot be read is among
/// them, with the reason.
///
/// - Parameter boundary: a folder, absolute and free of links, out of which no link may lead; `nil` for none.
package func ruleFiles(
  in folder: String, within boundary: String? = nil
) throws(RuleFolderError) -> [RuleFileBytes] {
  var path = folder
  while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
  guard let entry = FolderEntry(path) else { throw .missing(folder) }
  try requireInside(boundary, path)
  if entry.isFile {
    guard isYAML(path) else { throw .notYAML(path) }
    return [readRuleFile(path)]
  }
  guard entry.isFolder else { throw .unreadable(path, reason: "it is neither a file nor a folder") }

  var walk = FolderWalk(root: path, boundary: boundary)
  try walk.enter(path, entry)
  guard !walk.files.isEmpty else { throw .noRuleFiles(folder) }
  var files: [RuleFileBytes] = []
  for path in walk.files.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
    files.append(walk.troubles[path].map { troubled(path, $0) } ?? readRuleFile(path))
  }
  return files
}

/// The paths found so far.
private struct FolderWalk {
  static let fileLimit = 10_000

  let root: String
  let boundary: String?
  var files: [String] = []
  /// Of `files`: why they cannot be read.
  var troubles: [String: String] = [:]
  private var entered: Set<FolderEntry> = []

  init(root: String, boundary: String?) {
    self.root = root
    self.boundary = boundary
  }

  mutating func enter(_ folder: String, _ entry: FolderEntry) throws(RuleFolderError) {
    guard entered.insert(entry).inserted else { return }
    for name in try names(in: folder) where !name.hasPrefix(".") {
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      guard let entry = FolderEntry(path) else {
        if isYAML(name) { try add(path, trouble: "it links to nothing") }
        continue
      }
      if entry.isFolder || isYAML(name) { try requireInside(boundary, path) }
      if entry.isFolder {
        try enter(path, entry)
      } else if isYAML(name) {
        try add(path, trouble: entry.isFile ? nil : "it is no regular file")
      }
    }
  }

  private mutating func add(_ path: String, trouble: String?) throws(RuleFolderError) {
    guard files.count < FolderWalk.fileLimit else { throw .tooManyFiles(root, limit: FolderWalk.fileLimit) }
    files.append(path)
    troubles[path] = trouble
  }
}

/// What the file system says of a path, links followed; equal for the same file under two paths.
private struct FolderEntry: Hashable {
  private let device: UInt64
  private let number: UInt64
  private let type: mode_t

  init?(_ path: String) {
    var found = stat()
    guard !path.utf8.contains(0), unsafe stat(path, &found) == 0 else { return nil }
    device = UInt64(found.st_dev)
    number = UInt64(found.st_ino)
    type = found.st_mode & S_IFMT
  }

  var isFile: Bool { type == S_IFREG }
  var isFolder: Bool { type == S_IFDIR }
}

private func requireInside(_ boundary: String?, _ path: String) throws(RuleFolderError) {
  guard let boundary else { return }
  guard let buffer = unsafe realpath(path, nil) else { throw .unreadable(path, reason: systemReason()) }
  defer { unsafe free(buffer) }
  let real = unsafe String(cString: buffer)
  if real != boundary, boundary != "/", !real.utf8.starts(with: Array((boundary + "/").utf8)) {
    throw .leadsOut(path, of: boundary)
  }
}

private func isYAML(_ name: String) -> Bool { name.hasSuffix(".yaml") || name.hasSuffix(".yml") }

/// The names in a folder, `.` and `..` among them.
private func names(in folder: String) throws(RuleFolderError) -> [String] {
  guard let stream = unsafe opendir(folder) else { throw .unreadable(folder, reason: systemReason()) }
  defer { unsafe closedir(stream) }
  var names: [String] = []
  while let entry = unsafe readdir(stream) {
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
      unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
    }
    names.append(name)
  }
  return names
}

private func troubled(_ path: String, _ reason: String) -> RuleFileBytes {
  RuleFileBytes(path: path, bytes: [], isShipped: false, trouble: reason)
}

private func readRuleFile(_ path: String) -> RuleFileBytes {
  let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard file >= 0 else { return troubled(path, systemReason()) }
  defer { close(file) }
  var bytes: [UInt8] = []
  // More than allowed shows that a file is too large.
  while bytes.count <= YAMLComposer.Limit.bytes {
    var got = 0
    let chunk = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
      repeat { got = unsafe read(file, buffer.baseAddress, buffer.count) } while got < 0 && errno == EINTR
      count = max(0, got)
    }
    if got < 0 { return troubled(path, systemReason()) }
    if got == 0 { break }
    bytes += chunk
  }
  return RuleFileBytes(path: path, bytes: bytes, isShipped: false)
}

private func systemReason() -> String { unsafe String(cString: strerror(errno)) }
