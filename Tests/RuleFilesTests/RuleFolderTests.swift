import Foundation
import RuleFiles
import Testing

@Suite struct RuleFolderTests {
  /// A folder that is gone after the test.
  private final class Folder {
    let path: String

    init() throws {
      path = NSTemporaryDirectory() + "rule-folder-" + UUID().uuidString
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ text: String = "x") throws {
      let url = URL(fileURLWithPath: path + "/" + name)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }

    func link(_ name: String, to target: String) throws {
      try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
    }
  }

  @Test("the rule files of a folder are read in the order of their paths; hidden and other files are left out")
  func folder() throws {
    let folder = try Folder()
    for name in ["b.yaml", "a/z.yml", "a/deep/er/c.yaml", "README.md", ".hidden.yaml", ".git/x.yaml", "yaml"] {
      try folder.write(name, name)
    }
    let files = try ruleFiles(in: folder.path + "//")
    #expect(files.map(\.path) == ["a/deep/er/c.yaml", "a/z.yml", "b.yaml"].map { folder.path + "/" + $0 })
    #expect(files.map { String(decoding: $0.bytes, as: UTF8.self) } == ["a/deep/er/c.yaml", "a/z.yml", "b.yaml"])
    #expect(files.allSatisfy { !$0.isShipped })
  }

  @Test("a single file may be named")
  func singleFile() throws {
    let folder = try Folder()
    try folder.write("a.yaml", "text")
    try folder.write("a.txt")
    #expect(try ruleFiles(in: folder.path + "/a.yaml").map(\.bytes) == [Array("text".utf8)])
    #expect(throws: RuleFolderError.notYAML(folder.path + "/a.txt")) { try ruleFiles(in: folder.path + "/a.txt") }
  }

  @Test("a folder that is missing or holds no rule files is an error")
  func missing() throws {
    let folder = try Folder()
    try folder.write("README.md")
    #expect(throws: RuleFolderError.noRuleFiles(folder.path)) { try ruleFiles(in: folder.path) }
    #expect(throws: RuleFolderError.missing(folder.path + "/none")) { try ruleFiles(in: folder.path + "/none") }
    #expect(throws: RuleFolderError.missing("")) { try ruleFiles(in: "") }
    #expect(throws: RuleFolderError.missing("a\0b")) { try ruleFiles(in: "a\0b") }
  }

  @Test("links are followed, circles end, and a link to nothing is an error")
  func links() throws {
    let folder = try Folder()
    let other = try Folder()
    try other.write("linked/one.yaml")
    try folder.link("team", to: other.path)
    try folder.link("circle", to: folder.path)
    #expect(try ruleFiles(in: folder.path).map(\.path) == [folder.path + "/team/linked/one.yaml"])
    try folder.link("gone.yaml", to: folder.path + "/nowhere")
    #expect(try ruleFiles(in: folder.path).compactMap(\.trouble) == ["it links to nothing"])
  }

  @Test("what is no regular file is not opened")
  func pipe() throws {
    let folder = try Folder()
    mkfifo(folder.path + "/pipe.yaml", 0o600)
    #expect(try ruleFiles(in: folder.path).compactMap(\.trouble) == ["it is no regular file"])
    #expect(throws: RuleFolderError.unreadable("/dev/null", reason: "it is neither a file nor a folder")) {
      try ruleFiles(in: "/dev/null")
    }
  }

  @Test("of a file that is too large only enough is read to know that")
  func large() throws {
    let folder = try Folder()
    try folder.write("a.yaml", String(repeating: "#", count: 3 << 20))
    let files = try ruleFiles(in: folder.path)
    #expect(files[0].bytes.count < 2 << 20)
    #expect(loadRuleLibrary(files).faults.map(\.message).allSatisfy { $0.hasPrefix("the file has ") })
    #expect(loadRuleLibrary(files).faults.count == 1)
  }

  @Test("a file that cannot be read is told beside the faults of the others")
  func unreadableAmongOthers() throws {
    let folder = try Folder()
    try folder.write("a.yaml", "id: 7\n")
    try folder.link("gone.yaml", to: folder.path + "/nowhere")
    let faults = loadRuleLibrary(try ruleFiles(in: folder.path)).faults.map(\.description)
    #expect(faults.contains { $0.hasPrefix("\(folder.path)/a.yaml:1:5: ") })
    let gone = "\(folder.path)/gone.yaml:1:1: the file cannot be read: it links to nothing"
    #expect(faults.contains { $0.hasPrefix(gone) })
  }

  @Test("every error says what, where and what to do")
  func wording() {
    #expect(RuleFolderError.missing("x").description == "there is no rule folder or file `x`; check the path")
    #expect(
      RuleFolderError.unreadable("x", reason: "Permission denied").description
        == "cannot read `x`: Permission denied; check its permissions")
  }
}
