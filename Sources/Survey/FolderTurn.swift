import Glibc

/// Does something to a file while no other Assay does so to any file of its folder: what is read, changed and written
/// back would otherwise lose what another run writes between. The others wait; a process that ends lets go.
///
/// The folder itself is locked (`flock`), because the file is replaced by each writing and a lock of its own would stay
/// behind. Where the file system knows no locks it is done without one.
package func takingTurns<Result>(at path: String, _ work: () throws -> Result) rethrows -> Result {
  let folder = unsafe open(folder(of: linked(path)), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard folder >= 0 else { return try work() }
  // Closing it gives the lock back.
  defer { close(folder) }
  while flock(folder, LOCK_EX) != 0, errno == EINTR {}
  return try work()
}

/// The file that a symbolic link leads to; the path itself where nothing is there.
private func linked(_ path: String) -> String {
  guard let found = unsafe realpath(path, nil) else { return path }
  defer { unsafe free(found) }
  return unsafe String(cString: found)
}
