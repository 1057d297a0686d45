import Foundation
import Testing

@testable import Survey

@Suite("Writing")
struct WritingTests {
  private func content(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  private func mode(_ path: String) throws -> mode_t {
    var status = stat()
    try #require(stat(path, &status) == 0)
    return status.st_mode & 0o7777
  }

  private func names(_ tree: TemporaryTree) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: tree.root).sorted()
  }

  @Test("a file is made or replaced whole, and nothing else is left in the folder")
  func replaces() throws {
    let tree = try TemporaryTree()
    try writeWhole("one\n", to: tree.path("report.md"))
    #expect(try content(tree.path("report.md")) == "one\n")
    let long = String(repeating: "two\n", count: 100_000)
    try writeWhole(long, to: tree.path("report.md"))
    #expect(try content(tree.path("report.md")) == long)
    #expect(try names(tree) == ["report.md"])
  }

  @Test("a file that exists keeps its permissions")
  func keepsMode() throws {
    let tree = try TemporaryTree(["report.md": "old"])
    chmod(tree.path("report.md"), 0o640)
    try writeWhole("new", to: tree.path("report.md"))
    #expect(try mode(tree.path("report.md")) == 0o640)
    #expect(try content(tree.path("report.md")) == "new")
  }

  @Test("a symbolic link stays a link to the file that is written")
  func keepsLinks() throws {
    let tree = try TemporaryTree(["real.md": "old"])
    try tree.link("report.md", to: "real.md")
    try writeWhole("new", to: tree.path("report.md"))
    #expect(try content(tree.path("real.md")) == "new")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: tree.path("report.md")) == "real.md")
  }

  @Test("a device is written into, not replaced")
  func devices() throws {
    try writeWhole("gone", to: "/dev/null")
    var status = stat()
    try #require(stat("/dev/null", &status) == 0)
    #expect(status.st_mode & S_IFMT == S_IFCHR)
  }

  @Test("errors name the path and leave nothing behind")
  func errors() throws {
    let tree = try TemporaryTree(["x/": "", "file": "old"])
    #expect(throws: WriteError.isFolder(path: tree.path("x"))) { try writeWhole("a", to: tree.path("x")) }
    #expect(throws: WriteError.folderMissing(path: tree.path("y/a"))) { try writeWhole("a", to: tree.path("y/a")) }
    #expect(throws: WriteError.folderMissing(path: tree.path("file/a"))) {
      try writeWhole("a", to: tree.path("file/a"))
    }
    let long = tree.path(String(repeating: "n", count: 300))
    #expect(throws: WriteError.self) { try writeWhole("a", to: long) }
    #expect(throws: WriteError.self) { try writeWhole("a", to: "") }
    #expect(try names(tree) == ["file", "x"])
    #expect(try content(tree.path("file")) == "old")
    #expect(WriteError.isFolder(path: "x").description.contains("`x`"))
  }

  @Test("what would keep a file from being written is found without touching it")
  func writable() throws {
    let tree = try TemporaryTree(["x/": "", "file": "old"])
    #expect(throws: WriteError.isFolder(path: tree.path("x"))) { try checkWritable(tree.path("x")) }
    #expect(throws: WriteError.folderMissing(path: tree.path("y/a"))) { try checkWritable(tree.path("y/a")) }
    #expect(throws: WriteError.folderMissing(path: tree.path("file/a"))) { try checkWritable(tree.path("file/a")) }
    #expect(throws: WriteError.failed(path: "", reason: "a file needs a name")) { try checkWritable("") }
    for path in ["file", "x/new"] { try checkWritable(tree.path(path)) }
    try checkWritable("/dev/null")
    #expect(try names(tree) == ["file", "x"])
    #expect(try content(tree.path("file")) == "old")
  }

  @Test("a file or folder that may not be written to is an error", .enabled(if: !isRoot, "root may write all"))
  func permissions() throws {
    let tree = try TemporaryTree(["a.md": "old", "closed/": ""])
    chmod(tree.path("a.md"), 0o444)
    chmod(tree.path("closed"), 0o555)
    #expect(throws: WriteError.noPermission(path: tree.path("a.md"))) { try writeWhole("new", to: tree.path("a.md")) }
    #expect(throws: WriteError.noPermission(path: tree.path("closed/b"))) {
      try writeWhole("new", to: tree.path("closed/b"))
    }
    #expect(try content(tree.path("a.md")) == "old")
  }
}
