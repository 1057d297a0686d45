import Testing
import Vocabulary

@testable import Survey

@Suite("Manifests of Python projects")
struct PythonManifestTests {
  @Test(
    "a requirement is read as PEP 508 writes it",
    arguments: [
      ("SQLAlchemy[asyncio]>=2.0,<3", "SQLAlchemy [asyncio] >=2.0,<3"),
      ("psycopg[binary, pool] == 3.2.1 ; python_version > '3.8'", "psycopg [binary, pool] ==3.2.1 =3.2.1"),
      ("django", "django []"), ("django (>=4.2)", "django [] >=4.2"), ("redis~=5.0", "redis [] ~=5.0"),
      ("celery==5.*", "celery [] ==5.*"), ("redis @ https://user:secret@host/redis.whl", "redis []"),
    ])
  func requirement(_ text: String, _ expected: String) throws {
    let found = try #require(PythonRequirement(text))
    let parts = [
      "\(found.name) [\(found.extras.joined(separator: ", "))]", found.range, found.version.map { "=" + $0 },
    ]
    #expect(parts.compactMap(\.self).joined(separator: " ") == expected)
  }

  @Test(
    "what is no requirement is none", arguments: ["", "-e .", "./lib", "[x]", "a[b", "name nonsense", "\u{0}", "==1"])
  func noRequirement(_ text: String) {
    #expect(PythonRequirement(text) == nil)
  }

  @Test("requirements files: comments, options, hashes, continued lines, names in any spelling")
  func requirements() async throws {
    let found = try await discovered([
      "requirements.txt": """
      # comment: celery
      -r requirements/base.txt
      --index-url https://token:secret@pypi.example.com/simple
      Flask_SQLAlchemy==3.1.1  # sqlalchemy for Flask
      psycopg2-binary==2.9.9 \\
          --hash=sha256:1234 \\
          --hash=sha256:5678
      -e git+https://github.com/celery/celery.git#egg=celery
      SQLAlchemy[asyncio]>=2.0

      """,
      "requirements/base.txt": "redis>=5\r\nfastapi\r\n",
      "requirements-dev.txt": "aiosqlite==0.20.0\n",
      "constraints.txt": "dramatiq==1.0\n",
      "deploy/production-requirements.txt": "-r ../deps/base.lst\n-r ../../outside.txt\n-r /etc/passwd\n",
      "deps/base.lst": "-r base.lst\n-r more.lst\nhuey\n",
      "deps/more.lst": "taskiq\n",
      "notes/todo.txt": "django==1.0\n",
    ])
    #expect(found.told("flask-sqlalchemy") == "flask-sqlalchemy 3.1.1 sync")
    #expect(found.told("psycopg2") == "psycopg2 2.9.9 sync")
    #expect(found.places("psycopg2") == "manifest requirements.txt:5")
    #expect(found.told("sqlalchemy") == "sqlalchemy >=2.0 async")
    #expect(found.told("fastapi") == "fastapi")
    #expect(found.places("fastapi") == "manifest requirements/base.txt:2")
    #expect(found.places("huey") == "manifest deps/base.lst:3")
    #expect(found.told("taskiq") == "taskiq async")
    #expect(found.told("aiosqlite") == "aiosqlite 0.20.0 async development")
    for absent in ["celery", "dramatiq", "django"] { #expect(found.techStack[absent] == nil, "\(absent)") }
    #expect(found.problems.isEmpty)
  }

  @Test("pyproject.toml: PEP 621, PEP 735, Poetry, PDM, uv and Hatch")
  func pyproject() async throws {
    let found = try await discovered([
      "pyproject.toml": """
      [project]
      name = "shop"
      dependencies = [
        "fastapi>=0.115",
        "sqlalchemy[asyncio]==2.0.36",
      ]
      [project.optional-dependencies]
      mysql = ["aiomysql>=0.2"]
      test = ["pymongo"]
      [dependency-groups]
      dev = ["pymssql", {include-group = "lint"}]
      [tool.poetry.dependencies]
      python = "^3.12"
      Celery = {version = "^5.4", extras = ["redis"]}
      asyncpg = "0.30.0"
      motor = {version = "*", optional = true}
      [tool.poetry.group.docs.dependencies]
      peewee = "^3"
      [tool.pdm.dev-dependencies]
      x = ["dramatiq"]
      [tool.uv]
      dev-dependencies = ["huey>=2"]
      [tool.hatch.envs.test]
      dependencies = ["pyodbc"]

      """
    ])
    #expect(
      found.techStack.technologies.map { "\($0.value.name) \($0.value.scope.rawValue)" }.sorted() == [
        "aiomysql optional", "asyncpg production", "celery production", "dramatiq development", "fastapi production",
        "huey development", "mongodb optional", "motor optional", "mysql optional", "peewee development",
        "postgresql production", "pymongo development", "pymssql development", "pyodbc development",
        "redis production", "sql-server development", "sqlalchemy production",
      ])
    #expect(found.told("sqlalchemy") == "sqlalchemy 2.0.36 async")
    #expect(found.told("celery") == "celery ^5.4")
    #expect(found.places("celery") == "manifest pyproject.toml:14")
    #expect(found.places("asyncpg") == "manifest pyproject.toml:15")
    #expect(found.told("asyncpg") == "asyncpg 0.30.0 async")
    #expect(found.techStack.database?.value.name == "postgresql")
    #expect(found.techStack.orm?.value.name == "sqlalchemy")
    #expect(found.techStack.isAsync?.value == true)
  }

