package import RuleFiles
package import SourceScan
package import Vocabulary

/// All rules and frameworks of a run, compiled: built once, then read by every worker. A class, because it is handed
/// to every file of every pack and never changes.
package final class CompiledLibrary: Sendable {
  package let symbols: SymbolTable
  let patterns: [Pattern]
  /// Sources of the regular expressions that patterns and conditions hold, by number.
  let regexes: [RegexProgram]
  let words: MatchingWords
  let regexMemo = RegexMemo()
  let makerMemo = MakerMemo()

  package let frameworks: [CompiledFramework]
  let roles: [CompiledRole]
  /// Methods that say which relations come along with rows.
  let loaders: [Symbol]
  /// Roles of what transactions are ended on: sessions, connections.
  let connectionRoles: RoleSet
  /// Roles with rows of some class.
  let rowRoles: RoleSet
  /// Of those: one row, of which no further ones are made.
  let oneRowRoles: RoleSet
  /// The frameworks that have such roles.
  let rowFrameworks: [Int]
  let roleIndex: RoleIndex
  let roleEvidence: RoleEvidence
  let operations: [CompiledOperation]
  let frameworkScopes: [CompiledScope]
  /// Where to look for the scopes that frameworks describe: they are marked before anything else is judged.
  let scopeDispatch: Dispatch
  /// Where to look for the patterns of operations and of all rules.
  let dispatch: Dispatch
  /// Of these, only operations, under the same numbers: for files that are read again.
  let operationDispatch: Dispatch

  package let rules: [CompiledRule]
  /// By rule and alternative, everything that finds sites for rules.
  let sources: [RuleSource]
  /// Those of `sources` whose sites are operations.
  let operationSources: [Int]
  /// What `sources` and conditions ask calls to lead to; those of conditions last, by their own number.
  package let reaches: [ReachQuery]
  let packs: [CompiledPack]

  /// First symbols of the frameworks' modules.
  let importPaths: [Symbol: [(path: [Symbol], framework: Int)]]
  /// By which a file speaks of a framework although it imports nothing but the project's own modules.
  let telling: [TellingName]
  /// By framework: its modules' paths.
  let modules: [[[Symbol]]]
  let frameworksWithoutImports: [Bool]
  private let pathHeads: [Bool]

  init(_ parts: LibraryParts, _ language: Language) {
    words = MatchingWords(language)
    symbols = parts.words.symbols
    patterns = parts.patterns
    regexes = parts.words.programs
    frameworks = parts.frameworks
    roles = parts.roles
    connectionRoles = CompiledLibrary.connectionRoles(parts)
    rowRoles = RoleSet(parts.roles.indices.filter { parts.roles[$0].rowsOf != nil })
    rowFrameworks = Set(parts.roles.lazy.filter { $0.rowsOf != nil }.map(\.framework)).sorted()
    oneRowRoles = CompiledLibrary.oneRowRoles(parts)
    loaders = Array(Set(parts.roles.flatMap(\.loadsWith))).sorted { $0.rawValue < $1.rawValue }
    roleIndex = RoleIndex(parts.roles, parts.patterns, parts.words.symbols)
    roleEvidence = RoleEvidence(parts.roles, parts.patterns, parts.words.symbols)
    operations = parts.operations
    frameworkScopes = parts.scopes
    scopeDispatch = Dispatch(parts.scopeDispatch)
    dispatch = Dispatch(parts.dispatch)
    operationDispatch = Dispatch(parts.operationDispatch)
    rules = parts.rules
    sources = parts.sources
    operationSources = parts.sources.indices.filter { !parts.sources[$0].operations.isEmpty }
    reaches =
      parts.sources.compactMap { ReachQuery($0, parts.rules) }
      + parts.asked.compactMap { ReachQuery($0.reach, rule: $0.rule, parts.rules) }
    packs = parts.packs
    importPaths = parts.importPaths
    telling = parts.telling
    var modules = Array(repeating: [[Symbol]](), count: parts.frameworks.count)
    for entry in parts.importPaths.values.joined() { modules[entry.framework].append(entry.path) }
    self.modules = modules
    frameworksWithoutImports = parts.frameworks.map(\.appliesEverywhere)
    var heads = Array(repeating: false, count: parts.words.symbols.count)
    for head in parts.pathHeads { heads[Int(head.rawValue)] = true }
    pathHeads = heads
  }

  private static func connectionRoles(_ parts: LibraryParts) -> RoleSet {
    let ends = OperationSet([.commit, .rollback])
    var roles: [Int] = []
    for source in parts.operations.lazy.filter({ $0.kind.overlaps(ends) }).flatMap(\.node.sources) {
      guard case .patterns(let numbers)? = source.conditions.source else { continue }
      for pattern in numbers.map({ parts.patterns[$0] }) {
        roles += pattern.roles.first { $0.capture == pattern.shape.telling }?.roles ?? []
      }
    }
    return RoleSet(roles)
  }

  private static func oneRowRoles(_ parts: LibraryParts) -> RoleSet {
    let rows = parts.roles.filter { $0.rowsOf != nil }
    var used: Set<Int> = []
    for source in rows.lazy.flatMap(\.madeBy).flatMap(\.sources) {
      guard case .patterns(let numbers)? = source.conditions.source else { continue }
      for role in numbers.flatMap({ parts.patterns[$0].roles }).flatMap(\.roles) { used.insert(role) }
    }
    return RoleSet(parts.roles.indices.filter { parts.roles[$0].rowsOf != nil && !used.contains($0) })
  }

  func isPathHead(_ symbol: Symbol) -> Bool { pathHeads[Int(symbol.rawValue)] }

  /// Whether some framework is known by modules of this root: then a name from there is that library's.
  func isKnownModule(_ root: Symbol) -> Bool { importPaths[root] != nil }
}

