import SourceScan
package import Vocabulary

/// An attribute of the rows of a class that may be a relation: what makes a rule worth judging once that is known.
package struct FactHint: Sendable, Hashable {
  /// The class's own name, wherever it is imported from; `nil` where it is known only once the models are.
  var model: String?
  var attribute: String
  /// The name in the call that gives the rows, where the function that it runs tells the class.
  package var giver: UInt32?

  /// The same once the class is known.
  package func of(_ model: String) -> FactHint { FactHint(model: model, attribute: attribute) }
}

/// What is known of the models and tables of the project, as conditions on captures ask for it.
package struct ProjectFacts: Sendable {
  /// What it takes to find out.
  package struct Needs: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let models = Needs(rawValue: 1)
    /// Triggers and who listens.
    package static let triggers = Needs(rawValue: 2)
    /// The names of relations that some query loads along.
    package static let loads = Needs(rawValue: 4)
    /// Which rows functions give.
    package static let givers = Needs(rawValue: 8)
  }

  private let models: [String: [Model]]
  /// Their names by the hash that the lexer gives them.
  private let names: [UInt32: String]
  /// The names of all relations, ways back included.
  private let relations: Set<String>
  /// By name, the ways to rows that lead to the same class whatever model has them.
  private let onlyManagers: [String: Relation]
  private let triggers: [Trigger]
  private let heard: Set<String>
  /// A channel is listened to whose name nobody can tell.
  private let hearsAnything: Bool
  private let loaded: Set<String>

  package init(
    models: [Model] = [], triggers: [Trigger] = [], subscribers: [EventEnd] = [], loaded: Set<String> = []
  ) {
    self.models = Dictionary(grouping: models, by: \.name)
    names = Dictionary(
      self.models.keys.map { (nameHash($0), $0) },
      uniquingKeysWith: { one, _ in one })
    relations = Set(models.lazy.flatMap(\.ways).map(\.name))
    onlyManagers = ProjectFacts.onlyManagers(models)
    self.triggers = triggers
    heard = Set(subscribers.lazy.filter { $0.technology == "postgresql" }.map(\.channel))
    hearsAnything = heard.contains { $0.contains("*") }
    self.loaded = loaded
  }

  package func modelName(hash: UInt32) -> String? { names[hash] }

  /// Whether some class of that name has such a relation.
  package func mayBe(_ hint: FactHint) -> Bool {
    guard let name = hint.model else { return relations.contains(hint.attribute) }
    return (models[name] ?? []).contains { $0.relation(hint.attribute) != nil }
  }

  /// The relation of that name to rows of a class, where no model has another attribute of the name.
  func onlyManager(_ name: String) -> Relation? { onlyManagers[name] }

  private static func onlyManagers(_ models: [Model]) -> [String: Relation] {
    var found: [String: Relation] = [:]
    var others: Set<String> = []
    for model in models {
      for relation in model.ways {
        let known = found[relation.name]
        if !relation.isManager || relation.target == nil || known.map({ $0.target != relation.target }) == true {
          others.insert(relation.name)
        }
        found[relation.name] = relation
      }
      let own = Set(model.ways.map(\.name))
      others.formUnion(model.columns.filter { !own.contains($0) })
    }
    return found.filter { !others.contains($0.key) }
  }

  /// The model that a class's name means in a file; `nil` when several may be meant.
  ///
  /// - Parameters:
  ///   - module: where the file imports the name from, a dotted path in parts; `nil` when it does not.
  ///   - level: leading dots of that import.
  func model(_ name: String, from module: [String]?, level: Int, in path: String) -> Model? {
    let candidates = models[name] ?? []
    guard let module else {
      let own = candidates.filter { $0.path == path }
      return own.count == 1 ? own[0] : candidates.count == 1 ? candidates[0] : nil
    }
    var folders: [Substring] = []
    if level > 0 {
      folders = path.split(separator: "/").dropLast(level)
      if folders.isEmpty, path.split(separator: "/").count < level { return nil }
    }
    let file = (folders + module.map { $0[...] }).joined(separator: "/")
    let exact = candidates.filter { isModule($0.path, file, isWhole: level > 0) }
    if !exact.isEmpty { return exact.count == 1 ? exact[0] : nil }
    // A package hands on what its modules define.
    let within = candidates.filter { isWithin($0.path, file, isWhole: level > 0) }
    if !within.isEmpty { return within.count == 1 ? within[0] : nil }
    guard candidates.count == 1, level == 0, let first = module.first,
      isWithin(candidates[0].path, first, isWhole: false)
    else { return nil }
    return candidates[0]
  }

  /// Whether a path is the file of a module, or of a package.
  private func isModule(_ path: String, _ file: String, isWhole: Bool) -> Bool {
    [file + ".py", file + "/__init__.py"].contains { path == $0 || !isWhole && path.hasSuffix("/" + $0) }
  }

  private func isWithin(_ path: String, _ folder: String, isWhole: Bool) -> Bool {
    path.hasPrefix(folder.isEmpty ? "" : folder + "/") || !isWhole && path.contains("/" + folder + "/")
  }

  /// Whether some trigger notifies somebody.
  package var hasNotifyingTrigger: Bool { triggers.contains { !$0.channels.isEmpty } }

  /// The triggers that fire on a table, with or without its schema.
  func triggers(on table: String) -> [Trigger] {
    triggers.filter { isSame($0.table, table) }
  }

  /// Whether two names mean the same table: one may be written without its schema.
  func isSame(_ table: String, _ other: String) -> Bool {
    let (table, other) = (table.lowercased(), other.lowercased())
    return table == other || !other.contains(".") && table.hasSuffix("." + other)
      || !table.contains(".") && other.hasSuffix("." + table)
  }

  /// Whether something listens to one of some channels.
  func isHeard(_ channels: [String]) -> Bool {
    !channels.isEmpty && (hearsAnything || channels.contains { $0.contains("*") ? !heard.isEmpty : heard.contains($0) })
  }

  /// Whether some query of the project loads a relation of that name along.
  func isLoaded(_ relation: String) -> Bool { loaded.contains(relation) }
}
