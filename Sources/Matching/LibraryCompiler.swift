package import RuleFiles
import SourceScan
package import Vocabulary

/// Compiles the frameworks and rules of one language, and says what is wrong with them.
package struct LibraryCompiler {
  let language: Language
  var parts: LibraryParts
  var faults: [RuleFault] = []
  /// Captures that operations bind, for checking what rules ask of them.
  var operationCaptures: [Operation: Set<CaptureName>] = [:]

  /// The compiled library, and all faults found on the way; rules with faults are left out.
  package static func compile(
    _ library: RuleLibrary, for language: Language, rules wanted: Set<String>? = nil, checksExpressions: Bool? = nil
  ) -> (library: CompiledLibrary, faults: [RuleFault]) {
    let checks = checksExpressions ?? library.hasOwnFiles
    let lists = WordLists(library.words, checksWords: checks)
    var compiler = LibraryCompiler(language, PatternWords(lists: lists, checksExpressions: checks))
    compiler.faults = lists.faults
    compiler.frameworks(library.frameworks.filter { $0.language == language })
    compiler.rules(
      library.rules.filter { rule in
        rule.card.languages.contains(language) && (wanted.map { $0.contains(rule.card.id) } ?? true)
      })
    compiler.markAnchors()
    return (CompiledLibrary(compiler.parts, language), compiler.faults)
  }

  private init(_ language: Language, _ words: PatternWords) {
    self.language = language
    parts = LibraryParts(words: words)
  }

  private mutating func rules(_ specs: [RuleSpec]) {
    var packs: [Category: [Int]] = [:]
    // Nothing but operations was entered yet.
    parts.operationDispatch = parts.dispatch
    for spec in specs {
      let before = faults.count
      let asked = parts.asked.count
      let compiled = node(spec.match, Scope(framework: nil, variables: [:]))
      let message =
        spec.message.map { messageParts($0, of: compiled, "the rule") } ?? [.text(spec.card.title)]
      if faults.count == before { checkCaptures(spec, compiled) }
      guard faults.count == before else {
        parts.asked.removeSubrange(asked...)
        continue
      }
      let number = parts.rules.count
      let first = parts.sources.count
      parts.rules.append(
        CompiledRule(
          card: spec.card, adjustments: spec.adjustments, onlyIn: spec.onlyIn.map(\.value),
          equivalents: spec.equivalents, node: compiled,
          sources: first..<first + compiled.sources.count,
          include: spec.include.map(\.value), exclude: spec.exclude.map(\.value), message: message,
          frameworks: frameworksSpoken(of: compiled, spec)))
      packs[spec.card.category, default: []].append(number)
      for alternative in compiled.sources.indices {
        parts.sources.append(RuleSource(number, alternative, compiled, parts.patterns, parts.words.programs))
      }
      dispatch(compiled, \.dispatch) { .rule(source: Int32(truncatingIfNeeded: first + $0)) }
    }
    parts.packs = Category.allCases.compactMap { category in
      packs[category].map { numbers in CompiledPack(category, numbers.map { parts.rules[$0] }, parts.sources) }
    }
  }

  /// Names of the frameworks whose operations or examples a rule speaks of.
  private func frameworksSpoken(of node: CompiledNode, _ spec: RuleSpec) -> [String] {
    var asked = OperationSet()
    func collect(_ node: CompiledNode) {
      if case .operations(let set)? = node.conditions.source { asked.formUnion(set) }
      if case .reaches(let reach)? = node.conditions.source { collect(reach.operation) }
      node.alternatives.forEach(collect)
      node.conditions.captures.forEach { asked.formUnion($0.operation) }
    }
    collect(node)
    var names = parts.frameworks.filter { !OperationSet(Array($0.operations)).isDisjoint(with: asked) }.map(\.name)
    for example in spec.examples {
      if let name = example.framework, !names.contains(name) { names.append(name) }
    }
    return names
  }
}
