import Foundation
import Testing

@testable import Survey

@Suite("Paths that are named")
struct NamedPathTests {
  @Test("one folder is the root; several paths are told from the current folder")
  func roots() throws {
    let tree = try TemporaryTree(["src/a.py": "", "lib/b.py": "", "c.py": ""])
    let one = try tree.inventory(of: ["src"])
    #expect(one.root == tree.path("src"))
    #expect(one.files.map(\.path) == ["a.py"])
    let several = try tree.inventory(of: ["src", "lib", "c.py"])
    #expect(several.root == tree.root)
    #expect(several.files.map(\.path) == ["c.py", "lib/b.py", "src/a.py"])
    #expect(several.files.map(\.absolutePath) == ["c.py", "lib/b.py", "src/a.py"].map(tree.path))
    #expect(try tree.inventory(of: []).files.count == 3)
  }

  @Test("paths outside of the current folder are told from the nearest folder that holds them all")
  func commonRoot() throws {
    let tree = try TemporaryTree(["x/y/a.py": "", "x/yz/b.py": "", "z/": ""])
    let inventory = try tree.inventory(
      of: ["../x/y/a.py", "../x/yz"], InventoryOptions(currentFolder: tree.path("z")))
    #expect(inventory.root == tree.path("x"))
    #expect(inventory.files.map(\.path) == ["y/a.py", "yz/b.py"])
    let file = try tree.inventory(of: ["../x/y/a.py"], InventoryOptions(currentFolder: tree.path("z")))
    #expect(file.root == tree.path("x/y"))
    #expect(file.files.first?.size == 0)
  }

  @Test("an audited folder knows where it lies: in its checkout, or else below the current folder")
  func place() throws {
    let tree = try TemporaryTree(["shop/app/migrations/a.py": "", "other/": ""])
    func place(_ path: String, from folder: String = "") throws -> String {
      try tree.inventory(of: [path], InventoryOptions(currentFolder: tree.path(folder))).place
    }
    #expect(try place("shop/app/migrations") == "shop/app/migrations")
    #expect(try place(".") == "")
    #expect(try place("../shop", from: "other") == "")
    try tree.write("shop/.git/HEAD", "ref: refs/heads/main\n")
    #expect(try place("shop/app/migrations") == "app/migrations")
    #expect(try place("../shop/app", from: "other") == "app")
    #expect(try place("shop") == "")
    try tree.write("shop/app/.git/HEAD", "ref: refs/heads/main\n")
    #expect(try place("shop/app/migrations") == "migrations")
  }

  @Test("a file that is reached twice is audited once")
  func once() throws {
    let tree = try TemporaryTree(["src/a.py": "", "src/x/b.py": "", "c.pyi": ""])
    let inventory = try tree.inventory(of: [".", "src", "src/x", "./src/a.py", "src/../src/a.py"])
    #expect(inventory.files.map(\.path) == ["src/a.py", "src/x/b.py"])
    #expect(inventory.skipped.files(.stub) == 1)
  }

  @Test("what is named is audited though a walk would pass it by, unless exclusion is forced")
  func namedThoughIgnored() throws {
    let tree = try TemporaryTree([
      ".git/": "", ".gitignore": "gen/\nb.py\n", "gen/a.py": "", "b.py": "", "vendor/c.py": "", "d.py": "", "e.py": "",
    ])
    let paths = ["gen/a.py", "b.py", "vendor/c.py", "d.py", "e.py"]
    var options = InventoryOptions(exclude: [try Glob("d.py")])
    #expect(
      try tree.inventory(of: paths, options).files.map(\.path) == ["b.py", "d.py", "e.py", "gen/a.py", "vendor/c.py"])
    #expect(try tree.inventory(of: ["gen"], options).files.map(\.path) == ["a.py"])
    options.forceExclude = true
    let forced = try tree.inventory(of: paths, options)
    #expect(forced.files.map(\.path) == ["e.py", "vendor/c.py"])
    #expect(forced.skipped.files(.ignored) == 2)
    #expect(forced.skipped.files(.excluded) == 1)
    let folder = try tree.inventory(of: ["gen"], options)
    #expect(folder.files.isEmpty)
    #expect(folder.skipped.folders(.ignored) == 1)
  }

  @Test("a symbolic link that is named is followed")
  func namedLinks() throws {
    let tree = try TemporaryTree(["x/a.py": ""])
    try tree.link("folder", to: "x")
    try tree.link("b.py", to: "x/a.py")
    #expect(try tree.inventory(of: ["folder"]).files.map(\.absolutePath) == [tree.path("x/a.py")])
    #expect(try tree.inventory(of: ["b.py"]).files.map(\.path) == ["b.py"])
  }

  @Test("a file in no known language that is named is counted")
  func notSource() throws {
    let tree = try TemporaryTree(["notes.txt": "", "a.pyi": ""])
    let inventory = try tree.inventory(of: ["notes.txt", "a.pyi"])
    #expect(inventory.files.isEmpty)
    #expect(inventory.skipped.files(.notSource) == 1)
    #expect(inventory.skipped.files(.stub) == 1)
  }

  @Test("a path that is not there, or is no file or folder, is an error that names it as it was typed")
  func errors() throws {
    let tree = try TemporaryTree(["a.py": ""])
    tree.fifo("pipe")
    try tree.link("loop", to: "loop")
    #expect(throws: SurveyError.missing(path: "nowhere")) { try tree.inventory(of: ["a.py", "nowhere"]) }
    #expect(throws: SurveyError.missing(path: "a.py/b")) { try tree.inventory(of: ["a.py/b"]) }
    #expect(throws: SurveyError.missing(path: "")) { try tree.inventory(of: [""]) }
    #expect(throws: SurveyError.missing(path: "a\0b")) { try tree.inventory(of: ["a\0b"]) }
    #expect(throws: SurveyError.notFileOrFolder(path: "pipe")) { try tree.inventory(of: ["pipe"]) }
    #expect(throws: SurveyError.self) { try tree.inventory(of: ["loop"]) }
    #expect(SurveyError.missing(path: "nowhere").description.contains("`nowhere`"))
  }
}
