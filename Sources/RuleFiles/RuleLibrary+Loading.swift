import Vocabulary
import Workers

/// Reads all files, the shipped ones first, each group in the order of its paths; what the files hold and all that is
/// wrong with them. The same files give the same library in whatever order they come. Files are read in parallel.
///
/// `other` is a library that the caller joins this one with: these files may speak of its contexts, technologies and
/// practices although none of them defines them.
package func loadRuleLibrary(_ files: [RuleFileBytes], beside other: RuleLibrary = RuleLibrary()) -> RuleLibrary {
  let ordered = files.sorted { left, right in
    if left.isShipped != right.isShipped { return left.isShipped }
    return left.path.utf8.lexicographicallyPrecedes(right.path.utf8)
  }
  var loading = LibraryLoading(beside: other)
  for contents in concurrently(ordered.count, { RuleFileContents(ordered[$0]) }) { loading.add(contents) }
  var library = loading.finished()
  library.hasOwnFiles = ordered.contains { !$0.isShipped }
  return library
}

/// A library that is being put together, and what has been named so far.
private struct LibraryLoading {
  private let other: RuleLibrary
  private var library = RuleLibrary()
  private var faults: Set<RuleFault> = []
  private var names: [Kind: [String: Origin]] = [:]

  /// The things whose names are given once.
  private enum Kind: String {
    case rule, framework, context, practice, technology, models
    case knowledge = "knowledge file"
  }

  init(beside other: RuleLibrary) { self.other = other }

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
    library.words += contents.words
  }

  /// Tells what is known only now that everything is named, and puts the faults in order.
  consuming func finished() -> RuleLibrary {
    let contexts = Set(names[.context, default: [:]].keys).union(other.contexts.map(\.name.value))
    var named = library.rules.flatMap { $0.adjustments.map(\.context) + $0.onlyIn }
    for context in library.contexts { named += context.from + context.notFrom + context.beside }
    for context in named where !contexts.contains(context.value) {
      complain(.unknownWord(context.value, what: "context", known: contexts.sorted()), at: context.origin)
    }
    let technologies = Set(names[.technology, default: [:]].keys).union(other.technologies.map(\.name.value))
    for technology in library.technologies {
      for implied in technology.implies where !technologies.contains(implied.value) {
        complain(.unknownWord(implied.value, what: "technology", known: technologies.sorted()), at: implied.origin)
      }
    }
    settleConditions()
    settlePractices()
    library.faults = faults.sorted { left, right in
      if left.origin.file != right.origin.file {
        return left.origin.file.utf8.lexicographicallyPrecedes(right.origin.file.utf8)
      }
      return (left.origin.line, left.origin.column, left.message)
        < (right.origin.line, right.origin.column, right.message)
    }
    return library
  }

  /// Checks the technologies that rules ask for, and puts the conditions in words.
  private mutating func settleConditions() {
    guard library.rules.contains(where: { $0.when != nil }) else { return }
    let technologies = Dictionary(
      (library.technologies + other.technologies).map { ($0.name.value, $0) }, uniquingKeysWith: { own, _ in own })
    for index in library.rules.indices {
      guard let condition = library.rules[index].when else { continue }
      for wanted in condition.technologies {
        for name in wanted.choices.map(\.name) { check(name, is: wanted.kind, among: technologies) }
      }
      library.rules[index].card.when = condition.phrases(titles: technologies.mapValues(\.title))
    }
  }

  private mutating func check(
    _ name: Located<String>, is kind: Technology.Kind, among technologies: [String: TechnologySpec]
  ) {
    guard let technology = technologies[name.value] else {
      let known = technologies.values.filter { $0.kinds.contains(kind) }.map(\.name.value).sorted()
      complain(.unknownWord(name.value, what: "technology", known: known), at: name.origin)
      return
    }
    if !technology.kinds.contains(kind) {
      let kinds = technology.kinds.map(\.conditionKey)
      complain(.otherKind(name.value, kinds: kinds, wanted: kind.conditionKey), at: name.origin)
    }
  }

  /// Adds the pages of the practices that rules name to the rules' sources.
  private mutating func settlePractices() {
    let practices = Dictionary(
      (library.knowledge + other.knowledge).flatMap { file in
        file.practices.map { ($0.id.value, file.cited($0.source)) }
      },
      uniquingKeysWith: { own, _ in own })
    for index in library.rules.indices {
      for id in library.rules[index].practices {
        guard let source = practices[id.value] else {
          complain(.unknownWord(id.value, what: "practice", known: practices.keys.sorted()), at: id.origin)
          continue
        }
        let known = library.rules[index].card.sources
        if !known.contains(where: { $0.url == source.url }) { library.rules[index].card.sources.append(source) }
      }
    }
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
