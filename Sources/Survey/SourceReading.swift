import Glibc

/// Reads a regular file whole.
///
/// The file is opened, asked for its size, read and closed, once each. A FIFO, a socket or a device is turned down
/// without waiting for it.
///
/// - Parameter limit: the most bytes the file may have.
package func readSource(_ absolutePath: String, limit: Int) throws(ReadError) -> SourceBytes {
  try OpenFile(absolutePath).read(limit: limit)
}

/// A file that is open for reading, closed when the value ends.
struct OpenFile: ~Copyable {
  private let descriptor: Int32

  /// O_NONBLOCK keeps the opening of a FIFO from waiting for its other end; regular files do not know it.
  private static let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY

  init(_ absolutePath: String) throws(ReadError) {
    guard !absolutePath.utf8.contains(0) else { throw .missing }
    try self.init(opened: unsafe open(absolutePath, OpenFile.flags))
  }

  /// - Parameter folder: the descriptor of the folder that `name` is in. A symbolic link is turned down.
  init(_ name: String, in folder: Int32) throws(ReadError) {
    try self.init(opened: unsafe openat(folder, name, OpenFile.flags | O_NOFOLLOW))
  }

  private init(opened: Int32) throws(ReadError) {
    guard opened >= 0 else { throw readError(errno) }
    descriptor = opened
  }

  deinit { _ = close(descriptor) }

  consuming func read(limit: Int) throws(ReadError) -> SourceBytes {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw readError(errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
    let size = Int(status.st_size)
    guard size <= limit else { throw .tooLarge(size: size, limit: limit) }
    // One byte more than the size: that it stays empty shows the end of the file without another read.
    var (bytes, count) = try contents(capacity: size + 1, after: [], count: 0)
    while count == bytes.count - SourceBytes.padding {
      // The file grew, or lies in /proc where sizes are told as 0.
      guard count <= limit else { throw .tooLarge(size: count, limit: limit) }
      (bytes, count) = try contents(capacity: min(max(4096, count * 2), limit + 1), after: bytes, count: count)
    }
    if bytes.count > count + SourceBytes.padding { bytes.removeLast(bytes.count - count - SourceBytes.padding) }
    return SourceBytes(padded: bytes, count: count)
  }

  /// A buffer of `capacity` bytes and the padding, zero behind the content: the first `count` bytes of `before`, then
  /// what the file still gives.
  private func contents(
    capacity: Int, after before: [UInt8], count: Int
  ) throws(ReadError) -> (bytes: [UInt8], count: Int) {
    var failure: Int32 = 0
    var filled = count
    let whole = capacity + SourceBytes.padding
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: whole) { buffer, initialized in
      for index in 0..<count { unsafe buffer[index] = before[index] }
      while filled < capacity {
        let got = unsafe Glibc.read(descriptor, buffer.baseAddress! + filled, capacity - filled)
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = errno }
        if got <= 0 { break }
        filled += got
        // A regular file gives less than asked for only at its end.
        if filled < capacity { break }
      }
      unsafe (buffer.baseAddress! + filled).update(repeating: 0, count: whole - filled)
      initialized = whole
    }
    guard failure == 0 else { throw readError(failure) }
    return (bytes, filled)
  }
}

private func readError(_ code: Int32) -> ReadError {
  switch code {
  case ENOENT, ENOTDIR: .missing
  case EACCES, EPERM: .noPermission
  // A socket cannot be opened; a link is not followed; a device without a driver.
  case ENXIO, ELOOP, ENODEV: .notRegular
  default: .failed(reason: systemWords(code))
  }
}
