import Testing
import Vocabulary

@testable import Survey

/// What stands in the manifests and settings of well-known projects, cut down to a few lines each, and what is to be
/// told of it. The projects themselves were read by hand and compared.
@Suite("Replicas of real projects")
struct ReplicaTests {
  private func expect(_ files: [String: String], _ told: [String], gist: String) async throws {
    let found = try await discovered(files)
    #expect(found.told + found.settings == told)
    let stack = found.techStack
    let words = [stack.database?.value.name, stack.orm?.value.name, stack.isAsync.map { $0.value ? "async" : "sync" }]
    #expect(words.compactMap(\.self).joined(separator: " ") == gist)
    #expect(found.problems.isEmpty)
  }

  @Test("Prefect: asynchronous SQLAlchemy over two databases")
  func prefect() async throws {
    try await expect(
      [
        "pyproject.toml": """
        [project]
        dependencies = [
            "aiosqlite>=0.17.0,<1.0.0",
            "alembic>=1.7.5,<2.0.0",
            "asyncpg>=0.23,<1.0.0",
            "fastapi>=0.111.0,<1.0.0",
            "sqlalchemy[asyncio]>=2.0,<3.0.0",
        ]
        [project.optional-dependencies]
        redis = ["redis>=5.0"]
        [dependency-groups]
        dev = ["psycopg2-binary"]
        """,
        "src/prefect/server/database/configurations.py": """
        from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

        async def engine(self):
            kwargs = {}
            if self.sqlalchemy_pool_size is not None:
                kwargs["pool_size"] = self.sqlalchemy_pool_size
            return create_async_engine(self.connection_url, pool_pre_ping=True, **kwargs)

        async def session(self, engine):
            return AsyncSession(engine, expire_on_commit=False)
        """,
      ],
      [
        "sqlalchemy >=2.0,<3.0.0 async < manifest pyproject.toml:7, import src/prefect/server/database/configurations.py:1, configuration src/prefect/server/database/configurations.py:7, configuration src/prefect/server/database/configurations.py:10",
        "postgresql < manifest pyproject.toml:5, manifest pyproject.toml:12",
        "sqlite < manifest pyproject.toml:3",
        "asyncpg >=0.23,<1.0.0 async < manifest pyproject.toml:5",
        "aiosqlite >=0.17.0,<1.0.0 async < manifest pyproject.toml:3",
        "fastapi >=0.111.0,<1.0.0 < manifest pyproject.toml:6",
        "alembic >=1.7.5,<2.0.0 < manifest pyproject.toml:4",
        "redis optional < manifest pyproject.toml:10",
        "psycopg2 sync development < manifest pyproject.toml:12",
        "expire_on_commit false high", "pool_pre_ping true high",
      ], gist: "postgresql sqlalchemy async")
  }

  @Test("pretix: Django whose engine is put together at start")
  func pretix() async throws {
    try await expect(
      [
        "pyproject.toml": """
        [project]
        dependencies = [
            "celery==5.6.*",
            "Django[argon2]==5.2.*,>=5.2.17",
            "djangorestframework==3.17.*",
            "kombu==5.6.*",
            "psycopg2-binary",
            "redis==7.4.*",
        ]
        [project.optional-dependencies]
        dev = ["aiohttp==3.14.*"]
        """,
        "setup.cfg": "[flake8]\nignore = N802\n",
        "src/pretix/settings.py": """
        db_backend = config.get('database', 'backend', fallback='sqlite3')
        DATABASES = {
            'default': {
                'ENGINE': 'django.db.backends.' + db_backend,
                'PASSWORD': config.get('database', 'password', fallback=''),
                'CONN_MAX_AGE': 0,
                'CONN_HEALTH_CHECKS': db_backend != 'sqlite3',
            }
        }
        """,
      ],
      [
        "django ==5.2.*,>=5.2.17 sync < manifest pyproject.toml:4, manifest pyproject.toml:5",
        "postgresql < manifest pyproject.toml:7",
        "psycopg2 sync < manifest pyproject.toml:7",
        "django-rest-framework ==3.17.* sync < manifest pyproject.toml:5",
        "celery ==5.6.* < manifest pyproject.toml:3",
        "kombu ==5.6.* < manifest pyproject.toml:6",
        "redis < manifest pyproject.toml:8",
        "conn_max_age 0 high",
      ], gist: "postgresql django sync")
  }

  @Test("Django itself: drivers of many databases, and none of its own")
  func django() async throws {
    try await expect(
      [
        "django/db/backends/mysql/base.py": "import MySQLdb as Database\n",
        "django/db/backends/postgresql/base.py": "try:\n    import psycopg2\nexcept ImportError:\n    pass\n",
        "django/db/models/query.py": "from django.db import connections\n",
      ],
      [
        "mysql < import django/db/backends/mysql/base.py:1",
        "mysqlclient sync < import django/db/backends/mysql/base.py:1",
        "django sync < import django/db/models/query.py:1",
        "postgresql optional < import django/db/backends/postgresql/base.py:2",
        "psycopg2 sync optional < import django/db/backends/postgresql/base.py:2",
      ], gist: "django sync")
  }

