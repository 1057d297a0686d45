import Glibc

/// A path that was named, found on the disk.
struct SurveyStart {
  /// Absolute, its folders free of symbolic links; of a folder, free of them altogether.
  var path: String
  /// In bytes; `nil` for a folder.
  var size: Int?

  init(_ named: String, in current: String) throws(SurveyError) {
    guard !named.isEmpty, !named.utf8.contains(0) else { throw .missing(path: named) }
    let absolute = named.hasPrefix("/") ? named : current + "/" + named
    var status = stat()
    guard unsafe stat(absolute, &status) == 0 else {
      throw errno == ENOENT || errno == ENOTDIR
        ? .missing(path: named) : .unreadable(path: named, reason: systemWords(errno))
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR:
      path = try real(absolute, named: named)
      size = nil
    case S_IFREG:
      let slash = absolute.utf8.lastIndex(of: UInt8(ascii: "/"))!
      let folder = try real(slash == absolute.startIndex ? "/" : String(absolute[..<slash]), named: named)
      path = (folder == "/" ? "" : folder) + absolute[slash...]
      size = Int(status.st_size)
    default:
      throw .notFileOrFolder(path: named)
    }
  }
}

/// The root that an inventory of these paths has: absolute and free of symbolic links.
package func surveyRoot(of paths: [String]) throws(SurveyError) -> String {
  let current = try currentFolder(InventoryOptions())
  var starts: [SurveyStart] = []
  for path in paths.isEmpty ? ["."] : paths { starts.append(try SurveyStart(path, in: current)) }
  return root(of: starts, current: current)
}

func currentFolder(_ options: InventoryOptions) throws(SurveyError) -> String {
  if let folder = options.currentFolder { return try real(folder, named: folder) }
  guard let buffer = unsafe getcwd(nil, 0) else { throw .noCurrentFolder(reason: systemWords(errno)) }
  defer { unsafe free(buffer) }
  return unsafe String(cString: buffer)
}

/// The path without symbolic links, `.` and `..`.
private func real(_ path: String, named: String) throws(SurveyError) -> String {
  guard let buffer = unsafe realpath(path, nil) else { throw .unreadable(path: named, reason: systemWords(errno)) }
  defer { unsafe free(buffer) }
  return unsafe String(cString: buffer)
}

func root(of starts: [SurveyStart], current: String) -> String {
  if starts.count == 1, starts[0].size == nil { return starts[0].path }
  let folders = starts.map { start in
    let bytes = start.path == "/" ? [] : Array(start.path.utf8)
    return start.size == nil ? bytes : Array(bytes[..<bytes.lastIndex(of: UInt8(ascii: "/"))!])
  }
  var common = current == "/" ? [] : Array(current.utf8)
  if !folders.allSatisfy({ isInside($0, common) }) {
    common = folders[0]
    while !folders.allSatisfy({ isInside($0, common) }) {
      common = Array(common[..<common.lastIndex(of: UInt8(ascii: "/"))!])
    }
  }
  return common.isEmpty ? "/" : String(decoding: common, as: UTF8.self)
}

/// Whether one folder is the other or lies in it; `/` is written as no bytes at all.
private func isInside(_ folder: [UInt8], _ other: [UInt8]) -> Bool {
  folder.starts(with: other) && (folder.count == other.count || folder[other.count] == UInt8(ascii: "/"))
}
