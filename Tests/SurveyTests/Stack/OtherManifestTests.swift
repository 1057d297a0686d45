import Testing
import Vocabulary

@testable import Survey

@Suite("Manifests of other languages, and configuration")
struct OtherManifestTests {
  @Test("package.json with its lock file, in every workspace")
  func packageJSON() async throws {
    let found = try await discovered([
      "package.json": #"{"private": true, "workspaces": ["apps/*"], "devDependencies": {"knex": "3.1.0"}}"#,
      "apps/api/package.json": """
      {"dependencies": {"@nestjs/core": "^10.0.0", "pg": "~8.11"},
       "optionalDependencies": {"bullmq": "^5"}, "peerDependencies": {"mongoose": "*"}}
      """,
      "package-lock.json": """
      {"lockfileVersion": 3, "packages": {
        "": {},
        "node_modules/pg": {"version": "8.11.5"},
        "node_modules/other/node_modules/pg": {"version": "7.0.0"},
        "node_modules/express": {"version": "4.0.0"}
      }}
      """,
      "node_modules/koa/package.json": #"{"dependencies": {"koa": "1"}}"#,
    ])
    #expect(found.told("node-postgres") == "node-postgres 8.11.5 ~8.11 async")
    #expect(found.places("node-postgres") == "lock-file package-lock.json:3, manifest apps/api/package.json:1")
    #expect(found.told("nestjs") == "nestjs ^10.0.0")
    #expect(found.told("bullmq") == "bullmq ^5 optional")
    #expect(found.told("knex") == "knex 3.1.0 async development")
    #expect(found.techStack["express"] == nil && found.techStack["koa"] == nil)
    #expect(found.techStack.database?.value.name == "postgresql")
    #expect(found.problems.isEmpty)
  }

