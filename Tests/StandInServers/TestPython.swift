import Foundation

/// The Python that the stand-in servers run on, with the packages of `Tests/requirements.txt`.
package enum TestPython {
  package enum Failure: Error {
    /// `Scripts/test` installs what is needed.
    case notInstalled(String)
    case noPort
  }

  package static let folder = URL(filePath: #filePath).deletingLastPathComponent()

  package static func program() throws -> URL {
    // The link itself: what it leads to is the system's Python, without the packages.
    let root = folder.deletingLastPathComponent().deletingLastPathComponent()
    let python = root.appending(path: ".build-python/bin/python")
    guard FileManager.default.isExecutableFile(atPath: python.path) else { throw Failure.notInstalled(python.path) }
    return python
  }

  /// The number on the first line that a server writes.
  static func port(saidOn output: Pipe) throws -> Int {
    var line = Data()
    while !line.contains(UInt8(ascii: "\n")) {
      let part = output.fileHandleForReading.availableData
      if part.isEmpty { throw Failure.noPort }
      line += part
    }
    guard let port = Int(String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw Failure.noPort
    }
    return port
  }
}
