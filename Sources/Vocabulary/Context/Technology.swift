/// A database, a library or a service that the audited project uses.
package struct Technology: Sendable, Hashable {
  /// What a technology is to a project; one can be several: Django is an ORM, a web framework and a migration tool.
  package enum Kind: String, Sendable, CaseIterable {
    case database, driver, orm
    case webFramework = "web-framework"
    case queue, cache
    case migrationTool = "migration-tool"
    case pooler
  }

  /// Whether the calls of a library hold their thread, in this project.
  package enum Mode: String, Sendable, CaseIterable {
    case sync, async
    /// Some do and some do not.
    case mixed
  }

  /// What a technology is there for.
  package enum Scope: String, Sendable, CaseIterable, Comparable {
    /// Tests, documentation, tools of developers.
    case development
    /// An extra, or a service of a profile: some installations have it.
    case optional
    case production

    package static func < (left: Scope, right: Scope) -> Bool {
      left != right && (left == .development || right == .production)
    }
  }

  /// As rules name it: `postgresql`, `sqlalchemy`.
  package var name: String
  /// As people write it: `PostgreSQL`.
  package var title: String
  package var kinds: [Kind]
  /// The exact version, or the part of it that is known (`16`); `nil` when only a range is.
  package var version: String?
  /// The range of versions that a manifest asks for, as it is written there: `>=2.0,<3`.
  package var requirement: String?
  package var mode: Mode?
  package var scope: Scope

  package init(
    name: String, title: String, kinds: [Kind], version: String? = nil, requirement: String? = nil, mode: Mode? = nil,
    scope: Scope = .production
  ) {
    self.name = name
    self.title = title
    self.kinds = kinds
    self.version = version
    self.requirement = requirement
    self.mode = mode
    self.scope = scope
  }
}
