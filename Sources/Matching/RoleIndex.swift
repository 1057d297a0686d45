import SourceScan

/// Finds the roles an expression may play without trying all of them: by the last word of the expression, by the names
/// of types, by the names people give.
///
/// A class, like its makers: both are handed to every question and never change.
final class RoleIndex: Sendable {
  /// A pattern that makes a role, with the conditions around it.
  final class Maker: Sendable {
    let role: Int
    let node: CompiledNode
    let pattern: Int
    /// Conditions on the callee as a whole (of `$F(...)`) or on the name (of a bare `$NAME`).
    let rootConditions: [CompiledCapture]
    /// Words that must occur in the file, and roles of which one must be possible there.
    let required: [Symbol]
    let needs: [RoleSet]
    /// Of `$Q.name(...)` and `$Q.name`: the roles of which what stands before the dot must play one.
    let receiver: RoleSet?

    init(_ role: Int, _ node: CompiledNode, _ pattern: Int, _ patterns: [Pattern]) {
      let compiled = patterns[pattern]
      self.role = role
      self.node = node
      self.pattern = pattern
      rootConditions = node.conditions.captures.filter { $0.capture == RoleIndex.wholeRoot(compiled.elements) }
      required = compiled.required
      needs = compiled.roles.map { RoleSet($0.roles) }
      receiver = RoleIndex.receiver(compiled)
    }
  }

  /// Makers whose expression ends in a call of, or an attribute with, this name.
  let byTail: SymbolMap<Maker>
  /// Makers that end in a call of no certain name, in a subscript, in anything else.
  let calls: [Maker]
  let subscripts: [Maker]
  let others: [Maker]
  /// Makers that are a bare metavariable: they speak of names and attributes only.
  let bare: [Maker]
  /// Roles with a type of this (last) name.
  let byType: SymbolMap<Int>
  /// Roles that annotations prove by what their classes are like.
  let byLikeness: [(role: Int, framework: Int, classes: TypeLikeness)]
  /// Roles people give exactly this name, and those with a `*` in theirs.
  let byName: SymbolMap<Int>
  let byGlob: NameGlobs
  /// By role: the roles its elements play.
  let elements: [[Int]]

  init(_ roles: [CompiledRole], _ patterns: [Pattern], _ symbols: SymbolTable) {
    var elements: [[Int]] = Array(repeating: [], count: roles.count)
    var tables = Tables()
    for (number, role) in roles.enumerated() {
      for type in role.types {
        if let last = type.last, tables.byType[last]?.contains(number) != true {
          tables.byType[last, default: []].append(number)
        }
      }
      for name in role.names {
        if name.parts.count == 1 {
          let symbol = symbols.symbol(of: String(decoding: name.parts[0], as: UTF8.self))
          tables.byName[symbol, default: []].append(number)
        } else {
          tables.byGlob.append((name, number))
        }
      }
      for base in role.elementOf { elements[base].append(number) }
      for node in role.madeBy {
        for source in node.sources {
          guard case .patterns(let numbers)? = source.conditions.source else { continue }
          for pattern in numbers {
            tables.add(Maker(number, source, pattern, patterns), patterns[pattern].elements)
          }
        }
      }
    }
    byTail = SymbolMap(tables.byTail)
    calls = tables.calls
    subscripts = tables.subscripts
    others = tables.others
    bare = tables.bare
    byType = SymbolMap(tables.byType)
    byLikeness = roles.enumerated().compactMap { number, role in
      role.typesLike.map { (number, role.framework, $0) }
    }
    byName = SymbolMap(tables.byName)
    byGlob = NameGlobs(tables.byGlob)
    self.elements = elements
  }

  private static func receiver(_ pattern: Pattern) -> RoleSet? {
    guard pattern.elements.count == 1, case .chain(let chain) = pattern.elements[0],
      case .expression(let name?) = chain.root, case .attribute? = chain.links.first,
      let roles = pattern.roles.first(where: { $0.capture == name })?.roles
    else { return nil }
    if chain.links.count == 1 { return RoleSet(roles) }
    guard chain.links.count == 2, case .call = chain.links[1] else { return nil }
    return RoleSet(roles)
  }

  /// The metavariable that stands for all of a callee or name.
  private static func wholeRoot(_ elements: [Element]) -> CaptureName? {
    guard elements.count == 1 else { return nil }
    switch elements[0] {
    case .expression(let name, _): return name
    case .chain(let chain):
      guard case .expression(let name) = chain.root, chain.links.count == 1, case .call = chain.links[0] else {
        return nil
      }
      return name
    default: return nil
    }
  }

  /// The index while it is filled.
  private struct Tables {
    var byTail: [Symbol: [Maker]] = [:]
    var calls: [Maker] = []
    var subscripts: [Maker] = []
    var others: [Maker] = []
    var bare: [Maker] = []
    var byType: [Symbol: [Int]] = [:]
    var byName: [Symbol: [Int]] = [:]
    var byGlob: [(glob: NameGlob, number: Int)] = []

    mutating func add(_ maker: Maker, _ elements: [Element]) {
      guard elements.count == 1, case .chain(let chain) = elements[0] else {
        if elements.count == 1, case .expression = elements[0] { bare.append(maker) } else { others.append(maker) }
        return
      }
      var links = chain.links[...]
      switch links.last {
      case .subscripted: subscripts.append(maker)
      case .attribute(let name): byTail[name, default: []].append(maker)
      case .call:
        links.removeLast()
        switch links.last {
        case .attribute(let name): byTail[name, default: []].append(maker)
        case nil:
          if case .path(let path) = chain.root {
            // `from x import f as g; g()` ends in another word: alias and name are resolved when it is tried.
            byTail[path[path.count - 1], default: []].append(maker)
          } else {
            calls.append(maker)
          }
        default: calls.append(maker)
        }
      case nil:
        if case .path(let path) = chain.root {
          byTail[path[path.count - 1], default: []].append(maker)
        } else {
          others.append(maker)
        }
      case .anyAttribute, .run: calls.append(maker)
      }
    }
  }
}
