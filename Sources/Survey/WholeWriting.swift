import Glibc
import Synchronization

/// Writes a file whole or not at all: readers see the old content or the new, and an error leaves the old.
///
/// A file that exists keeps its permissions, a symbolic link stays a link to the file that is written. Into a FIFO or
/// a device (`/dev/stdout`) the content is written as into any stream.
package func writeWhole(_ text: String, to path: String) throws(WriteError) {
  try writeWhole(Array(text.utf8), to: path)
}

package func writeWhole(_ content: [UInt8], to path: String) throws(WriteError) {
  try checkName(path)
  var status = stat()
  guard unsafe stat(path, &status) == 0 else {
    // A link whose file is missing is replaced by the file itself.
    guard errno == ENOENT else { throw writeError(errno, path) }
    return try replace(path, with: content, mode: nil, named: path)
  }
  switch status.st_mode & S_IFMT {
  case S_IFDIR:
    throw .isFolder(path: path)
  case S_IFREG:
    // Renaming needs no permission to write the file; asking for it does.
    guard unsafe access(path, W_OK) == 0 else { throw writeError(errno, path) }
    guard let buffer = unsafe realpath(path, nil) else { throw writeError(errno, path) }
    defer { unsafe free(buffer) }
    try replace(unsafe String(cString: buffer), with: content, mode: status.st_mode & 0o7777, named: path)
  default:
    let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw writeError(errno, path) }
    defer { close(descriptor) }
    let failure = writeAll(content, descriptor)
    // A reader that closed its pipe has seen enough.
    guard failure == 0 || failure == EPIPE else { throw writeError(failure, path) }
  }
}

/// Throws what would keep a file from being written, before anything is done for its content.
package func checkWritable(_ path: String) throws(WriteError) {
  try checkName(path)
  var status = stat()
  if unsafe stat(path, &status) == 0 {
    if status.st_mode & S_IFMT == S_IFDIR { throw .isFolder(path: path) }
    guard unsafe access(path, W_OK) == 0 else { throw writeError(errno, path) }
  } else {
    guard errno == ENOENT, unsafe access(folder(of: path), W_OK) == 0 else { throw writeError(errno, path) }
  }
}

private func checkName(_ path: String) throws(WriteError) {
  if path.isEmpty { throw .failed(path: path, reason: "a file needs a name") }
  if path.utf8.contains(0) { throw .failed(path: path, reason: "a file's name has no NUL in it") }
}

/// The folder that a file is in, `./` for a bare name, with the slash at its end.
func folder(of path: String) -> String {
  path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? "./"
}

/// - Parameters:
///   - target: the file to write, itself no link.
///   - mode: its permissions; `nil` for those of a new file.
///   - named: the path for errors.
private func replace(_ target: String, with content: [UInt8], mode: mode_t?, named: String) throws(WriteError) {
  let (temporary, descriptor) = try temporaryFile(beside: target, named: named)
  var failure = writeAll(content, descriptor)
  if failure == 0, let mode, fchmod(descriptor, mode) != 0 { failure = errno }
  if close(descriptor) != 0, failure == 0 { failure = errno }
  if failure == 0, unsafe rename(temporary, target) != 0 { failure = errno }
  guard failure == 0 else {
    unsafe unlink(temporary)
    throw writeError(failure, named)
  }
}

private let temporaryFiles = Atomic<Int>(0)

private func temporaryFile(
  beside target: String, named: String
) throws(WriteError) -> (path: String, descriptor: Int32) {
  let folder = folder(of: target)
  while true {
    let number = temporaryFiles.add(1, ordering: .relaxed).newValue
    let path = "\(folder).assay-\(getpid())-\(number).tmp"
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    if descriptor >= 0 { return (path, descriptor) }
    // Left behind by a process that was killed; the next number is free.
    guard errno == EEXIST else { throw writeError(errno, named) }
  }
}

/// - Returns: an error number, 0 when all is written.
private func writeAll(_ content: [UInt8], _ descriptor: Int32) -> Int32 {
  unsafe content.withUnsafeBytes { bytes in
    var written = 0
    while written < bytes.count {
      let count = unsafe write(descriptor, bytes.baseAddress! + written, bytes.count - written)
      if count < 0, errno == EINTR { continue }
      if count < 0 { return errno }
      written += count
    }
    return 0
  }
}

private func writeError(_ code: Int32, _ path: String) -> WriteError {
  switch code {
  case ENOENT, ENOTDIR: .folderMissing(path: path)
  case EACCES, EPERM, EROFS: .noPermission(path: path)
  case EISDIR: .isFolder(path: path)
  default: .failed(path: path, reason: systemWords(code))
  }
}