  @Test("yarn.lock of both kinds and pnpm-lock.yaml")
  func nodeLocks() async throws {
    let manifest = #"{"dependencies": {"@prisma/client": "^5", "mysql2": "*"}}"#
    let locks = [
      "yarn.lock": """
      # yarn lockfile v1

      "@prisma/client@^5":
        version "5.22.0"
        resolved "https://registry.example.com/x"

      mysql2@*:
        version "3.11.0"

      """,
      "web/yarn.lock": """
      __metadata:
        version: 8

      "@prisma/client@npm:^5":
        version: 5.22.0

      """,
      "pnpm-lock.yaml": """
      lockfileVersion: '9.0'
      packages:
        '@prisma/client@5.22.0':
          resolution: {integrity: sha512-x}
        mysql2@3.11.0(encoding@0.1):
          engines: {node: '>= 8'}

      """,
      "api/pnpm-lock.yaml":
        "packages:\n  /@prisma/client/5.22.0_prisma@5:\n    dev: false\n  /mysql2@3.11.0:\n    dev: false\n",
    ]
    for (path, lock) in locks {
      let found = try await discovered(["package.json": manifest, path: lock])
      #expect(found.told("prisma") == "prisma 5.22.0 ^5 async", "\(path)")
      if !lock.contains("__metadata") { #expect(found.told("mysql2") == "mysql2 3.11.0 async", "\(path)") }
      #expect(found.problems.isEmpty, "\(path)")
    }
  }

  @Test("go.mod: requirements alone and in brackets, without the indirect ones")
  func goModule() async throws {
    let found = try await discovered([
      "go.mod": """
      module example.com/shop

      go 1.23

      require github.com/gin-gonic/gin v1.10.0

      require (
      \tgithub.com/jackc/pgx/v5 v5.7.1 // a comment
      \tgorm.io/gorm v1.25.12
      \tgithub.com/lib/pq v1.10.9 // indirect
      )

      """
    ])
    #expect(found.told("pgx") == "pgx 5.7.1")
    #expect(found.places("pgx") == "manifest go.mod:8")
    #expect(found.told("gin") == "gin 1.10.0")
    #expect(found.techStack.orm?.value.name == "gorm")
    #expect(found.techStack["lib-pq"] == nil)
  }

  @Test(
    "the name of an image tells the version",
    arguments: [
      ("postgres:16-alpine", "postgres 16"), ("docker.io/library/postgres:16.3", "library/postgres 16.3"),
      ("timescale/timescaledb:2.14.2-pg16", "timescale/timescaledb 16"),
      ("postgis/postgis:15-3.4", "postgis/postgis 15"),
      ("localhost:5000/redis", "redis"), ("mysql:${MYSQL:-8.4}", "mysql 8.4"), ("mongo:latest", "mongo"),
      ("redis@sha256:abc", "redis"), ("pgvector/pgvector:pg17", "pgvector/pgvector 17"),
      ("rabbitmq:v3.13.", "rabbitmq 3.13"),
    ])
  func image(_ text: String, _ expected: String) throws {
    let image = try #require(ImageName(text))
    #expect([image.name, image.version].compactMap(\.self).joined(separator: " ") == expected)
  }

  @Test("compose files: images, profiles, anchors, merges and the schemes in environments")
  func compose() async throws {
    let found = try await discovered([
      "compose.yaml": """
      x-app: &app
        image: example/app
        environment:
          BROKER: amqp://guest:guest@mq/
      services:
        app:
          <<: *app
        worker:
          image: example/worker
          environment:
            - DATABASE_URL=postgresql+asyncpg://shop:hunter2@pooler:6432/shop
            - DB_POOL_SIZE=15
        db:
          image: postgres:16-alpine
        cache:
          image: !tagged redis:7.4
          profiles: [cache]
        bouncer: {image: "edoburu/pgbouncer:1.23"}

      """
    ])
    #expect(found.told("postgresql") == "postgresql 16")
    #expect(found.places("postgresql") == "configuration compose.yaml:11, image compose.yaml:14")
    #expect(found.techStack.database?.confidence == .medium)
    #expect(found.told("asyncpg") == "asyncpg async")
    #expect(found.told("redis") == "redis 7.4 optional")
    #expect(found.told("pgbouncer") == "pgbouncer 1.23")
    #expect(found.told("rabbitmq") == "rabbitmq")
    #expect(found.settings == ["pool_size 15 medium"])
    #expect(found.problems.isEmpty)
  }

  @Test("environment files give schemes, known engines and pool sizes")
  func environment() async throws {
    let found = try await discovered([
      ".env.example": """
      # DATABASE_URL=mysql://x
      export DATABASE_URL="postgres://user:p4ss@db-pooler.example.com/app?sslmode=require"
      CACHE_URL=rediss://:p4ss@cache
      DB_ENGINE=django.db.backends.mysql
      DB_POOL_SIZE=7
      DB_PASSWORD=12345
      SECRET_KEY=sqlite://not-a-database

      """,
      ".env.test": "DATABASE_URL=sqlite:///test.db\n",
    ])
    #expect(found.techStack.database?.value.name == "postgresql")
    #expect(found.places("postgresql") == "configuration .env.example:2")
    #expect(found.places("redis") == "configuration .env.example:3")
    #expect(found.places("mysql") == "configuration .env.example:4")
    #expect(found.told("pgbouncer") == "pgbouncer")
    #expect(found.settings == ["pool_size 7 medium"])
  }

  @Test("alembic.ini and Prisma's schema")
  func alembicAndPrisma() async throws {
    let found = try await discovered([
      "alembic.ini": "[alembic]\nscript_location = migrations\nsqlalchemy.url = mysql+pymysql://u:p@h/d\n",
      "web/prisma/schema.prisma": """
      generator client {
        provider = "prisma-client-js"
      }
      datasource db {
        provider = "postgresql" // the shop's
        url      = env("DATABASE_URL")
      }
      model Order { id Int @id }

      """,
    ])
    #expect(found.places("alembic") == "configuration alembic.ini:2")
    #expect(found.places("pymysql") == "configuration alembic.ini:3")
    #expect(found.places("mysql") == "configuration alembic.ini:3")
    #expect(found.places("postgresql") == "configuration web/prisma/schema.prisma:5")
    #expect(found.places("prisma") == "configuration web/prisma/schema.prisma:4")
    let template = try await discovered([
      "alembic.ini": "[alembic]\nsqlalchemy.url = driver://user:pass@localhost/dbname\n"
    ])
    #expect(template.told.count == 1)
  }
}
