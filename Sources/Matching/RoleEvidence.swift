import SourceScan

/// Which roles anything in a file could play at all, by the words that occur in it: most files speak of few libraries,
/// and the patterns of all the others need not be tried there.
struct RoleEvidence: Sendable {
  /// One way to a role.
  private struct Way: Sendable {
    /// All of these words occur,
    var words: [Symbol]
    /// something plays one of these roles (none: nothing needs to),
    var roles: [Int]
    /// and the file imports this framework (−1: whatever it imports).
    var framework: Int
  }

  private let ways: [[Way]]
  /// Roles whose names hold a `*`: any file may have one.
  private let open: [Bool]

  init(_ roles: [CompiledRole], _ patterns: [Pattern], _ symbols: SymbolTable) {
    var ways: [[Way]] = []
    var open: [Bool] = []
    for role in roles {
      var found: [Way] = []
      for type in role.types { if let last = type.last { found.append(Way(words: [last], roles: [], framework: -1)) } }
      for name in role.names where name.parts.count == 1 {
        let symbol = symbols.symbol(of: String(decoding: name.parts[0], as: UTF8.self))
        found.append(Way(words: [symbol], roles: [], framework: -1))
      }
      if !role.elementOf.isEmpty { found.append(Way(words: [], roles: role.elementOf, framework: -1)) }
      for node in role.madeBy {
        for source in node.sources {
          guard case .patterns(let numbers)? = source.conditions.source else { continue }
          for number in numbers {
            let pattern = patterns[number]
            let needed = pattern.roles.first?.roles ?? []
            // A pattern without a word of its own speaks only where its framework is imported.
            let framework = pattern.required.isEmpty && needed.isEmpty ? role.framework : -1
            found.append(Way(words: pattern.required, roles: needed, framework: framework))
          }
        }
      }
      ways.append(found)
      open.append(role.names.contains { $0.parts.count > 1 })
    }
    self.ways = ways
    self.open = open
  }

  /// The roles that can occur in a file.
  func possible(seen: SymbolSet, frameworks: [Bool]) -> RoleSet {
    var isPossible = open
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for role in ways.indices where !isPossible[role] {
        let holds = ways[role].contains { way in
          (way.framework < 0 || frameworks[way.framework]) && way.words.allSatisfy { seen.contains($0) }
            && (way.roles.isEmpty || way.roles.contains { isPossible[$0] })
        }
        if holds {
          isPossible[role] = true
          isGrowing = true
        }
      }
    }
    return RoleSet(isPossible.indices.filter { isPossible[$0] })
  }
}
