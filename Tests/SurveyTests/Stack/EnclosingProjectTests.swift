import Testing
import Vocabulary

@testable import Survey

@Suite("Parts of a project that are audited by themselves")
struct EnclosingProjectTests {
  private func discovered(of path: String, in tree: TemporaryTree) async throws -> AuditContext {
    await discoverStack(
      in: try takeInventory(of: [tree.path(path)]), technologies: shippedTechnologies, isAside: { _ in false }, jobs: 1)
  }

  @Test("a folder without a manifest takes the nearest above it, within the repository")
  func folder() async throws {
    let tree = try TemporaryTree([
      "requirements.txt": "celery\n", "repository/.git/": "", "repository/requirements.txt": "flask==3\n-r more.lst\n",
      "repository/more.lst": "huey\n", "repository/.env": "DATABASE_URL=mysql://x\n",
      "repository/src/package.md": "", "repository/src/app/main.py": "import rq\n",
    ])
    let found = try await discovered(of: "repository/src/app", in: tree)
    #expect(
      found.told == [
        "flask 3 sync < manifest ../../requirements.txt:1", "rq sync < import main.py:1",
      ])
    #expect(found.problems.isEmpty)
  }

  @Test("a folder with a manifest of its own takes no other")
  func service() async throws {
    let tree = try TemporaryTree([
      ".git/": "", "requirements.txt": "celery\n", "services/orders/requirements.txt": "flask\n",
    ])
    #expect(try await discovered(of: "services/orders", in: tree).told == ["flask sync < manifest requirements.txt:1"])
  }

  @Test("a file takes the manifest beside it; outside of a repository none above it")
  func file() async throws {
    let tree = try TemporaryTree([
      "a/requirements.txt": "celery\n", "a/b/main.py": "", "a/c/requirements.txt": "flask\n", "a/c/main.py": "",
    ])
    #expect(try await discovered(of: "a/b/main.py", in: tree).told.isEmpty)
    let inventory = try tree.inventory(of: ["main.py"], InventoryOptions(currentFolder: tree.path("a/c")))
    let context = await discoverStack(
      in: inventory, technologies: shippedTechnologies, isAside: { _ in false }, jobs: 1)
    #expect(context.told == ["flask sync < manifest requirements.txt:1"])
  }
}