  @Test("Airflow: databases that the code can also speak to, pool arguments in branches")
  func airflow() async throws {
    try await expect(
      [
        "pyproject.toml":
          "[project]\ndependencies = [\n  \"aiosqlite>=0.20.0\",\n  \"sqlalchemy[asyncio]>=2.0.50\",\n]\n",
        "src/airflow/settings.py": """
        from sqlalchemy import create_engine

        def prepare():
            engine_args = {}
            if disabled:
                engine_args["poolclass"] = NullPool
            else:
                engine_args["pool_size"] = conf.getint("database", "SQL_ALCHEMY_POOL_SIZE", fallback=5)
            return create_engine(url, **engine_args)

        def retry(error):
            import MySQLdb
        """,
        "src/airflow/example_dags/tutorial.py": "import duckdb\n",
      ],
      [
        "sqlalchemy >=2.0.50 mixed < manifest pyproject.toml:4, import src/airflow/settings.py:1, configuration src/airflow/settings.py:9",
        "sqlite < manifest pyproject.toml:3",
        "aiosqlite >=0.20.0 async < manifest pyproject.toml:3",
        "mysql optional < import src/airflow/settings.py:12",
        "mysqlclient sync optional < import src/airflow/settings.py:12",
        "duckdb sync development < import src/airflow/example_dags/tutorial.py:1",
        "pool_size 5 low", "pool_class NullPool low", "null_pool true low",
      ], gist: "sqlite sqlalchemy async")
  }

  @Test("Saleor: a lock file, containers for developers, an address from the environment")
  func saleor() async throws {
    try await expect(
      [
        "pyproject.toml":
          "[project]\ndependencies = [\n  \"celery[redis]>=5.3\",\n  \"django[bcrypt]~=5.2\",\n  \"psycopg[binary]>=3.1\",\n]\n",
        "uv.lock": """
        version = 1

        [[package]]
        name = "django"
        version = "5.2.17"
        source = { registry = "https://pypi.org/simple" }

        [[package]]
        name = "psycopg"
        version = "3.3.4"

        [[package]]
        name = "tornado"
        version = "6.4"

        """,
        ".devcontainer/docker-compose.yml": "services:\n  db:\n    image: library/postgres:15-alpine\n",
        "saleor/settings.py": """
        CONN_MAX_AGE = int(os.environ.get("DB_CONN_MAX_AGE", 0))
        DATABASES = {
            "default": dj_database_url.config(
                default="postgres://saleor:saleor@localhost:5432/saleor",
                conn_max_age=CONN_MAX_AGE,
            ),
        }
        """,
      ],
      [
        "postgresql 15 < lock-file uv.lock:9, manifest pyproject.toml:5, configuration saleor/settings.py:4, image .devcontainer/docker-compose.yml:3",
        "psycopg 3.3.4 >=3.1 < lock-file uv.lock:9, manifest pyproject.toml:5",
        "django 5.2.17 ~=5.2 sync < lock-file uv.lock:4, manifest pyproject.toml:4",
        "celery >=5.3 < manifest pyproject.toml:3",
        "redis < manifest pyproject.toml:3",
        "conn_max_age 0 medium",
      ], gist: "postgresql django sync")
  }

  @Test("Label Studio: one of several databases chosen at start")
  func labelStudio() async throws {
    try await expect(
      [
        "pyproject.toml":
          "[project]\ndependencies = [\n  \"Django (>=5.2,<5.3)\",\n  \"psycopg[binary] (>=3.2.0,<4.0.0)\",\n  \"rq (>=2.6,<2.7)\",\n]\n",
        "label_studio/core/settings/base.py": """
        DATABASES_ALL = {
            DJANGO_DB_POSTGRESQL: {'ENGINE': 'django.db.backends.postgresql'},
            DJANGO_DB_SQLITE: {'ENGINE': 'django.db.backends.sqlite3'},
        }
        DATABASES = {'default': DATABASES_ALL.get(get_env('DJANGO_DB', 'default'))}
        """,
      ],
      [
        "django >=5.2,<5.3 sync < manifest pyproject.toml:3, configuration label_studio/core/settings/base.py:2, configuration label_studio/core/settings/base.py:3",
        "postgresql < manifest pyproject.toml:4, configuration label_studio/core/settings/base.py:2",
        "psycopg >=3.2.0,<4.0.0 < manifest pyproject.toml:4",
        "rq >=2.6,<2.7 sync < manifest pyproject.toml:5",
        "sqlite < configuration label_studio/core/settings/base.py:3",
      ], gist: "postgresql django sync")
  }
}
