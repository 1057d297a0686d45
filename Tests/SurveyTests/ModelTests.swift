import Testing
import Vocabulary

@testable import Survey

@Suite("Models and their tables")
struct ModelTests {
  /// `name table [columns] [relation>target/loading]`
  private func models(_ files: [String: String]) async throws -> [String] {
    try await facts(files).models.map { model in
      let relations = model.relations.map { "\($0.name)>\($0.target ?? "?")/\($0.loading ?? "-")" }
      return "\(model.name) \(model.table ?? "-") \(model.columns) \(relations)"
    }
  }

  @Test("SQLAlchemy: declarative classes, mixins, a base in another file, schema and relations")
  func sqlalchemy() async throws {
    let found = try await models([
      "app/db.py": "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase):\n    pass\n",
      "app/mixins.py":
        "from sqlalchemy.orm import Mapped, mapped_column\nclass Timed:\n    created: Mapped[int] = mapped_column()\n",
      "app/models.py": """
      from sqlalchemy.orm import Mapped, mapped_column, relationship
      from app.db import Base
      from .mixins import Timed
      class Job(Timed, Base):
          __tablename__ = "jobs"
          __table_args__ = ({"schema": "work"},)
          id: Mapped[int] = mapped_column(primary_key=True)
          name: Mapped[str]
          runs: Mapped[list["Run"]] = relationship(lazy="selectin")
          owner = relationship("app.models.User", lazy=False)
          limit = 10
      class Special(Job):
          extra: Mapped[int]
      class NotOne:
          id: Mapped[int]
      """,
    ])
    #expect(
      found == [
        #"Job work.jobs ["created", "id", "name"] ["runs>Run/selectin", "owner>User/joined"]"#,
        #"Special work.jobs ["created", "id", "name", "extra"] ["runs>Run/selectin", "owner>User/joined"]"#,
      ])
  }

  @Test(
    "columns with a plain index, where the file of the model does not speak of letter case",
    arguments: [
      ("", ["email", "name"]), ("# Index(\"a\", \"email\")", ["email", "name"]), ("from x import CITEXT", []),
      ("Index(\"a\", func.lower(User.email))", []), ("def clean(text): return text.lower()", ["email", "name"]),
    ])
  func plainlyIndexed(line: String, columns: [String]) async throws {
    let found = try await facts([
      "app/models.py": """
      from sqlalchemy import Index, func
      from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
      class Base(DeclarativeBase):
          pass
      class User(Base):
          __tablename__ = "users"
          id: Mapped[int] = mapped_column(primary_key=True)
          email: Mapped[str] = mapped_column(unique=True)
          name: Mapped[str] = mapped_column(index=True)
          city: Mapped[str] = mapped_column(index=False)
      \(line)
      """
    ])
    #expect(found.models.map(\.plainlyIndexed) == [columns])
  }

  @Test("SQLAlchemy: bases that are made by a call, names that a base computes, tables without a class")
  func madeBases() async throws {
    let found = try await models([
      "a.py": """
      from sqlalchemy import Column, Table, MetaData
      from sqlalchemy.orm import declarative_base, declared_attr
      if TYPE_CHECKING:
          Base = Any
      else:
          Base = declarative_base()
      class Named(Base):
          __abstract__ = True
          @declared_attr
          def __tablename__(cls):
              return cls.__name__.lower() + "s"
      class JobEvent(Named):
          id = Column(Integer, primary_key=True)
      users = Table("users", metadata, Column("id", Integer), Column("name", String))
      """
    ])
    #expect(found == [#"JobEvent jobevents ["id"] []"#, #"users users ["id", "name"] []"#])
  }

  @Test("Flask-SQLAlchemy and SQLModel imply names")
  func implied() async throws {
    let found = try await models([
      "flask/a.py":
        "from app import db\nclass JobEvent(db.Model):\n    id = db.Column(db.Integer)\n    job = db.relationship('Job', lazy='dynamic')\n",
      "model/a.py":
        "from sqlmodel import SQLModel, Field, Relationship\nclass JobBase(SQLModel):\n    name: str\nclass Job(JobBase, table=True):\n    id: int | None = Field(primary_key=True)\n    runs: list[\"Run\"] = Relationship()\n",
    ])
    #expect(
      found == [#"JobEvent job_event ["id"] ["job>Job/dynamic"]"#, #"Job job ["name", "id"] ["runs>Run/-"]"#])
  }

  @Test("Django: application labels, own names, abstract and proxy classes, keys that are implied")
  func django() async throws {
    let found = try await models([
      "core/models.py":
        "from django.db import models\nclass Timed(models.Model):\n    at = models.DateTimeField()\n    class Meta:\n        abstract = True\n",
      "shop/apps.py":
        "from django.apps import AppConfig\nclass Shop(AppConfig):\n    name = 'shop'\n    label = 'store'\n",
      "shop/models.py": """
      from django.db import models
      from core.models import Timed
      class Order(Timed):
          customer = models.ForeignKey("crm.Customer", on_delete=models.CASCADE)
          items = models.ManyToManyField("Item")
      class Item(models.Model):
          code = models.CharField(primary_key=True)
          parent = models.ForeignKey("self", null=True)
          class Meta:
              db_table = "items"
      class OldItem(Item):
          class Meta:
              proxy = True
      """,
      "blog/models/post.py":
        "from django.db import models\nclass Post(models.Model):\n    title = models.TextField()\n",
    ])
    #expect(
      found == [
        #"Post blog_post ["id", "title"] []"#,
        #"Order store_order ["id", "at", "customer"] ["customer>Customer/-", "items>Item/-"]"#,
        #"Item items ["code", "parent"] ["parent>Item/-"]"#, #"OldItem items ["code", "parent"] ["parent>OldItem/-"]"#,
      ])
  }

  @Test("Django: classes of libraries that are models themselves")
  func djangoLibraries() async throws {
    let found = try await models([
      "core/models.py":
        "from django.db import models\nfrom django_lifecycle import LifecycleModel\nclass Base(LifecycleModel):\n    at = models.DateTimeField()\n    class Meta:\n        abstract = True\nclass Task(Base):\n    name = models.TextField()\n"
    ])
    #expect(found == [#"Task core_task ["id", "at", "name"] []"#])
  }

  @Test("Peewee and Tortoise")
  func others() async throws {
    let found = try await models([
      "p.py":
        "from peewee import Model, CharField, ForeignKeyField\nclass Base(Model):\n    class Meta:\n        abstract = True\nclass Job(Base):\n    name = CharField()\n    user = ForeignKeyField(User)\n    class Meta:\n        table_name = 'jobs'\n",
      "t.py":
        "from tortoise.models import Model\nfrom tortoise import fields\nclass Run(Model):\n    id = fields.IntField(pk=True)\n    job = fields.ForeignKeyField('models.Job')\n",
    ])
    #expect(
      found == [#"Job jobs ["id", "name", "user"] ["user>User/-"]"#, #"Run run ["id", "job"] ["job>Job/-"]"#])
  }

  @Test("a Prisma schema")
  func prisma() async throws {
    let schema = """
      // model Not { }
      model Job {
        id    Int    @id
        state State  // of the run
        runs  Run[]
        @@map("jobs")
      }
      model Run { 
        id Int @id
        job Job? @relation(fields: [jobId], references: [id])
        jobId Int?
        @@schema("work")
      }
      enum State { A }
      """
    #expect(
      try await models(["prisma/schema.prisma": schema]) == [
        #"Job jobs ["id", "state"] ["runs>Run/-"]"#, #"Run work.Run ["id", "jobId"] ["job>Job/-"]"#,
      ])
  }

  @Test("classes that inherit from each other in a circle are no models")
  func circle() async throws {
    #expect(
      try await models(["a.py": "import sqlalchemy\nclass A(B):\n    id = Column()\nclass B(A):\n    pass\n"]) == [])
  }

  @Test("a relation tells the file and line it is declared in")
  func places() async throws {
    let found = try await facts([
      "a.py": "from sqlalchemy.orm import *\nBase = declarative_base()\nclass M:\n    runs = relationship('Run')\n",
      "b.py": "import sqlalchemy\nfrom a import Base, M\nclass Job(M, Base):\n    __tablename__ = 'jobs'\n",
    ])
    let model = try #require(found.models.first)
    #expect("\(model.path):\(model.line)" == "b.py:3")
    #expect(model.relations.map { "\($0.path):\($0.line)" } == ["a.py:4"])
  }
}
