import Testing
import Vocabulary

@testable import Survey

@Suite("What a project writes about its stack")
struct DocumentTests {
  @Test("tables and prose of tech_stack.md win, what was rejected does not count")
  func techStack() async throws {
    let found = try await discovered([
      "docs/project/tech_stack.md": """
      # Stack

      | Layer | Choice | Version | Alternatives considered |
      |---|---|---|---|
      | Database | **PostgreSQL** | 16.2 | MongoDB |
      | ORM | SQLAlchemy (async) | 2.0.30 | Django |
      | Web | FastAPI 0.110 | | Flask |

      Jobs run on Celery 5.3 instead of Dramatiq. We do not use Kafka.
      Express delivery is next on the list; so is a redis-py upgrade.

      ## Alternatives

      - Peewee

      ```
      RabbitMQ
      ```

      """,
      "requirements.txt": "pymysql==1.1.1\nsqlalchemy==1.4.0\n",
    ])
    #expect(found.told("postgresql") == "postgresql 16.2")
    #expect(found.techStack.database?.value.name == "postgresql")
    #expect(found.places("postgresql") == "document docs/project/tech_stack.md:5")
    #expect(found.told("sqlalchemy") == "sqlalchemy 2.0.30 async")
    #expect(found.told("fastapi") == "fastapi 0.110")
    #expect(found.told("celery") == "celery 5.3")
    for absent in ["mongodb", "django", "flask", "dramatiq", "kafka", "peewee", "rabbitmq", "redis"] {
      #expect(found.techStack[absent] == nil, "\(absent)")
    }
    // The other version stays in the list.
    let versions = found.techStack.technologies.filter { $0.value.name == "sqlalchemy" }.map(\.value.version)
    #expect(versions == ["2.0.30", "1.4.0"])
  }

  @Test(
    "a version in a cell of its own is that of what is named first",
    arguments: [
      ("| Jobs | Celery with Redis | 5.3 |", "celery 5.3", "redis"),
      ("| Celery | Redis | 5.3 |", "celery 5.3", "redis"),
      ("| Celery | 5.3 | Redis | 7.2 |", "celery 5.3", "redis 7.2"),
      ("| Jobs | Celery 5.3 with Redis | 7.2 |", "celery 5.3", "redis 7.2"),
    ])
  func sharedRow(row: String, celery: String, redis: String) async throws {
    let found = try await discovered(["tech_stack.md": "# Stack\n\n| A | B | C | D |\n|---|---|---|---|\n\(row)\n"])
    #expect(found.told("celery") == celery)
    #expect(found.told("redis") == redis)
  }

  @Test(
    "the Linear team of kanban_board.md, from a table or from lines",
    arguments: [
      "| Setting | Value |\n|---|---|\n| Team ID | 0b1c |\n| Team Key | SHOP |\n| Team Name | Shop |\n",
      "| Team | Team UUID | Team Key |\n|---|---|---|\n| Shop | 0b1c | SHOP |\n",
      "- **Team ID**: `0b1c`\n- **Team Key**: SHOP\n- **Team Name**: Shop\n",
    ])
  func kanbanBoard(_ board: String) async throws {
    let team = try #require(try await discovered(["docs/tasks/kanban_board.md": board]).linear)
    #expect(team.id == "0b1c" && team.key == "SHOP" && team.name == "Shop")
    #expect(team.evidence.path == "docs/tasks/kanban_board.md")
  }

  @Test("a board that names no team gives none")
  func boardWithoutTeam() async throws {
    let found = try await discovered([
      "docs/tasks/kanban_board.md": "# Board\n\n| Task | State |\n|---|---|\n| x | done |\n"
    ])
    #expect(found.linear == nil)
  }
}
