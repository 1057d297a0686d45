import Foundation
import Testing

@testable import Survey

/// A folder for one test, gone when the test is over.
final class TemporaryTree {
  /// Absolute, free of symbolic links.
  let root: String

  /// - Parameter files: content by path; a path that ends in `/` is a folder.
  init(_ files: [String: String] = [:]) throws {
    let template = FileManager.default.temporaryDirectory.path + "/survey-XXXXXX"
    var bytes = Array(template.utf8CString)
    let made = try #require(mkdtemp(&bytes).map { String(cString: $0) })
    root = try #require(realpath(made, nil).map { String(cString: $0) })
    for (path, content) in files { try write(path, content) }
  }

  deinit {
    _ = try? run("/bin/chmod", ["-R", "u+rwx", root])
    try? FileManager.default.removeItem(atPath: root)
  }

  func path(_ relative: String) -> String { root + "/" + relative }

  func write(_ path: String, _ content: String) throws {
    try write(path, Array(content.utf8))
  }

  func write(_ path: String, _ content: [UInt8]) throws {
    let isFolder = path.hasSuffix("/")
    let full = self.path(path)
    let folder = isFolder ? full : String(full[..<full.lastIndex(of: "/")!])
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    if !isFolder { #expect(FileManager.default.createFile(atPath: full, contents: Data(content))) }
  }

  func link(_ path: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: self.path(path), withDestinationPath: target)
  }

  func fifo(_ path: String) { #expect(mkfifo(self.path(path), 0o600) == 0) }

  /// The paths an inventory of the whole tree holds.
  func survey(_ options: InventoryOptions = InventoryOptions()) throws -> [String] {
    try takeInventory(of: [root], options: options).files.map(\.path)
  }

  /// The inventory of paths given as a person in the tree's root would give them.
  func inventory(of paths: [String], _ options: InventoryOptions = InventoryOptions()) throws -> Inventory {
    var options = options
    options.currentFolder = options.currentFolder ?? root
    return try takeInventory(of: paths, options: options)
  }
}

/// Runs a program to its end and gives what it printed.
@discardableResult
func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: Data) {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: program)
  process.arguments = arguments
  let output = Pipe()
  process.standardOutput = output
  process.standardError = FileHandle.nullDevice
  try process.run()
  let data = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return (process.terminationStatus, data)
}

/// What permissions forbid to others they do not forbid to root.
let isRoot = geteuid() == 0
