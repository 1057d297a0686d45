import Glibc

/// Where a report goes: standard output, or a file that is written whole or not at all.
enum ReportDestination {
  case standardOutput
  case file(String)

  /// `-o FILE`; without one, or for `-`, standard output. A place that cannot be written is an error before the audit.
  init(option: String?) throws(OutputError) {
    guard let option, option != "-" else {
      self = .standardOutput
      return
    }
    try self.init(file: option)
  }

  init(file: String) throws(OutputError) {
    if file.isEmpty { throw OutputError(place: "a file without a name", code: ENOENT) }
    var about = stat()
    if unsafe stat(file, &about) == 0 {
      if about.isDirectory { throw OutputError(place: file, code: EISDIR) }
    } else if unsafe access(folder(of: file), W_OK) != 0 {
      throw OutputError(place: file, code: errno)
    }
    self = .file(file)
  }

  func write(_ text: String) throws(OutputError) {
    switch self {
    case .standardOutput: try StandardStream.output.write(text)
    case .file(let path): try writeWhole(text, to: path)
    }
  }
}

/// A place that could not be written, and why.
struct OutputError: Error, CustomStringConvertible {
  var place: String
  /// An `errno`.
  var code: Int32

  var description: String { "cannot write to \(place): \(unsafe String(cString: strerror(code)))" }
}

/// Writes a temporary file beside the target and renames it, so that no reader ever meets half a report. Devices and
/// pipes are written as they are; a symbolic link keeps pointing where it did.
private func writeWhole(_ text: String, to path: String) throws(OutputError) {
  var about = stat()
  let exists = unsafe stat(path, &about) == 0
  if exists, !about.isRegularFile {
    let device = unsafe open(path, O_WRONLY)
    guard device >= 0 else { throw OutputError(place: path, code: errno) }
    defer { close(device) }
    if let code = writeAll(text, to: device), code != EPIPE { throw OutputError(place: path, code: code) }
    return
  }

  let target = exists ? resolved(path) : path
  let temporary = "\(folder(of: target))/.assay-\(getpid()).tmp"
  let file = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
  guard file >= 0 else { throw OutputError(place: path, code: errno) }
  var failure = exists && fchmod(file, about.st_mode & 0o7777) != 0 ? errno : nil
  failure = failure ?? writeAll(text, to: file)
  if close(file) != 0 { failure = failure ?? errno }
  if failure == nil, unsafe rename(temporary, target) != 0 { failure = errno }
  if let failure {
    unsafe unlink(temporary)
    throw OutputError(place: path, code: failure)
  }
}

/// The folder that a file is in, `.` for a bare name.
func folder(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// The file that a symbolic link leads to; the path itself where nothing is there.
func resolved(_ path: String) -> String {
  guard let found = unsafe realpath(path, nil) else { return path }
  defer { unsafe free(found) }
  return unsafe String(cString: found)
}

extension stat {
  fileprivate var isDirectory: Bool { st_mode & S_IFMT == S_IFDIR }
  fileprivate var isRegularFile: Bool { st_mode & S_IFMT == S_IFREG }
}
