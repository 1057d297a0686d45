import RuleFiles
import SourceScan
import Vocabulary

/// What the compiler gathers while it goes through the specs.
struct LibraryParts {
  let words: PatternWords
  var patterns: [Pattern] = []
  var frameworks: [CompiledFramework] = []
  var roles: [CompiledRole] = []
  var roleNumbers: [String: [Int]] = [:]
  var operations: [CompiledOperation] = []
  var scopes: [CompiledScope] = []
  var scopeDispatch = Dispatch.Parts()
  var dispatch = Dispatch.Parts()
  var operationDispatch = Dispatch.Parts()
  var sources: [RuleSource] = []
  /// The operations that calls are to lead to, as rules write them: alternatives that share one by an anchor share the
  /// search for it.
  var sought: [(spec: MatchSpec, isHeld: Bool)] = []
  /// What conditions ask calls to lead to, and the rule that asks.
  var asked: [(rule: Int, reach: CompiledReach)] = []
  var rules: [CompiledRule] = []
  var packs: [CompiledPack] = []
  var importPaths: [Symbol: [(path: [Symbol], framework: Int)]] = [:]
  var telling: [TellingName] = []
  var pathHeads: Set<Symbol> = []
}
