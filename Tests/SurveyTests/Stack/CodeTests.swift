import Testing
import Vocabulary

@testable import Survey

@Suite("What code says about the stack")
struct CodeTests {
  @Test("engines and sessions: where they are made, with what, in which mode")
  func engines() async throws {
    let found = try await discovered([
      "app/db.py": """
      from sqlalchemy import create_engine, pool
      from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

      SIZE = 10
      engine = create_async_engine(
          "postgresql+asyncpg://shop:hunter2@db/shop",
          pool_size=SIZE, max_overflow=2 * 10, pool_pre_ping=True, pool_recycle=-1,
          isolation_level="REPEATABLE READ",
      )
      Session = async_sessionmaker(engine, expire_on_commit=False, autoflush=False)
      other = create_engine(url, poolclass=pool.NullPool)
      """
    ])
    #expect(
      found.settings == [
        "expire_on_commit false high", "autoflush false high", "isolation_level REPEATABLE READ high",
        "pool_size 10 high", "max_overflow 20 high", "pool_pre_ping true high", "pool_recycle -1 high",
        "pool_class NullPool high", "null_pool true high",
      ])
    #expect(found.told("sqlalchemy") == "sqlalchemy mixed")
    #expect(found.places("asyncpg") == "configuration app/db.py:6")
    #expect(found.techStack.database?.value.name == "postgresql")
    #expect(found.databaseConfiguration.expireOnCommit == false)
  }

  @Test("values that come from the environment or a branch are worth less, those of another file are looked up")
  func indirectValues() async throws {
    let found = try await discovered([
      "app/db.py": """
      import os
      from sqlalchemy import create_engine
      from app.core.config import settings

      OPTIONS = {"pool_recycle": 1800}
      if settings.debug:
          OPTIONS["poolclass"] = NullPool
      engine = create_engine(
          settings.url, pool_size=settings.DB_POOL_SIZE,
          max_overflow=int(os.getenv("MAX_OVERFLOW", "5")), pool_timeout=unknown(), **OPTIONS)
      """,
      "app/core/config.py": "class Settings(BaseSettings):\n    DB_POOL_SIZE: int = Field(default=8)\n",
    ])
    #expect(
      found.settings == [
        "pool_size 8 medium", "max_overflow 5 medium", "pool_recycle 1800 medium", "pool_class NullPool low",
        "null_pool true low",
      ])
  }

  @Test("values that disagree are kept, the one with more behind it first")
  func conflicts() async throws {
    let maker = { (value: String) in "from sqlalchemy.orm import sessionmaker\nS = sessionmaker(autoflush=\(value))\n" }
    let found = try await discovered(["a.py": maker("True"), "b.py": maker("False"), "c.py": maker("False")])
    #expect(found.settings == ["autoflush false high, true high"])
    let evidence = found.databaseConfiguration[.autoflush]?.evidence ?? []
    #expect(evidence.map { "\($0.path):\($0.line)" } == ["b.py:2", "c.py:2"])
  }

  @Test("Django's settings, in whatever file and form they stand")
  func django() async throws {
    let found = try await discovered([
      "shop/settings/base.py": """
      DATABASES = {
          "default": {
              "ENGINE": "django.db.backends.postgresql",
              "PASSWORD": "hunter2",
              "ATOMIC_REQUESTS": True,
              "CONN_MAX_AGE": 10 * 60,
              "OPTIONS": {"isolation_level": IsolationLevel.SERIALIZABLE, "pool": {"min_size": 2, "max_size": 4},
                            "options": "-c search_path=x -c statement_timeout=5000"},
          }
      }
      CACHES = {"default": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": "redis://:hunter2@c"}}
      """,
      "shop/settings/production.py": """
      from .base import *
      DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
      DATABASES["default"]["CONN_MAX_AGE"] = None
      """,
      "other/settings.py":
        "DATABASES = {'default': dj_database_url.config(default='mysql://u:p@h/d', conn_max_age=60)}",
    ])
    #expect(found.places("postgresql") == "configuration shop/settings/base.py:3")
    #expect(found.places("mysql") == "configuration other/settings.py:1")
    #expect(found.places("redis") == "configuration shop/settings/base.py:11")
    #expect(found.techStack.orm?.value.name == "django")
    #expect(
      found.settings == [
        "isolation_level SERIALIZABLE high", "atomic_requests true high", "pool_size 4 high", "pool_min_size 2 high",
        "conn_max_age 60 high, 600 high, None high", "conn_health_checks true high",
        "statement_timeout 5000 high",
      ])
  }

  @Test("Flask's settings, and pools of drivers")
  func flaskAndPools() async throws {
    let found = try await discovered([
      "config.py": """
      SQLALCHEMY_DATABASE_URI = "sqlite:///shop.db"
      SQLALCHEMY_ENGINE_OPTIONS = {"pool_size": 3}
      SQLALCHEMY_MAX_OVERFLOW = 4
      """,
      "jobs.py":
        "import asyncpg\n\nasync def start():\n    return await asyncpg.create_pool(dsn, min_size=1, max_size=9)\n",
      "web.py": "import requests\n\nsession = requests.Session(autocommit=True)\n",
    ])
    #expect(found.settings == ["pool_size 3 high, 9 high", "pool_min_size 1 high", "max_overflow 4 high"])
    #expect(found.places("sqlite") == "configuration config.py:1")
  }

  @Test("imports count at the top of a file more than in a function, and not at all in a string or a test")
  func imports() async throws {
    let found = try await discovered([
      "a.py": "\"\"\"\nimport celery\nfrom dramatiq import actor\n\"\"\"\nimport os, redis.asyncio as redis\n",
      "b.py": "def late():\n    import psycopg2\n    from rq import Queue\n",
      "c.py": "from django.db import models; import peewee as orm\n",
      "d.py": "if True: import pony\n# import tortoise\n",
      "tests/e.py": "import motor\n",
      "examples/f.py": "import huey\n",
    ])
    #expect(found.told("redis") == "redis async")
    #expect(found.places("redis") == "import a.py:5")
    #expect(found.told("psycopg2") == "psycopg2 sync optional")
    #expect(found.told("rq") == "rq sync optional")
    #expect(found.told("django") == "django sync")
    #expect(found.told("huey") == "huey development")
    for absent in ["celery", "dramatiq", "motor", "tortoise"] {
      #expect(found.techStack[absent] == nil, "\(absent)")
    }
  }

  @Test("Alembic's own engine is no engine of the program")
  func migrationEnvironment() async throws {
    let found = try await discovered([
      "migrations/env.py":
        "from sqlalchemy import create_engine, pool\nengine = create_engine(url, poolclass=pool.NullPool)\n"
    ])
    #expect(found.settings.isEmpty)
    #expect(found.told("sqlalchemy") == "sqlalchemy sync")
  }
}