  @Test("a lock file gives the exact version, and what only it names is somebody else's")
  func locks() async throws {
    let lock = """
      [[package]]
      name = "django"
      version = "5.1.4"

      [[package]]
      name = "celery"
      version = "5.4.0"

      """
    for name in ["poetry.lock", "uv.lock", "pdm.lock"] {
      let found = try await discovered(["pyproject.toml": "[project]\ndependencies = ['Django>=5']\n", name: lock])
      #expect(found.told("django") == "django 5.1.4 >=5 sync", "\(name)")
      #expect(found.places("django") == "lock-file \(name):2, manifest pyproject.toml:2", "\(name)")
      #expect(found.techStack["celery"] == nil, "\(name)")
    }
    let pipenv = try await discovered([
      "Pipfile": "[packages]\nflask = '*'\n[dev-packages]\nrq = '>=1'\n",
      "Pipfile.lock": #"{"_meta": {}, "default": {"flask": {"version": "==3.0.3"}}, "develop": {}}"#,
    ])
    #expect(pipenv.told("flask") == "flask 3.0.3 sync")
    #expect(pipenv.told("rq") == "rq >=1 sync development")
  }

  @Test("setup.cfg: requirements and extras")
  func setupConfiguration() async throws {
    let found = try await discovered([
      "setup.cfg": """
      [metadata]
      name = shop
      [options]
      install_requires =
          tortoise-orm[asyncpg] >= 0.20
          # not this one: peewee
          aiohttp
      [options.extras_require]
      dev = pytest; psycopg2

      """
    ])
    #expect(found.told("tortoise") == "tortoise >=0.20 async")
    #expect(found.places("tortoise") == "manifest setup.cfg:5")
    #expect(found.told("asyncpg") == "asyncpg async")
    #expect(found.techStack["peewee"] == nil)
    #expect(found.techStack["aiohttp"] == nil, "a client as often as a framework")
  }

  @Test(
    "a document store is the main database where the mapper works with it, and not beside one that speaks SQL",
    arguments: [
      ("django\npsycopg2\npymongo\n", "postgresql"), ("beanie\nmotor\npsycopg2\n", "mongodb"),
      ("fastapi\npymongo\n", "mongodb"),
    ])
  func documentStore(requirements: String, database: String) async throws {
    let found = try await discovered(["requirements.txt": requirements])
    #expect(found.techStack.database?.value.name == database)
  }
}
