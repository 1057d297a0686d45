import Foundation
import Testing

@testable import Survey

@Suite("The checkout around a folder")
struct CheckoutTests {
  private static let commit = "0123456789abcdef0123456789abcdef01234567"

  @Test("it tells origin, commit and the folder's place without running Git")
  func plain() throws {
    let tree = try TemporaryTree()
    try tree.write(
      "[core]\n\tbare = false\n[remote \"other\"]\n\turl = https://o.org/a/b\n[Remote \"origin\"]\n\t; a note\n"
        + "\tURL = git@github.com:acme/shop.git # mine\n\turl = second\n[branch \"main\"]\n\turl = no\n",
      to: ".git/config")
    try tree.write("ref: refs/heads/main\n", to: ".git/HEAD")
    try tree.write("\(Self.commit)\n", to: ".git/refs/heads/main")
    try tree.write("", to: "sérvices/billing/x.py")
    let checkout = tree.checkout(around: "sérvices/billing")
    #expect(checkout?.origin == "git@github.com:acme/shop.git")
    #expect(checkout?.commit == Self.commit)
    #expect(checkout?.folder == "sérvices/billing")
    #expect(tree.checkout()?.folder == "")
  }

  @Test("packed references and a detached head name the commit as well, and nothing else does")
  func commits() throws {
    let tree = try TemporaryTree()
    try tree.write("ref: refs/heads/main\n", to: ".git/HEAD")
    try tree.write(
      "# pack-refs with: peeled\n\(String(repeating: "a", count: 40)) refs/heads/not-main\n\(Self.commit) refs/heads/main\n",
      to: ".git/packed-refs")
    #expect(tree.checkout()?.commit == Self.commit)
    try tree.write("\(Self.commit)\n", to: ".git/HEAD")
    #expect(tree.checkout()?.commit == Self.commit)
    for head in ["<script>", "ref: ../../secret", "ref: refs/heads/none", ""] {
      try tree.write(head, to: ".git/HEAD")
      #expect(tree.checkout()?.commit == nil, "\(head)")
    }
    #expect(tree.checkout()?.origin == nil)
  }

  @Test("a pointer to Git's files is followed only where those point back")
  func worktrees() throws {
    let tree = try TemporaryTree()
    try tree.write("[remote \"origin\"]\nurl = https://github.com/acme/shop\n", to: "main/.git/config")
    try tree.write("\(Self.commit)\n", to: "main/.git/HEAD")
    try tree.write("ref: refs/heads/topic\n", to: "main/.git/worktrees/linked/HEAD")
    try tree.write(Self.commit, to: "main/.git/refs/heads/topic")
    try tree.write("../..\n", to: "main/.git/worktrees/linked/commondir")
    try tree.write("\(tree.root)/linked/.git\n", to: "main/.git/worktrees/linked/gitdir")
    for folder in ["linked", "thief"] {
      try tree.write("gitdir: \(tree.root)/main/.git/worktrees/linked\n", to: "\(folder)/.git")
    }
    #expect(tree.checkout(around: "linked")?.origin == "https://github.com/acme/shop")
    #expect(tree.checkout(around: "linked")?.commit == Self.commit)
    #expect(tree.checkout(around: "thief") == nil)
    #expect(Checkout(around: "/") == nil)
  }
}

extension TemporaryTree {
  fileprivate func write(_ content: String, to path: String) throws { try write(path, content) }

  fileprivate func checkout(around folder: String = "") -> Checkout? {
    withExtendedLifetime(self) { Checkout(around: folder.isEmpty ? root : path(folder)) }
  }
}
