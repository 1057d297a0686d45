import Testing
import Vocabulary

@testable import Survey

@Suite("What models say of relations and long columns")
struct WayBackTests {
  /// `Model [relations] [ways back] [long columns]`; `!` behind a relation that is lazy, `*` behind a manager.
  private func told(_ files: [String: String]) async throws -> [String] {
    func told(_ relations: [Relation]) -> [String] {
      relations.map { $0.name + ($0.isLazy ? "!" : "") + ($0.isManager ? "*" : "") }
    }
    return try await facts(files).models.map {
      "\($0.name) \(told($0.relations)) \(told($0.waysBack)) \($0.largeColumns)" + ($0.loadsRelations ? " loads" : "")
    }
  }

  @Test("Django: names of the ways back, given, implied and left out; managers that load")
  func django() async throws {
    let code = """
      from django.db import models

      class BookManager(models.Manager):
          def get_queryset(self):
              return super().get_queryset().select_related("author")

      class Author(models.Model):
          bio = models.TextField()
          friends = models.ManyToManyField("self", related_name="+")

      class Shelf(models.Model):
          pass

      class Book(models.Model):
          author = models.ForeignKey(Author, related_name="books", on_delete=models.CASCADE)
          shelf = models.ForeignKey("Shelf", on_delete=models.CASCADE)
          cover = models.OneToOneField("Cover", on_delete=models.CASCADE)
          readers = models.ManyToManyField(Author, related_name="%(class)s_read")
          objects = BookManager()

      class Cover(models.Model):
          data = models.JSONField()
      """
    #expect(
      try await told(["shop/models.py": code]) == [
        "Author [\"friends!*\"] [\"books!*\", \"book_read!*\"] [\"bio\"]",
        "Shelf [] [\"book_set!*\"] []",
        "Book [\"author!\", \"shelf!\", \"cover!\", \"readers!*\"] [] [] loads",
        "Cover [] [\"book!\"] [\"data\"]",
      ])
  }

  @Test("Django: properties that give rows of a relation, and load nothing along")
  func views() async throws {
    let code = """
      from django.db import models
      from django.utils.functional import cached_property

      class Counted(models.Model):
          class Meta:
              abstract = True

          @property
          def last_lines(self):
              return self.lines.order_by("-pk").distinct()

      class Order(Counted):
          @property
          def open_lines(self):
              \"""Those that are still to be sent.\"""
              return self.lines(manager="open")

          @cached_property
          def sent_lines(self):
              return self.lines.filter(sent=True)

          @property
          def loaded(self):
              return self.lines.select_related("voucher")

          @property
          def first(self):
              return self.lines.all()[0]

          @property
          def counted(self):
              lines = self.lines.all()
              return lines

          @property
          def nothing(self):
              return self.others.all()

          def plain(self):
              return self.lines.all()

      class Line(models.Model):
          order = models.ForeignKey(Order, related_name="lines", on_delete=models.CASCADE)
      """
    let order = try #require(try await facts(["shop/models.py": code]).models.first { $0.name == "Order" })
    #expect(order.views.map(\.name) == ["last_lines", "open_lines", "sent_lines"])
    #expect(order.views.allSatisfy { $0.target == "Line" && $0.isManager })
    #expect(order.relation("open_lines") != nil && order.relation("plain") == nil)
  }

  @Test("SQLAlchemy: how relations are loaded, backrefs, long columns that are not deferred")
  func sqlalchemy() async throws {
    let code = """
      from sqlalchemy import JSON, Column, Integer, Text
      from sqlalchemy.orm import DeclarativeBase, backref, deferred, mapped_column, relationship

      class Base(DeclarativeBase):
          pass

      class User(Base):
          __tablename__ = "users"
          id = Column(Integer, primary_key=True)
          keys = relationship("Key", lazy="raise")
          badges = relationship("Badge", lazy="selectin")

      class Post(Base):
          __tablename__ = "posts"
          id = Column(Integer, primary_key=True)
          body = Column(Text, nullable=False)
          data = mapped_column(JSON())
          old = deferred(Column(Text))
          raw = mapped_column(Text, deferred=True)
          author = relationship(User, backref="posts")
          editor = relationship(User, backref=backref("edited", lazy="joined"))
      """
    #expect(
      try await told(["app/models.py": code]) == [
        "User [\"keys\", \"badges\"] [\"posts!\", \"edited\"] []",
        "Post [\"author!\", \"editor!\"] [] [\"body\", \"data\"]",
      ])
  }
}
