import Dispatch
import Synchronization
import Vocabulary

/// Reads all files, the shipped ones first, each group in the order of its paths; what the files hold and all that is
/// wrong with them. The same files give the same library in whatever order they come. Files are read in parallel.
///
/// `knownContexts` are names of contexts that these files may speak of although none of them defines them: those of the
/// library that the caller joins this one with.
package func loadRuleLibrary(_ files: [RuleFileBytes], knownContexts: Set<String> = []) -> RuleLibrary {
  let ordered = files.sorted { left, right in
    if left.isShipped != right.isShipped { return left.isShipped }
    return left.path.utf8.lexicographicallyPrecedes(right.path.utf8)
  }
  let contents = Mutex([RuleFileContents?](repeating: nil, count: ordered.count))
  DispatchQueue.concurrentPerform(iterations: ordered.count) { index in
    let read = RuleFileContents(ordered[index])
    contents.withLock { $0[index] = read }
  }
  var loading = LibraryLoading(knownContexts: knownContexts)
  for contents in contents.withLock({ $0 }) { loading.add(contents!) }
  var library = loading.finished()
  library.hasOwnFiles = ordered.contains { !$0.isShipped }
  return library
}

/// A library that is being put together, and what has been named so far.
private struct LibraryLoading {
  private let knownContexts: Set<String>
  private var library = RuleLibrary()
  private var faults: Set<RuleFault> = []
  private var names: [Kind: [String: Origin]] = [:]

  /// The things whose names are given once.
  private enum Kind: String {
    case rule, framework, context, practice, technology, models
    case knowledge = "knowledge file"
  }

  init(knownContexts: Set<String>) { self.knownContexts = knownContexts }

  mutating func add(_ contents: RuleFileContents) {
    faults.formUnion(contents.faults)
    for rule in contents.rules where claim(rule.name, for: .rule) {
      if let rule = rule.value { library.rules.append(rule) }
    }
    for framework in contents.frameworks where claim(framework.name, for: .framework) {
      if let framework = framework.value { library.frameworks.append(framework) }
    }
    for context in contents.contexts where claim(context.name, for: .context) { library.contexts.append(context) }
    for file in contents.knowledge where claim(file.name, for: .knowledge) {
      guard var value = file.value else { continue }
      value.practices = value.practices.filter { claim($0.id, for: .practice) }
      library.knowledge.append(value)
    }
    for technology in contents.technologies where claim(technology.name, for: .technology) {
      library.technologies.append(technology)
    }
    for model in contents.models where claim(model.name, for: .models) { library.models.append(model) }
    library.events += contents.events
  }

  /// Tells what is known only now that everything is named, and puts the faults in order.
  consuming func finished() -> RuleLibrary {
    let contexts = knownContexts.union(names[.context, default: [:]].keys)
    for rule in library.rules {
      for context in rule.adjustments.map(\.context) where !contexts.contains(context.value) {
        complain(.unknownWord(context.value, what: "context", known: contexts.sorted()), at: context.origin)
      }
    }
    let technologies = names[.technology, default: [:]]
    for technology in library.technologies {
      for other in technology.implies where technologies[other.value] == nil {
        complain(
          .unknownWord(other.value, what: "technology", known: technologies.keys.sorted()), at: other.origin)
      }
    }
    library.faults = faults.sorted { left, right in
      if left.origin.file != right.origin.file {
        return left.origin.file.utf8.lexicographicallyPrecedes(right.origin.file.utf8)
      }
      return (left.origin.line, left.origin.column, left.message)
        < (right.origin.line, right.origin.column, right.message)
    }
    return library
  }

  /// Takes a name that must be given once; `false` when it is taken.
  private mutating func claim(_ name: Located<String>, for kind: Kind) -> Bool {
    if let first = names[kind]?[name.value] {
      complain(.duplicateName(name.value, what: kind.rawValue, first: first), at: name.origin)
      return false
    }
    names[kind, default: [:]][name.value] = name.origin
    return true
  }

  private mutating func complain(_ complaint: Complaint, at origin: Origin) {
    faults.insert(RuleFault(complaint.message, at: origin, hint: complaint.hint))
  }
}
