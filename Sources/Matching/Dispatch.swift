import SourceScan

/// From what stands in a file to the patterns worth trying there. A class, because it is handed to every search and
/// never changes then.
final class Dispatch: Sendable {
  /// Whose a pattern is, by number.
  enum Owner: Sendable {
    case scope(Int32)
    case operation(Int32)
    /// In `CompiledLibrary.sources`.
    case rule(source: Int32)
  }

  /// A pattern in use. Numbers and bits only: it is copied for every place it might match at.
  struct Entry: Sendable {
    var pattern: Int32
    var owner: Owner
    /// Which of the owner's alternatives the pattern belongs to.
    var alternative: Int32
    /// Where the candidate must stand.
    var place: PlaceCondition
    /// Roles of which one must be played by what stands before an attribute, by what a header ends in, by what a
    /// comprehension goes through, by a function's first argument; `nil` when the pattern asks for none.
    var roles: RoleSet?
    /// What that, or the right operand, must be written as.
    var kinds: KindSet
    var shape: PatternShape
    /// Of a path: its second name, when it has one.
    var second = Symbol.none

    var isOperation: Bool { if case .operation = owner { true } else { false } }
  }

  /// What must occur somewhere in a file for an entry to match there, as ranges of the flat lists beside it: all of the
  /// words, for each metavariable that must play one of some roles, one of these, and what the regular expressions on
  /// metavariables promise.
  fileprivate struct Requirement: Sendable {
    var words: Range<Int>
    var roles: Range<Int>
    var regexes: Range<Int>
  }

  /// Numbers of entries by symbol, those of one symbol behind each other.
  struct Table: Sendable {
    private let numbers: [Int32]
    /// By symbol, where its numbers begin; one more for the end.
    private let starts: [Int32]

    fileprivate init(_ lists: [UInt16: [Int32]]) {
      var numbers: [Int32] = []
      var starts: [Int32] = []
      for symbol in 0..<(lists.keys.max().map { Int($0) + 1 } ?? 0) {
        starts.append(Int32(truncatingIfNeeded: numbers.count))
        numbers += lists[UInt16(symbol)] ?? []
      }
      starts.append(Int32(truncatingIfNeeded: numbers.count))
      self.numbers = numbers
      self.starts = starts
    }

    var isEmpty: Bool { numbers.isEmpty }

    /// Where the numbers of a symbol stand; `self[index]` is one of them.
    @inline(__always)
    func places(of symbol: Symbol) -> Range<Int> {
      let index = Int(symbol.rawValue)
      return index + 1 < starts.count ? Int(starts[index])..<Int(starts[index + 1]) : 0..<0
    }

    @inline(__always)
    subscript(index: Int) -> Int32 { numbers[index] }
  }

  let entries: [Entry]
  /// By entry.
  private let requirements: [Requirement]
  private let words: [Symbol]
  private let roles: [RoleSet]
  private let regexes: [Int]
  let byAttribute: Table
  /// By the first name of a path; the second is the entry's.
  let byPath: Table
  let byInfix: Table
  let byPrefix: Table
  let byStatement: Table
  let byAssignment: Table
  let withItems: [Int32]
  let comprehensions: [Int32]

  init(_ parts: Parts) {
    entries = parts.entries
    requirements = parts.requirements
    words = parts.words
    roles = parts.roles
    regexes = parts.regexes
    byAttribute = Table(parts.byAttribute)
    byPath = Table(parts.byPath)
    byInfix = Table(parts.byInfix)
    byPrefix = Table(parts.byPrefix)
    byStatement = Table(parts.byStatement)
    byAssignment = Table(parts.byAssignment)
    withItems = parts.withItems
    comprehensions = parts.comprehensions
  }

  /// Whether what an entry needs occurs in a file.
  func isPossible(
    _ entry: Int, in file: ScannedFile, roles possible: RoleSet, mayContain: (_ regex: Int) -> Bool
  ) -> Bool {
    let requirement = requirements[entry]
    for index in requirement.words where !file.stream.seen.contains(words[index]) { return false }
    for index in requirement.roles where !possible.overlaps(roles[index]) { return false }
    for index in requirement.regexes where !mayContain(regexes[index]) { return false }
    return true
  }

  /// A dispatch while it is filled.
  struct Parts {
    fileprivate var entries: [Entry] = []
    fileprivate var requirements: [Requirement] = []
    fileprivate var words: [Symbol] = []
    fileprivate var roles: [RoleSet] = []
    fileprivate var regexes: [Int] = []
    fileprivate var byAttribute: [UInt16: [Int32]] = [:]
    fileprivate var byPath: [UInt16: [Int32]] = [:]
    fileprivate var byInfix: [UInt16: [Int32]] = [:]
    fileprivate var byPrefix: [UInt16: [Int32]] = [:]
    fileprivate var byStatement: [UInt16: [Int32]] = [:]
    fileprivate var byAssignment: [UInt16: [Int32]] = [:]
    fileprivate var withItems: [Int32] = []
    fileprivate var comprehensions: [Int32] = []

    mutating func add(_ pattern: Pattern, _ entry: Entry, words: [Symbol], roles: [RoleSet], regexes: [Int]) {
      let number = Int32(truncatingIfNeeded: entries.count)
      requirements.append(
        Requirement(
          words: self.words.count..<self.words.count + words.count,
          roles: self.roles.count..<self.roles.count + roles.count,
          regexes: self.regexes.count..<self.regexes.count + regexes.count))
      self.words += words
      self.roles += roles
      self.regexes += regexes
      var entry = entry
      switch pattern.anchor {
      case .statement(let keyword): byStatement[keyword.rawValue, default: []].append(number)
      case .assignment(let symbol): byAssignment[symbol.rawValue, default: []].append(number)
      case .withItem: withItems.append(number)
      case .path(let path):
        if path.count > 1 { entry.second = path[1] }
        byPath[path[0].rawValue, default: []].append(number)
      case .attribute(let symbol): byAttribute[symbol.rawValue, default: []].append(number)
      case .infix(let symbol): byInfix[symbol.rawValue, default: []].append(number)
      case .prefix(let symbol): byPrefix[symbol.rawValue, default: []].append(number)
      case .comprehension: comprehensions.append(number)
      case .none: break
      }
      entries.append(entry)
    }
  }
}
