import Foundation
import Testing

@Suite("assay discover")
struct DiscoverTests {
  /// A small shop: a lock file, a compose file, an environment and an engine.
  private let shop = [
    "pyproject.toml":
      "[project]\nname = \"shop\"\ndependencies = [\"fastapi\", \"sqlalchemy[asyncio]>=2\", \"asyncpg\"]\n",
    "uv.lock": "[[package]]\nname = \"sqlalchemy\"\nversion = \"2.0.36\"\n",
    "compose.yaml": "services:\n  db:\n    image: postgres:16\n",
    ".env.example": "DATABASE_URL=postgresql+asyncpg://shop:hunter2@db/shop\n",
    "docs/tasks/kanban_board.md": "| Team Key | SHOP |\n|---|---|\n",
    "shop/db.py": """
    from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

    engine = create_async_engine("postgresql+asyncpg://shop:hunter2@db/shop", pool_size=10, max_overflow=20)
    Session = async_sessionmaker(engine, expire_on_commit=False)

    """,
  ]

  @Test("prints JSON with the keys of its contract, each fact with its value, confidence and evidence")
  func json() async throws {
    try await inWorkspace(shop) { place in
      let run = try await place.assay("discover")
      #expect(run.status == 0 && run.complaint.isEmpty)
      let answer = try ParsedReport(run.output)
      let keys = ["best_practices", "codebase_root", "db_config", "linear", "models", "problems", "tech_stack", "tool"]
      #expect(answer.whole.keys.sorted() == keys)
      #expect((answer.whole["codebase_root"] as? String)?.hasSuffix("/repository") ?? false)
      let stack = answer.object("tech_stack")
      #expect(
        stack.keys.sorted() == [
          "async", "caches", "databases", "db", "drivers", "migration_tools", "orm", "orms", "pooler", "queues",
          "web_frameworks",
        ])
      let database = stack["db"] as? [String: Any] ?? [:]
      #expect(database["value"] as? String == "postgresql" && database["version"] as? String == "16")
      let orm = stack["orm"] as? [String: Any] ?? [:]
      #expect(orm["version"] as? String == "2.0.36" && orm["mode"] as? String == "async")
      #expect(orm["requirement"] as? String == ">=2" && orm["confidence"] as? String == "high")
      let evidence = orm["evidence"] as? [[String: Any]] ?? []
      #expect(
        evidence.first?["location"] as? String == "uv.lock:2" && evidence.first?["source"] as? String == "lock-file")
      #expect((stack["async"] as? [String: Any])?["value"] as? Bool == true)
      #expect(stack["pooler"] is NSNull)
      let configuration = answer.object("db_config")
      #expect((configuration["expire_on_commit"] as? [String: Any])?["value"] as? Bool == false)
      #expect((configuration["pool_size"] as? [String: Any])?["value"] as? Int == 10)
      #expect((configuration["max_overflow"] as? [String: Any])?["value"] as? Int == 20)
      #expect(configuration["autoflush"] is NSNull)
      for key in ["triggers", "event_publishers", "event_subscribers"] {
        #expect((configuration[key] as? [Any])?.isEmpty ?? false, "\(key)")
      }
      #expect(answer.object("linear")["key"] as? String == "SHOP")
    }
  }

  @Test("prints text that begins with the gist")
  func text() async throws {
    try await inWorkspace(shop) { place in
      let run = try await place.assay("discover", "--format", "text")
      #expect(run.status == 0)
      #expect(run.output.hasPrefix("PostgreSQL 16 through SQLAlchemy 2.0.36, asynchronously\n"))
      #expect(run.output.contains("\n  expire_on_commit  false  shop/db.py:4\n"))
      #expect(run.output.contains("\n  SQLAlchemy  2.0.36  async  uv.lock:2 and 4 more\n"))
      #expect(!run.output.contains("\u{1B}"))
      let colored = try await place.assay("discover", "--format", "text", "--color", "always")
      #expect(colored.output.contains("\u{1B}[1mPostgreSQL 16 through"))
    }
  }

  @Test("the same folder gives the same bytes, and -o writes them whole")
  func output() async throws {
    try await inWorkspace(shop) { place in
      let first = try await place.assay("discover", ".")
      let second = try await place.assay("discover", "--output", "stack.json")
      #expect(second.output.isEmpty)
      #expect(try place.read("stack.json") == first.output)
      let folder = try await place.assay("discover", "-o", "shop")
      #expect(folder.status == 2 && folder.output.isEmpty && folder.complaint.contains("`shop` cannot be written"))
    }
  }

  @Test("no secret of the project is printed, in any format, with any fault")
  func secrets() async throws {
    var files = shop
    files["broken/pyproject.toml"] = "password = \"hunter2\"\npassword = \"hunter2\"\n"
    files["compose.override.yaml"] =
      "services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: hunter2\n   x: hunter2\n"
    try await inWorkspace(files) { place in
      let telling = [
        ["discover"], ["discover", "--format", "text"], ["run", "--format", "markdown"], ["run", "--format", "html"],
      ]
      for arguments in telling + [["run"], ["run", "--format", "json"]] {
        let run = try await place.assay(arguments)
        // Nothing but code is read where the stack is not told.
        let tells = telling.contains(arguments)
        #expect(run.status == (tells ? 2 : 0), "\(arguments)")
        #expect(run.output.contains("broken/pyproject.toml") == tells, "\(arguments)")
        #expect(!(run.output + run.complaint).contains("hunter2"), "\(arguments)")
      }
    }
  }

  @Test("a malformed manifest is told, the rest is printed, and the status is 2")
  func malformed() async throws {
    try await inWorkspace(["package.json": "{", "requirements.txt": "django==5.1\n"]) { place in
      let run = try await place.assay("discover", "--format", "text")
      #expect(run.status == 2)
      #expect(run.output.hasPrefix("Django 5.1, synchronously\n"))
      #expect(run.output.contains("  package.json: not valid JSON: it cannot be parsed"))
      let excluded = try await place.assay("discover", "--exclude", "package.json", "--format", "text")
      #expect(excluded.status == 0 && !excluded.output.contains("Problems"))
    }
  }

  @Test("a team's own technologies are recognised like the shipped ones")
  func ownTechnologies() async throws {
    let files = [
      "team/acme.yaml": "technologies: {acme: {title: Acme DB, kind: database, packages: {python: [acme-db]}}}\n",
      "requirements.txt": "acme-db==4\n",
    ]
    try await inWorkspace(files) { place in
      let run = try await place.assay("discover", "--rules", "team", "--format", "text")
      #expect(run.output.hasPrefix("Acme DB 4\n"))
      try place.write("technologies: {acme: {title: Acme DB, kind: databse, words: [x]}}\n", to: "team/acme.yaml")
      let faulty = try await place.assay("discover", "--rules", "team")
      #expect(faulty.status == 2 && faulty.output.isEmpty)
      #expect(faulty.complaint.contains("team/acme.yaml:1:45: unknown kind `databse` (did you mean `database`?)"))
    }
  }

  @Test("an empty folder has no stack, which is no error; a missing one is")
  func nothing() async throws {
    try await inWorkspace(["notes.md": "PostgreSQL\n"]) { place in
      let run = try await place.assay("discover", "--format", "text")
      #expect(run.status == 0 && run.output.hasPrefix("No database found\n"))
      let missing = try await place.assay("discover", "nowhere")
      #expect(missing.status == 2 && missing.complaint.contains("there is no file or folder `nowhere`"))
    }
  }
}
