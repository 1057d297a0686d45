import Chance
import Foundation
import TOMLKit
import Testing
import Vocabulary

@testable import Survey

@Suite("Project files that are broken, huge or secret")
struct HostileProjectTests {
  private static let names = [
    "requirements.txt", "pyproject.toml", "setup.cfg", "Pipfile", "poetry.lock", "uv.lock", "pdm.lock", "Pipfile.lock",
    "package.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "go.mod", "compose.yaml", ".env", "alembic.ini",
    "schema.prisma", "docs/project/tech_stack.md", "docs/tasks/kanban_board.md",
  ]

  @Test("the files that discovery reads are those of this suite")
  func names() throws {
    let tree = try TemporaryTree(Dictionary(uniqueKeysWithValues: Self.names.map { ($0, "") }))
    let kinds = Set(try takeInventory(of: [tree.root]).projectFiles.map(\.kind))
    #expect(kinds == Set(ProjectFileKind.allCases))
  }

  @Test(
    "a malformed manifest is a problem that says where, and the rest is read",
    arguments: [
      ("pyproject.toml", "[project\n", "not valid TOML, line 1"),
      ("pyproject.toml", "a = 1\na = 2\n", "not valid TOML, line 2"),
      ("pyproject.toml", "a = 1\n[\n", "not valid TOML, line 2: the name of a table is missing"),
      ("pyproject.toml", "\u{FEFF}[=a]\nb = 1", "not valid TOML, line 1: the name of a table is missing"),
      ("pyproject.toml", "a = 1\na = 2\n[\n", "not valid TOML, line 2"),
      ("poetry.lock", "a = '''\n[\n''''' # \"\n[[ .b]]", "not valid TOML, line 4: the name of a table is missing"),
      ("uv.lock", "a = [\n}\n", "not valid TOML, line 2: brackets do not match"),
      ("uv.lock", "a = [\u{2028}]\n", "not valid TOML, line 1: a character that is not ASCII"),
      ("uv.lock", "\u{0}", "not valid TOML: it is no UTF-8 text"),
      ("Pipfile", "x", "not valid TOML, line 1"),
      ("package.json", "{", "not valid JSON"),
      ("package.json", #"{"dependencies": {"pg": 1}}"#, "not valid JSON: `dependencies.pg` is not of the type"),
      ("package-lock.json", "[]", "not valid JSON"),
      ("Pipfile.lock", "", "not valid JSON"),
      ("compose.yml", "services:\n  db: [\n", "not valid YAML, line 3"),
      ("pnpm-lock.yaml", "a: b: c\n", "not valid YAML, line 1"),
      ("alembic.ini", "[alembic]\nwhat is this\n", "not valid configuration, line 2"),
    ])
  func malformed(_ name: String, _ content: String, _ message: String) async throws {
    let found = try await discovered([name: content, "sub/requirements.txt": "django\n"])
    let problem = try #require(found.problems.first)
    #expect(found.problems.count == 1)
    #expect(problem.path == name)
    #expect(problem.message.hasPrefix(message), "\(problem.message)")
    #expect(problem.hint != nil)
    #expect(found.techStack["django"] != nil)
  }

  @Test(
    "what is well-formed TOML has none of the faults that are looked for before it is parsed",
    arguments: [
      "a = [\n[\n1], # [\n[\n]]\n[b]\n", "a = \"\"\"\\\"\"\"\n[\n\"\"\"\"\"\n[[ b ]]\n", "a = '''\n[\n'''\n[\"b\"]\n",
      "a = [{b = [\n[]]}]\n['c'.d]\n", "# é'''\n[a]\r\nb = 'é'\n", "a = '\\'\n[-b]\n",
      "2026-01-31T = 2026-01-31T10:00:00Z\n",
    ])
  func namedTables(_ content: String) throws {
    #expect(TOMLFault.first(in: Array(content.utf8)) == nil)
    _ = try TOMLTable(string: content)
    let lines = content.utf8.count { $0 == UInt8(ascii: "\n") } + 2
    for (fault, reason) in [
      ("[\t[", "the name"), ("x = 2026-01-31T:", "the time"), ("x = [1, }", "brackets"),
      ("x = \u{2028}1", "a character"),
    ] {
      let next = try #require(TOMLFault.first(in: Array((content + "\n" + fault).utf8)))
      #expect(next.statement == content.utf8.count + 1 && next.line == lines && next.reason.hasPrefix(reason))
    }
  }

  @Test("the documents of a YAML file before a fault stand")
  func documentsBeforeFault() async throws {
    let found = try await discovered(["compose.yaml": "services: {db: {image: mysql:8}}\n---\n[\n"])
    #expect(found.told("mysql") == "mysql 8")
    #expect(found.problems.count == 1)
  }

  @Test("bytes that are no text, in any project file, stop nothing")
  func randomBytes() async throws {
    var generator = SeededGenerator(seed: 20)
    for _ in 0..<15 {
      let tree = try TemporaryTree()
      for name in Self.names {
        let count = Int.random(in: 0..<300, using: &generator)
        try tree.write(name, (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
      }
      _ = try await discovered(in: tree)
    }
  }

  @Test("project files and code with a piece missing or doubled stop nothing")
  func mutatedFiles() async throws {
    let pieces: [String: String] = [
      "requirements.txt": "-r x\nSQLAlchemy[asyncio]>=2 ; python_version > '3' \\\n --hash=x\n",
      "pyproject.toml":
        "[project]\ndependencies = ['django>=4']\n[tool.poetry.dependencies]\ncelery = {version = '^5'}\n",
      "package-lock.json": #"{"packages": {"node_modules/pg": {"version": "8.1.0"}}, "dependencies": {}}"#,
      "pnpm-lock.yaml": "packages:\n  '@prisma/client@5.0.0(x@1)':\n    a: b\n",
      "compose.yaml": "x: &a {image: 'redis:7'}\nservices: {c: {<<: *a, environment: [A=redis://x, B]}}\n",
      ".env": "export A=\"postgres://u:p@h:6432/d\"\nDB_POOL_SIZE=5\n",
      "setup.cfg": "[options]\ninstall_requires =\n  flask==2\n",
      "schema.prisma": "datasource db {\n provider = \"mysql\" // x\n}\n",
      "tech_stack.md": "| Database | PostgreSQL 16 |\n|--|--|\n| ORM | `Django` 5 |\n",
      "db.py":
        "from sqlalchemy import create_engine\nN = 5\ne = create_engine('a+b://', pool_size=-N, x={'autoflush': not y})\n",
      "settings.py":
        "DATABASES = {'default': {'ENGINE': 'django.db.backends.mysql', 'CONN_MAX_AGE': int(env('A', '5'))}}\n",
    ]
    var generator = SeededGenerator(seed: 21)
    for _ in 0..<40 {
      let tree = try TemporaryTree()
      for (name, text) in pieces {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
          let start = Int.random(in: 0..<bytes.count, using: &generator)
          let end = min(bytes.count, start + Int.random(in: 1...12, using: &generator))
          if Bool.random(using: &generator) {
            bytes.removeSubrange(start..<end)
          } else {
            bytes.insert(contentsOf: bytes[start..<end], at: Int.random(in: 0...bytes.count, using: &generator))
          }
        }
        try tree.write(name, bytes)
      }
      _ = try await discovered(in: tree)
    }
  }

  @Test("an included file that a link leads out of the root is not read")
  func includesThroughLinks() async throws {
    let tree = try TemporaryTree([
      "outside/more.lst": "celery\n", "in/requirements.txt": "-r link/more.lst\n-r own.lst\n",
    ])
    try tree.write("in/own.lst", "flask\n")
    try tree.link("in/link", to: tree.path("outside"))
    let context = await discoverStack(
      in: try takeInventory(of: [tree.path("in")]), technologies: shippedTechnologies, isAside: { _ in false }, jobs: 1)
    #expect(context.techStack["flask"] != nil && context.techStack["celery"] == nil)
  }

  @Test("names that lead to themselves or on and on end in time")
  func loops() async throws {
    let chain = (0..<2000).map { "N\($0) = N\($0 + 1)" }.joined(separator: "\n")
    let calls = String(repeating: "create_engine(u, pool_size=N0, max_overflow=LOOP)\n", count: 2000)
    let nested = String(repeating: "(", count: 5000)
    let found = try await discovered([
      "a.py": "from sqlalchemy import create_engine\nLOOP = LOOP\n\(chain)\n\(calls)",
      "b.py": "DATABASES = {'ENGINE': \(nested)\n",
      "pyproject.toml": "a = " + String(repeating: "[", count: 10_000),
      "compose.yaml": String(repeating: "a: &a [*a]\n", count: 10),
    ])
    #expect(found.settings.isEmpty)
  }

  @Test("no value that may be a secret is kept of any file")
  func secrets() async throws {
    let secret = "hunter2"
    let url = "postgresql+asyncpg://\(secret):\(secret)@\(secret).example.com:6432/\(secret)?password=\(secret)"
    let found = try await discovered([
      ".env": "DATABASE_URL=\(url)\nDB_ENGINE=\(secret)\nDB_POOL_SIZE=\(secret)\n\(secret)\n",
      "compose.yaml":
        "services:\n  a:\n    image: \(secret)/postgres:\(secret)\n    environment: {A: '\(url)', B: \(secret)}\n",
      "alembic.ini": "[alembic]\nsqlalchemy.url = \(url)\n\(secret)\n",
      "requirements.txt":
        "redis @ https://\(secret)@example.com/redis.whl\n--index-url https://\(secret)@x\ndjango==\(secret)\n",
      "pyproject.toml":
        "[project]\ndependencies = ['celery @ git+https://\(secret)@x/y']\n[[tool.uv.index]]\nurl = '\(url)'\n",
      "broken/pyproject.toml": "password = '\(secret)'\npassword = '\(secret)'\n",
      "package.json": #"{"dependencies": {"pg": "git+https://\#(secret)@x/y.git", "knex": "\#(secret)"}}"#,
      "web/package.json": #"{"token": "\#(secret)", "dependencies": {"pg": ["\#(secret)"]}}"#,
      "schema.prisma": "datasource db {\n  provider = \"postgresql\"\n  url = \"\(url)\"\n}\n",
      "db.py": """
      from sqlalchemy import create_engine
      create_engine("\(url)", isolation_level="\(secret)", pool_size="\(secret)", poolclass=\(secret))
      SQLALCHEMY_DATABASE_URI = f"\(url)"
      DATABASES = {"default": {"ENGINE": "\(secret)", "PASSWORD": "\(secret)", "CONN_MAX_AGE": "\(secret)"}}
      """,
    ])
    #expect(found.techStack["asyncpg"] != nil && found.techStack["pgbouncer"] != nil && found.problems.count == 3)
    #expect(!"\(found)".contains(secret))
  }
}