package struct CompiledFramework: Sendable {
  package let name: String
  package let title: String
  package let language: Language
  package let packages: [String]
  let appliesEverywhere: Bool
  package let operations: Set<Operation>
}

struct CompiledRole: Sendable {
  let name: String
  let framework: Int
  /// Paths of names, a bare name as a path of one.
  let types: [[Symbol]]
  let typesLike: TypeLikeness?
  let madeBy: [CompiledNode]
  /// Roles of that name in any framework of the language.
  let elementOf: [Int]
  let names: [NameGlob]
  let blocking: Bool?
  /// What its makers bind to this is the class whose rows it gives.
  let rowsOf: CaptureName?
  /// The relation of `rowsOf` that leads to the rows, where that is a row.
  let through: CaptureName?
  /// Methods whose arguments name the relations that come along.
  let loadsWith: [Symbol]
}

/// The classes that prove a role in an annotation: numbers of regular expressions.
struct TypeLikeness: Sendable {
  let regex: Int?
  let notRegex: Int?
  let fromModule: Int
}

struct CompiledOperation: Sendable {
  let kind: OperationSet
  let framework: Int
  let node: CompiledNode
  let blocking: Bool
}

struct CompiledScope: Sendable {
  let scope: ScopeSet
  let framework: Int
  let node: CompiledNode
}

/// A class, because it is handed to everything that is found by it.
package final class CompiledRule: Sendable {
  package let card: RuleCard
  package let adjustments: [ContextAdjustment]
  /// Contexts of which a finding must be in one; empty means everywhere.
  package let onlyIn: [String]
  package let equivalents: [String]
  let node: CompiledNode
  /// Its alternatives in `CompiledLibrary.sources`.
  let sources: Range<Int>
  package let include: [String]
  package let exclude: [String]
  let message: [MessagePart]
  package let frameworks: [String]

  init(
    card: RuleCard, adjustments: [ContextAdjustment], onlyIn: [String], equivalents: [String], node: CompiledNode,
    sources: Range<Int>, include: [String], exclude: [String], message: [MessagePart], frameworks: [String]
  ) {
    self.card = card
    self.adjustments = adjustments
    self.onlyIn = onlyIn
    self.equivalents = equivalents
    self.node = node
    self.sources = sources
    self.include = include
    self.exclude = exclude
    self.message = message
    self.frameworks = frameworks
  }

  /// Whether it takes the whole project to tell where it holds.
  package var isLate: Bool { node.isLate || !node.needs.isEmpty }
  /// Whether one of its conditions asks what calls lead to.
  package var asksCalls: Bool { node.isLate }
  /// Whether it can only hold in projects in which a trigger notifies somebody.
  package var wantsNotifyingTrigger: Bool { node.conditions.wantsNotifyingTrigger }
  /// What it asks about models and tables.
  package var needs: ProjectFacts.Needs { node.needs }
}

enum MessagePart: Sendable {
  case text(String)
  case capture(CaptureName)
  case call, function, loop, loopVariable, lines, reached, channel, mismatch
}

struct CompiledPack: Sendable {
  let category: Category
  /// What finds the sites of its rules, in order.
  let glances: [Glance]

  /// What tells of a source, in most files, that it has no sites there. Numbers and bits only: all of them are gone
  /// through for every file.
  struct Glance: Sendable {
    let source: Int
    let rule: Int
    let isPatterns: Bool
    let operations: OperationSet
    let scopes: ScopeSet
    let regex: Int
  }

  init(_ category: Category, _ rules: [CompiledRule], _ sources: [RuleSource]) {
    self.category = category
    glances = rules.flatMap(\.sources).map { number in
      let source = sources[number]
      return Glance(
        source: number, rule: source.rule, isPatterns: source.isPatterns, operations: source.operations,
        scopes: source.scopes, regex: source.regex)
    }
  }
}
