import Testing
import Vocabulary

@testable import Survey

@Suite("Ignore files")
struct IgnoreFileTests {
  /// What is left of the files in a tree with one `.gitignore` at its root.
  private func left(_ lines: String, of files: [String]) throws -> [String] {
    let tree = try TemporaryTree([".gitignore": lines])
    for file in files { try tree.write(file, "") }
    return try tree.survey()
  }

  @Test("a name holds at every depth, for files and folders")
  func names() throws {
    let files = ["a.py", "gen.py", "x/gen.py", "gen/b.py", "x/gen/b.py"]
    #expect(try left("gen.py\ngen\n", of: files) == ["a.py"])
  }

  @Test("a slash at the start or in the middle anchors a pattern, one at the end asks for a folder")
  func slashes() throws {
    let files = ["gen.py", "x/gen.py", "x/y.py", "z/x/y.py", "out/b.py", "z/out/b.py"]
    #expect(try left("/gen.py\nx/y.py\nout/\n", of: files) == ["x/gen.py", "z/x/y.py"])
    #expect(try left("gen.py/\n", of: files) == files.sorted())
  }

  @Test("a later line goes before an earlier one, and takes back in what that one ignores")
  func negation() throws {
    let files = ["a.py", "b.py", "x/a.py", "x/b.py"]
    #expect(try left("*.py\n!a.py\n", of: files) == ["a.py", "x/a.py"])
    #expect(try left("!a.py\n*.py\n", of: files) == [])
    #expect(try left("*.py\n!/x/a.py\n", of: files) == ["x/a.py"])
  }

  @Test("what lies in an ignored folder cannot be taken back in, unless the folder itself is")
  func foldersTakenBackIn() throws {
    let files = ["a.py", "x/a.py", "x/b.py", "y/a.py"]
    #expect(try left("x/\n!x/a.py\n", of: files) == ["a.py", "y/a.py"])
    #expect(try left("/*\n!/x\n/x/*\n!/x/a.py\n", of: files) == ["x/a.py"])
  }

  @Test("two stars cross folders")
  func twoStars() throws {
    let files = ["a/x.py", "a/b/x.py", "a/b/c/x.py", "b/x.py", "x.py"]
    #expect(try left("a/**/x.py\n", of: files) == ["b/x.py", "x.py"])
    #expect(try left("**/b/x.py\n", of: files) == ["a/b/c/x.py", "a/x.py", "x.py"])
    #expect(try left("a/**\n", of: files) == ["b/x.py", "x.py"])
  }

  @Test("comments, blank lines and escaped signs")
  func escapes() throws {
    let files = ["#a.py", "!b.py", "c d.py", "e.py", "star*.py", "stars.py"]
    let lines = "# e.py\n\n   \n\\#a.py\n\\!b.py\nstar\\*.py\n"
    #expect(try left(lines, of: files) == ["c d.py", "e.py", "stars.py"])
  }

  @Test("spaces at the end of a line do not count unless they are escaped; those within do")
  func spaces() throws {
    let files = ["a.py", "b c.py", "d.py ", "e.py"]
    #expect(try left("a.py   \nb c.py\n", of: files) == ["e.py"])
    let folders = ["d/a.py", "d /a.py"]
    #expect(try left("d\\ \n", of: folders) == ["d/a.py"])
    #expect(try left("d\n", of: folders) == ["d /a.py"])
  }

  @Test("lines that end in CRLF, a byte order mark and a last line without an end are read as they are meant")
  func lineEnds() throws {
    let files = ["a.py", "b.py", "c.py", "d.py"]
    #expect(try left("\u{FEFF}a.py\r\nb.py\r\n\r\nc.py", of: files) == ["d.py"])
  }

  @Test("character classes, and patterns that git takes as matching nothing")
  func classes() throws {
    let files = ["a1.py", "a2.py", "ab.py", "[a.py"]
    #expect(try left("a[0-9].py\n", of: files) == ["[a.py", "ab.py"])
    #expect(try left("a[![:digit:]].py\n", of: files) == ["[a.py", "a1.py", "a2.py"])
    #expect(try left("[a.py\na[[:nonsense:]].py\nab.py\\\n/\n!\n", of: files) == ["[a.py", "a1.py", "a2.py", "ab.py"])
  }

  @Test("the .gitignore of a folder goes before those above it, and speaks of paths from that folder on")
  func nesting() throws {
    let tree = try TemporaryTree([
      ".gitignore": "*.py\n!keep.py\n", "a.py": "", "keep.py": "",
      "x/.gitignore": "!*.py\n/keep.py\ny/z.py\n", "x/a.py": "", "x/keep.py": "", "x/y/keep.py": "", "x/y/z.py": "",
      "x/y/w.py": "", "v/a.py": "",
    ])
    #expect(try tree.survey() == ["keep.py", "x/a.py", "x/y/keep.py", "x/y/w.py"])
  }

  @Test(".ignore goes before .gitignore, and .git/info/exclude comes last")
  func precedence() throws {
    let tree = try TemporaryTree([
      ".git/info/exclude": "c.py\nd.py\n", ".gitignore": "a.py\nb.py\n!d.py\n", ".ignore": "!a.py\n",
      "a.py": "", "b.py": "", "c.py": "", "d.py": "", "x/c.py": "",
    ])
    #expect(try tree.survey() == ["a.py", "d.py"])
  }

  @Test("the exclude file of a worktree is that of the repository it belongs to")
  func worktree() throws {
    let tree = try TemporaryTree([
      "main/.git/info/exclude": "a.py\n", "main/.git/worktrees/w/commondir": "../..\n",
      "copy/.git": "gitdir: ../main/.git/worktrees/w\n", "copy/a.py": "", "copy/b.py": "",
    ])
    #expect(try tree.inventory(of: ["copy"]).files.map(\.path) == ["b.py"])
  }

  @Test("what git's files around a nested repository say does not hold in it; .ignore does")
  func nestedRepository() throws {
    let tree = try TemporaryTree([
      ".git/": "", ".gitignore": "a.py\n", ".ignore": "b.py\n",
      "sub/.git/": "", "sub/a.py": "", "sub/b.py": "", "sub/c.py": "", "a.py": "",
    ])
    #expect(try tree.survey() == ["sub/a.py", "sub/c.py"])
  }

  @Test("a start below the repository's root heeds the ignore files above it, and none above the root")
  func parents() throws {
    let tree = try TemporaryTree([
      ".gitignore": "c.py\n", "repo/.git/": "", "repo/.gitignore": "a.py\n/src/x/b.py\n",
      "repo/src/x/a.py": "", "repo/src/x/b.py": "", "repo/src/x/c.py": "",
    ])
    #expect(try tree.inventory(of: ["repo/src/x"]).files.map(\.path) == ["c.py"])
  }

  @Test("--no-ignore reads none of them")
  func noIgnore() throws {
    let tree = try TemporaryTree([".gitignore": "*.py\n", ".ignore": "*\n", "a.py": ""])
    #expect(try tree.survey() == [])
    #expect(try tree.survey(InventoryOptions(usesIgnoreFiles: false)) == ["a.py"])
  }

  @Test("an ignore file that cannot be read is a problem, and the files are audited")
  func unreadable() throws {
    let tree = try TemporaryTree(["a.py": "", "elsewhere": "a.py\n"])
    try tree.link(".gitignore", to: "elsewhere")
    try tree.write(".ignore", String(repeating: "# long\n", count: 200_000))
    let inventory = try tree.inventory(of: ["."])
    #expect(inventory.files.map(\.path) == ["a.py"])
    #expect(inventory.problems.map(\.path) == [".ignore"])
  }
}
