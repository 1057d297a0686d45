import Chance
import Foundation
import Testing

@testable import Survey

private let git = ["/usr/bin/git", "/usr/local/bin/git", "/bin/git"].first { (path: String) in access(path, X_OK) == 0 }

@Suite("Comparison with git", .enabled(if: git != nil, "git is not installed"))
struct GitComparisonTests {
  private static let names = ["a", "b", "ab", "a b", "#c", "!d", "gen", "x-y"]
  private static let pieces = [
    "a", "b", "ab", "gen", "*", "**", "?", "a*", "*b", "[ab]", "[!a]", "[a-c]b", "\\#c", "\\!d", "a b", "***", "a**b",
    "x[]-]y", "x[-]y", "[[:alpha:]]", "*[[:punct:]]*", "a\\", "[a", "\\a", "", "*.py", "a.py", "ge?.py", "[",
  ]

  private func line(_ random: inout SeededGenerator) -> String {
    let count = [1, 1, 1, 2, 2, 3, 4].randomElement(using: &random)!
    let body = (0..<count).map { _ in Self.pieces.randomElement(using: &random)! }.joined(separator: "/")
    let start = ["", "", "", "!", "!", "/", "!/", "#"].randomElement(using: &random)!
    let end = ["", "", "", "/", " ", "\\ ", "\t", "/**"].randomElement(using: &random)!
    return start + body + end
  }

  private func ignoreFile(_ random: inout SeededGenerator) -> String {
    let end = ["\n", "\n", "\r\n"].randomElement(using: &random)!
    return (0..<Int.random(in: 1...6, using: &random)).map { _ in line(&random) }.joined(separator: end)
  }

  private func fill(_ tree: TemporaryTree, _ folder: String, depth: Int, _ random: inout SeededGenerator) throws {
    for name in Self.names {
      if Int.random(in: 0..<3, using: &random) == 0 { try tree.write(folder + name + ".py", "") }
      if depth < 3, Int.random(in: 0..<4, using: &random) == 0 {
        try fill(tree, folder + name + "/", depth: depth + 1, &random)
      }
    }
    try tree.write(folder + "z.py", "")
    if depth == 0 || Int.random(in: 0..<4, using: &random) == 0 {
      try tree.write(folder + ".gitignore", ignoreFile(&random))
    }
  }

  @Test("random trees are left with the files that git is left with")
  func sameFiles() throws {
    let git = try #require(git)
    var (kept, ignored) = (0, 0)
    for seed in 0..<40 {
      var random = SeededGenerator(seed: UInt64(seed))
      let tree = try TemporaryTree()
      try fill(tree, "", depth: 0, &random)
      #expect(try run(git, ["-C", tree.root, "init", "--quiet"]).status == 0)
      try tree.write(".git/info/exclude", ignoreFile(&random))
      let listed = try run(
        git,
        [
          "-C", tree.root, "-c", "core.excludesFile=/dev/null", "ls-files", "--others", "--exclude-standard", "-z",
          "--", "*.py",
        ])
      #expect(listed.status == 0)
      let expected = listed.output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      #expect(try tree.survey() == expected, "seed \(seed)")
      kept += expected.count
      ignored += try tree.survey(InventoryOptions(usesIgnoreFiles: false)).count - expected.count
    }
    #expect(kept > 200 && ignored > 200, "\(kept) kept, \(ignored) ignored")
  }
}
