import Chance
import Foundation
import Testing
import Vocabulary

@testable import Survey

@Suite("Inventory")
struct InventoryTests {
  @Test("the files of a folder are sorted by the bytes of their paths, hidden folders included")
  func order() throws {
    let files = ["a.py", "a/b.py", "a-b.py", "B.py", "é.py", ".hidden/c.py", "a/b/c.py", "z/z.pyw"]
    let tree = try TemporaryTree(Dictionary(uniqueKeysWithValues: files.map { ($0, "") }))
    let expected = files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    #expect(try tree.survey() == expected)
  }

  @Test("the extension tells the language")
  func languages() throws {
    let expected: [String: Language] = [
      "a.py": .python, "a.pyw": .python, "b.js": .javascript, "b.jsx": .javascript, "b.mjs": .javascript,
      "b.cjs": .javascript, "c.ts": .typescript, "c.tsx": .typescript, "c.mts": .typescript, "c.cts": .typescript,
      "d.go": .go,
    ]
    let others = ["README.md", "script", "x.pyc", "py", "x.py.txt", "x.PY", ".py", "n.ipynb"]
    let tree = try TemporaryTree()
    for name in expected.keys + others { try tree.write(name, "") }
    let inventory = try tree.inventory(of: ["."])
    #expect(Dictionary(uniqueKeysWithValues: inventory.files.map { ($0.path, $0.language) }) == expected)
    #expect(inventory.skipped.rows.isEmpty)
  }

  @Test("stubs are counted and not audited")
  func stubs() throws {
    let tree = try TemporaryTree(["a.pyi": "", "b.d.ts": "", "c.d.mts": "", "d.ts": "", "e.py": ""])
    let inventory = try tree.inventory(of: ["."])
    #expect(inventory.files.map(\.path) == ["d.ts", "e.py"])
    #expect(inventory.skipped.rows == [SkippedFiles(reason: "type stub", count: 3)])
  }

  @Test("folders of other people's code are not entered, and counted by reason")
  func knownFolders() throws {
    let tree = try TemporaryTree([
      "node_modules/a.js": "", "web/node_modules/a.js": "", "lib/site-packages/a.py": "", ".git/hooks/a.py": "",
      "third_party/a.py": "", "vendor/six.py": "", ".venv/a.py": "", "env/pyvenv.cfg": "", "env/a.py": "",
      "venv/a.py": "", "app/__pycache__/a.py": "", "cache/CACHEDIR.TAG": "", "cache/a.py": "",
      "build/a.py": "", "dist/a.py": "",
    ])
    let inventory = try tree.inventory(of: ["."])
    #expect(inventory.files.map(\.path) == ["build/a.py", "dist/a.py", "venv/a.py"])
    #expect(inventory.skipped.folders(.vendored) == 5)
    #expect(inventory.skipped.folders(.virtualEnvironment) == 2)
    #expect(inventory.skipped.folders(.toolOutput) == 2)
    #expect(inventory.skipped.folders(.versionControl) == 1)
    #expect(inventory.skipped.rows.contains(SkippedFiles(reason: "folders: vendored code", count: 5)))
    let all = try tree.survey(InventoryOptions(skipsKnownFolders: false))
    #expect(all.contains("env/a.py") && all.contains("vendor/six.py") && !all.contains(".git/hooks/a.py"))
  }

  @Test("a vendor folder that is an application's own package is audited")
  func vendorApplication() throws {
    let tree = try TemporaryTree(["shop/vendor/models.py": "", "shop/vendor/tax.py": "", "lib/vendor/six.py": ""])
    #expect(try tree.survey() == ["shop/vendor/models.py", "shop/vendor/tax.py"])
  }

  @Test("--exclude leaves out files and folders, relative to the root")
  func exclude() throws {
    let tree = try TemporaryTree(["a.py": "", "gen/a.py": "", "x/gen/a.py": "", "x/b_old.py": ""])
    let options = InventoryOptions(exclude: [try Glob("/gen"), try Glob("*_old.py")])
    let inventory = try tree.inventory(of: ["."], options)
    #expect(inventory.files.map(\.path) == ["a.py", "x/gen/a.py"])
    #expect(inventory.skipped.folders(.excluded) == 1)
    #expect(inventory.skipped.files(.excluded) == 1)
  }

  @Test("symbolic links are not followed on a walk, so loops do no harm")
  func links() throws {
    let tree = try TemporaryTree(["x/a.py": ""])
    try tree.link("x/loop", to: "..")
    try tree.link("b.py", to: "x/a.py")
    try tree.link("gone.py", to: "nowhere")
    let inventory = try tree.inventory(of: ["."])
    #expect(inventory.files.map(\.path) == ["x/a.py"])
    #expect(inventory.skipped.files(.symbolicLink) == 3)
    #expect(inventory.problems.isEmpty)
  }

