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
  let regexMemo = RegexMemo()
  let makerMemo = MakerMemo()

  package let frameworks: [CompiledFramework]
  let roles: [CompiledRole]
  let roleIndex: RoleIndex
  let roleEvidence: RoleEvidence
  let operations: [CompiledOperation]
  let frameworkScopes: [CompiledScope]
  /// Where to look for the patterns of operations and framework scopes.
  let frameworkDispatch: Dispatch

  package let rules: [CompiledRule]
  /// Per category, the rules' numbers and where to look for their patterns.
  let packs: [CompiledPack]

  /// First symbols of the frameworks' modules.
  let importPaths: [Symbol: [(path: [Symbol], framework: Int)]]
  /// By framework: its modules' paths.
  let modules: [[[Symbol]]]
  let frameworksWithoutImports: [Bool]
  private let pathHeads: [Bool]

  init(_ parts: LibraryParts) {
    symbols = parts.words.symbols
    patterns = parts.patterns
    regexes = parts.words.programs
    frameworks = parts.frameworks
    roles = parts.roles
    roleIndex = RoleIndex(parts.roles, parts.patterns, parts.words.symbols)
    roleEvidence = RoleEvidence(parts.roles, parts.patterns, parts.words.symbols)
    operations = parts.operations
    frameworkScopes = parts.scopes
    frameworkDispatch = parts.frameworkDispatch
    rules = parts.rules
    packs = parts.packs
    importPaths = parts.importPaths
    var modules = Array(repeating: [[Symbol]](), count: parts.frameworks.count)
    for entry in parts.importPaths.values.joined() { modules[entry.framework].append(entry.path) }
    self.modules = modules
    frameworksWithoutImports = parts.frameworks.map(\.appliesEverywhere)
    var heads = Array(repeating: false, count: parts.words.symbols.count)
    for head in parts.pathHeads { heads[Int(head.rawValue)] = true }
    pathHeads = heads
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
  let madeBy: [CompiledNode]
  /// Roles of that name in any framework of the language.
  let elementOf: [Int]
  let names: [NameGlob]
  let blocking: Bool?
}

struct CompiledOperation: Sendable {
  let operation: Operation
  let framework: Int
  let node: CompiledNode
  let blocking: Bool
}

struct CompiledScope: Sendable {
  let scope: ScopeSet
  let framework: Int
  let node: CompiledNode
}

package struct CompiledRule: Sendable {
  package let card: RuleCard
  package let adjustments: [ContextAdjustment]
  package let equivalents: [String]
  let node: CompiledNode
  package let include: [String]
  package let exclude: [String]
  let message: [MessagePart]
  package let frameworks: [String]
}

enum MessagePart: Sendable {
  case text(String)
  case capture(CaptureName)
  case call, function, loop, loopVariable, lines
}

struct CompiledPack: Sendable {
  let category: Category
  let rules: [Int]
  let dispatch: Dispatch
  /// Rules with a source other than a pattern: what a file must have one of for them to be tried at all.
  let unanchored: [Unanchored]

  struct Unanchored: Sendable {
    var rule: Int
    var operations: OperationSet
    var scopes: ScopeSet
    /// Its regular expressions; what they promise must occur in the file.
    var regexes: [Int]
  }
}

/// From what stands in a file to the patterns worth trying there.
struct Dispatch: Sendable {
  /// A pattern in use: whose it is, and which of the owner's alternatives.
  struct Entry: Sendable {
    var pattern: Int32
    /// A rule; of frameworks an operation, or a scope as −1 less its number.
    var owner: Int32
    var alternative: Int32
    /// What the candidate must be inside of, and must not: checked before the pattern is.
    var inside: ScopeSet
    var notInside: ScopeSet
    /// Roles of which one must be played by what stands before an attribute, by what a header ends in, by what a
    /// comprehension goes through, by a function's first argument; `nil` when the pattern asks for none.
    var roles: RoleSet?
    /// Of an attribute: a call must follow, and whether that must be without arguments.
    var isCall: Bool
    var isEmptyCall: Bool
    /// A word that must stand in the statement.
    var hint: Symbol
    var rightSide: Pattern.RightSide
    /// Its place in `requirements`.
    var number: Int32
  }

  /// What must occur somewhere in a file for an entry to match there: all of the words, and for each metavariable that
  /// must play one of some roles, one of these.
  struct Requirement: Sendable {
    var words: [Symbol]
    var roles: [RoleSet]
  }

  /// Entries by symbol.
  struct Table: Sendable {
    private(set) var entries: [[Entry]] = []
    private(set) var isEmpty = true

    mutating func add(_ symbol: Symbol, _ entry: Entry) {
      isEmpty = false
      while entries.count <= Int(symbol.rawValue) { entries.append([]) }
      entries[Int(symbol.rawValue)].append(entry)
    }

    @inline(__always)
    subscript(symbol: Symbol) -> [Entry] {
      let index = Int(symbol.rawValue)
      return index < entries.count ? entries[index] : []
    }
  }

  private(set) var requirements: [Requirement] = []
  var byAttribute = Table()
  /// By the first two symbols of a path, the second 0 when the path has one.
  var byPath: [UInt32: [Entry]] = [:]
  var byInfix = Table()
  var byPrefix = Table()
  var byStatement = Table()
  var byAssignment = Table()
  var withItems: [Entry] = []
  var comprehensions: [Entry] = []

  static func key(_ first: Symbol, _ second: Symbol) -> UInt32 {
    UInt32(first.rawValue) << 16 | UInt32(second.rawValue)
  }

  mutating func add(_ pattern: Pattern, _ entry: Entry, _ requirement: Requirement) {
    var entry = entry
    entry.number = Int32(truncatingIfNeeded: requirements.count)
    requirements.append(requirement)
    switch pattern.anchor {
    case .statement(let keyword): byStatement.add(keyword, entry)
    case .assignment(let symbol): byAssignment.add(symbol, entry)
    case .withItem: withItems.append(entry)
    case .path(let path):
      byPath[Dispatch.key(path[0], path.count > 1 ? path[1] : .none), default: []].append(entry)
    case .attribute(let symbol): byAttribute.add(symbol, entry)
    case .infix(let symbol): byInfix.add(symbol, entry)
    case .prefix(let symbol): byPrefix.add(symbol, entry)
    case .comprehension: comprehensions.append(entry)
    case .none: break
    }
  }
}

/// A name with `*` for any run of characters.
struct NameGlob: Sendable {
  let parts: [[UInt8]]

  init(_ text: String) {
    parts = text.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map(Array.init)
  }

  func matches(_ word: ArraySlice<UInt8>) -> Bool {
    guard parts.count > 1 else { return word.elementsEqual(parts[0]) }
    guard word.starts(with: parts[0]) else { return false }
    var rest = word.dropFirst(parts[0].count)
    for part in parts[1..<parts.count - 1] where !part.isEmpty {
      var found: Int?
      var index = rest.startIndex
      while index + part.count <= rest.endIndex {
        if rest[index..<index + part.count].elementsEqual(part) {
          found = index
          break
        }
        index += 1
      }
      guard let found else { return false }
      rest = rest[(found + part.count)...]
    }
    let last = parts[parts.count - 1]
    return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
  }
}
