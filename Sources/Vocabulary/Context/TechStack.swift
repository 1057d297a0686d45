/// What the audited project is built on. Lists are in the order of how well and how prominently a technology is
/// evidenced.
package struct TechStack: Sendable {
  package var technologies: [Fact<Technology>]
  /// The database that the project's data is in, where one stands out.
  package var database: Fact<Technology>?
  /// The library through which most of the code speaks to it.
  package var orm: Fact<Technology>?
  /// Whether code speaks to the database without holding the event loop's thread, at least in part.
  package var isAsync: Fact<Bool>?

  package init(
    technologies: [Fact<Technology>] = [], database: Fact<Technology>? = nil, orm: Fact<Technology>? = nil,
    isAsync: Fact<Bool>? = nil
  ) {
    self.technologies = technologies
    self.database = database
    self.orm = orm
    self.isAsync = isAsync
  }

  package subscript(kind: Technology.Kind) -> [Fact<Technology>] {
    technologies.filter { $0.value.kinds.contains(kind) }
  }

  package subscript(name: String) -> Fact<Technology>? { technologies.first { $0.value.name == name } }
}