  @Test("a FIFO is counted and never opened")
  func fifos() throws {
    let tree = try TemporaryTree(["a.py": ""])
    tree.fifo("pipe.py")
    let inventory = try tree.inventory(of: ["."])
    #expect(inventory.files.map(\.path) == ["a.py"])
    #expect(inventory.skipped.files(.notRegular) == 1)
  }

  @Test(
    "a folder that may not be read is a problem that names it, and the rest is audited",
    .enabled(if: !isRoot, "root may read all"))
  func unreadableFolder() throws {
    let tree = try TemporaryTree(["a.py": "", "closed/b.py": ""])
    chmod(tree.path("closed"), 0)
    let inventory = try tree.inventory(of: ["."])
    #expect(inventory.files.map(\.path) == ["a.py"])
    #expect(inventory.problems.map(\.path) == ["closed"])
    #expect(throws: SurveyError.self) { try tree.inventory(of: ["closed"]) }
  }

  @Test("names with line feeds, spaces and quotes are kept as they are")
  func oddNames() throws {
    let names = [" .py", "a\nb.py", "c\"d'.py", "e\\f.py", "\u{1F642}.py"]
    let tree = try TemporaryTree(Dictionary(uniqueKeysWithValues: names.map { ($0, "x = 1\n") }))
    let inventory = try tree.inventory(of: ["."])
    #expect(Set(inventory.files.map(\.path)) == Set(names))
    for file in inventory.files { #expect(try readSource(file.absolutePath, limit: 100).count == 6) }
  }

  @Test("a name that is not UTF-8 is a problem that shows it as well as it can be shown")
  func invalidNames() throws {
    let tree = try TemporaryTree(["a.py": ""])
    let folder = Array(tree.path("x").utf8) + [0xFF, 0]
    try #require(folder.withUnsafeBytes { mkdir($0.baseAddress!.assumingMemoryBound(to: CChar.self), 0o700) } == 0)
    let file = folder.dropLast() + Array("/b.py".utf8) + [0]
    let descriptor = file.withUnsafeBytes { creat($0.baseAddress!.assumingMemoryBound(to: CChar.self), 0o600) }
    try #require(descriptor >= 0)
    close(descriptor)
    let inventory = try tree.inventory(of: ["."])
    #expect(inventory.files.map(\.path) == ["a.py"])
    #expect(inventory.problems.map(\.path) == ["x\u{FFFD}/b.py"])
    #expect(inventory.problems.first?.message.contains("UTF-8") == true)
    // Ignored, it is nobody's concern.
    try tree.write(".gitignore", "x?/\n")
    #expect(try tree.inventory(of: ["."]).problems.isEmpty)
  }

  @Test("a folder nested deeper than a path can be long is a problem, not a crash")
  func deepFolders() throws {
    let tree = try TemporaryTree(["a.py": ""])
    let name = String(repeating: "d", count: 200)
    var descriptor = open(tree.root, O_RDONLY | O_DIRECTORY)
    for _ in 0..<30 {
      try #require(mkdirat(descriptor, name, 0o700) == 0)
      let next = openat(descriptor, name, O_RDONLY | O_DIRECTORY)
      close(descriptor)
      descriptor = next
    }
    let file = openat(descriptor, "b.py", O_WRONLY | O_CREAT, 0o600)
    close(file)
    close(descriptor)
    let inventory = try tree.inventory(of: ["."])
    #expect(inventory.files.map(\.path) == ["a.py"])
    #expect(inventory.problems.count == 1)
    #expect(inventory.problems.first?.path?.hasPrefix(name) == true)
    _ = try run("/bin/rm", ["-rf", tree.path(name)])
  }

  @Test("walking with several threads gives the same inventory", arguments: [1, 2, 5])
  func parallel(jobs: Int) async throws {
    let tree = try TemporaryTree([".gitignore": "skip*\n"])
    var random = SeededGenerator(seed: 3)
    for _ in 0..<300 {
      let depth = Int.random(in: 0...6, using: &random)
      let folders = (0..<depth).map { _ in "abc".randomElement(using: &random)!.description + "/" }
      try tree.write(folders.joined() + ["x.py", "y.pyi", "skip.py", "z.go"].randomElement(using: &random)!, "")
    }
    try tree.write("a/b/c/a/.gitignore", "x.py\n!skip.py\n")
    let alone = try takeInventory(of: [tree.root])
    let together = try await takeInventory(of: [tree.root], jobs: jobs)
    #expect(alone.files.count > 20)
    #expect(together.files == alone.files)
    #expect(together.skipped == alone.skipped)
    #expect(alone.files.map(\.path) == alone.files.map(\.path).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }
}
