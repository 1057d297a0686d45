package import Vocabulary

/// What a project must be like for a rule to run: the `when:` of the rule. All of it must hold.
package struct ProjectCondition: Sendable, Equatable {
  /// One of several technologies of a kind: `orm: [sqlmodel, {sqlalchemy: ">=2.0"}]`.
  package struct OneOf: Sendable, Equatable {
    package struct Choice: Sendable, Equatable {
      package var name: Located<String>
      /// `nil` for any version.
      package var versions: VersionRange?
    }

    package var kind: Technology.Kind
    /// Never empty.
    package var choices: [Choice]
  }

  /// `pool-size: "<5"`.
  package struct Setting: Sendable, Equatable {
    package enum Wanted: Sendable, Equatable {
      case flag(Bool)
      case number(Comparison)
      /// Any of these, written as discovery writes them.
      case oneOf([String])
    }

    package var setting: DatabaseSetting
    package var wanted: Wanted
  }

  /// `triggers: {on: jobs, event: update, notifies: true}`: some trigger of the project is like that.
  package struct SomeTrigger: Sendable, Equatable {
    package enum Event: String, Sendable, CaseIterable {
      case insert, update, delete, truncate
    }

    /// Names of tables, with or without a schema; empty for any table.
    package var tables: [String]
    /// It fires on one of these; empty for any.
    package var events: [Event]
    /// Whether its function notifies a channel; `nil` for either.
    package var notifies: Bool?
  }

  /// `models: {of: Job, columns: ">15"}`: some model of the project is like that.
  package struct SomeModel: Sendable, Equatable {
    /// Names of classes; empty for any model.
    package var names: [String]
    package var columns: Comparison?
    package var relations: Comparison?
  }

  package var technologies: [OneOf]
  /// Whether code speaks to the database asynchronously, at least in part; or synchronously.
  package var isAsync: Bool?
  package var settings: [Setting]
  package var trigger: SomeTrigger?
  package var model: SomeModel?
  /// What is not known rules the rule out. Otherwise only what is known to be different does.
  package var needsProof: Bool

  /// Whether it asks for what the project is built on and how it is set up.
  package var asksForStack: Bool { !technologies.isEmpty || isAsync != nil || !settings.isEmpty }

  /// Whether it asks for what migrations and models say, which takes longer to find out.
  package var asksForDatabaseFacts: Bool { trigger != nil || model != nil }
}

extension Technology.Kind {
  /// The key of `when:` that asks for such a technology.
  package var conditionKey: String { self == .database ? "db" : rawValue }
}

extension DatabaseSetting {
  /// The key of `when:` that asks for the setting.
  package var conditionKey: String { String(rawValue.map { $0 == "_" ? "-" : $0 }) }
}
