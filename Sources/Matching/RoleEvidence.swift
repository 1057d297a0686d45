import SourceScan

/// Which roles anything in a file could play at all, by the words that occur in it: most files speak of few libraries,
/// and the patterns of all the others need not be tried there.
struct RoleEvidence: Sendable {
  /// One way to a role. Numbers and bits only: all ways are gone through for every file.
  private struct Way: Sendable {
    var role: Int32
    /// A word that occurs (none: nothing needs to), and further ones as a range of `words`.
    var word: Symbol
    var more: Range<Int32>
    /// The file imports this framework (−1: whatever it imports).
    var framework: Int32
    /// Something plays one of these roles.
    var needsRole: Bool
    var roles: RoleSet
  }

  private var ways: [Way] = []
  private var words: [Symbol] = []
  /// Roles whose names hold a `*`: any file may have one.
  private var open = RoleSet()
  /// By word: the roles that the names and makers of a function's own code speak for, and the types of a file.
  private var rolesByWord: [RoleSet] = []
  private var rolesByType: [RoleSet] = []
  /// Roles that a pattern without a word of its own may give to anything in a file of its framework: Peewee's classes.
  private var wordless: [(role: Int, framework: Int)] = []
  /// Roles that are played by the elements of what plays others.
  private var elements: [(role: Int, of: RoleSet)] = []

  init(_ roles: [CompiledRole], _ patterns: [Pattern], _ symbols: SymbolTable) {
    rolesByWord = Array(repeating: RoleSet(), count: symbols.count)
    rolesByType = rolesByWord
    for (number, role) in roles.enumerated() {
      for type in role.types { if let last = type.last { rolesByType[Int(last.rawValue)].insert(number) } }
      for name in role.names where name.parts.count == 1 {
        let word = symbols.symbol(of: String(decoding: name.parts[0], as: UTF8.self))
        if word != .none { rolesByWord[Int(word.rawValue)].insert(number) }
      }
      for source in role.madeBy.flatMap(\.sources) {
        guard case .patterns(let numbers)? = source.conditions.source else { continue }
        for word in numbers.compactMap({ patterns[$0].required.first }) {
          rolesByWord[Int(word.rawValue)].insert(number)
        }
      }
      if role.typesLike != nil {
        wordless.append((number, role.framework))
        add(number, words: [], framework: role.framework)
        // A list of them is told by the same.
        for list in role.elementOf {
          wordless.append((list, role.framework))
          add(list, words: [], framework: role.framework)
        }
      }
      if !role.elementOf.isEmpty { elements.append((number, RoleSet(role.elementOf))) }
      for type in role.types { if let last = type.last { add(number, words: [last]) } }
      for name in role.names {
        if name.parts.count == 1 {
          add(number, words: [symbols.symbol(of: String(decoding: name.parts[0], as: UTF8.self))])
        } else {
          open.insert(number)
        }
      }
      if !role.elementOf.isEmpty { add(number, words: [], roles: role.elementOf) }
      for source in role.madeBy.flatMap(\.sources) {
        guard case .patterns(let numbers)? = source.conditions.source else { continue }
        for pattern in numbers.map({ patterns[$0] }) {
          let needed = pattern.roles.first?.roles ?? []
          // A pattern without a word of its own speaks only where its framework is imported.
          let isWordless = pattern.required.isEmpty && needed.isEmpty
          if isWordless { wordless.append((number, role.framework)) }
          let framework = isWordless ? role.framework : -1
          add(number, words: pattern.required, roles: needed, framework: framework)
        }
      }
    }
  }

  private mutating func add(_ role: Int, words wanted: [Symbol], roles: [Int] = [], framework: Int = -1) {
    let start = Int32(truncatingIfNeeded: words.count)
    words += wanted.dropFirst()
    ways.append(
      Way(
        role: Int32(truncatingIfNeeded: role), word: wanted.first ?? .none,
        more: start..<Int32(truncatingIfNeeded: words.count), framework: Int32(truncatingIfNeeded: framework),
        needsRole: !roles.isEmpty, roles: RoleSet(roles)))
  }

  /// The roles that the words in some tokens speak for, of types those of the whole file. Less than all that is
  /// possible: what is made elsewhere without a type, and has none of the usual names, is not seen.
  func likely(
    in ranges: [Range<UInt32>], of file: ScannedFile, types: RoleSet, frameworks: [Bool]
  ) -> RoleSet {
    var likely = types
    for role in wordless where frameworks[role.framework] { likely.insert(role.role) }
    for range in ranges {
      for index in range {
        let symbol = file.stream.tokens[Int(index)].symbol
        if symbol.rawValue >= UInt16(Symbol.builtinCount) { likely.formUnion(rolesByWord[Int(symbol.rawValue)]) }
      }
    }
    for element in elements where likely.overlaps(element.of) { likely.insert(element.role) }
    return likely
  }

  /// The roles whose types a file names.
  func named(in seen: SymbolSet) -> RoleSet {
    var roles = RoleSet()
    for symbol in rolesByType.indices where !rolesByType[symbol].isEmpty {
      if seen.contains(Symbol(rawValue: UInt16(symbol))) { roles.formUnion(rolesByType[symbol]) }
    }
    return roles
  }

  /// The roles that can occur in a file.
  func possible(seen: SymbolSet, frameworks: [Bool]) -> RoleSet {
    var possible = open
    // Ways that lead on from other roles.
    var waiting: [Int32] = []
    for index in ways.indices {
      let way = ways[index]
      if way.word != .none, !seen.contains(way.word) { continue }
      if way.framework >= 0, !frameworks[Int(way.framework)] { continue }
      var hasWords = true
      for word in way.more where !seen.contains(words[Int(word)]) { hasWords = false }
      guard hasWords else { continue }
      if way.needsRole {
        waiting.append(Int32(truncatingIfNeeded: index))
      } else {
        possible.insert(Int(way.role))
      }
    }
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for index in waiting {
        let way = ways[Int(index)]
        guard !possible.contains(Int(way.role)), possible.overlaps(way.roles) else { continue }
        possible.insert(Int(way.role))
        isGrowing = true
      }
    }
    return possible
  }
}
