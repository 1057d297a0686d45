import Vocabulary

/// The keys of the mappings in rule files. The decoder complains of others, and the schema lists these.
extension SpecDecoder {
  static let frameworkKeys = ["framework", "title", "language", "detect", "blocking", "roles", "operations", "scopes"]
  static let detectKeys = ["packages", "imports", "telling"]
  static let typeLikenessKeys = ["regex", "not-regex", "from-module"]
  static let roleKeys = [
    "as", "types", "types-like", "made-by", "element-of", "names", "blocking", "rows-of", "through", "loads-with",
  ]
  static let sourceKeys = ["title", "url", "holds-for"]
  static let pathKeys = ["include", "exclude"]
  static let exampleKeys = ["language", "framework", "path", "bad", "good", "missed"]
  static let nearKeys = ["in", "argument"] + MatchSeat.sources + MatchSeat.conditions
  static let reachKeys = ["operation", "depth", "again"] + MatchSeat.conditions
  static let modelKeys = ["of", "columns", "relations", "reads", "leaves-large", "saves-itself"]
  static let tableKeys = ["on", "event", "notifies", "heard"]
  static let relationKeys = ["of", "read", "loaded"]
  static let columnKeys = ["of", "indexed"]
  static let triggerConditionKeys = ["on", "event", "notifies"]
  static let modelConditionKeys = ["of", "columns", "relations"]
}
