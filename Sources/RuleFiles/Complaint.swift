import Vocabulary

/// All that can be wrong with a rule file; its words are in `Complaint+Wording.swift`. `key` is the key whose value is
/// meant, `owner` the thing whose mapping it is ("a rule", "a match node").
enum Complaint {
  // The file
  case unreadable(reason: String)
  case tooLarge(limit: Int)
  case utf16
  case notUTF8(byte: UInt8)
  case forbiddenCharacter(UInt32)
  case notYAML(problem: String, context: String?, contextLine: Int)
  case outOfMemory
  case noRule
  case tooManyFaults(limit: Int)

  // The document
  case notMapping(found: String)
  case tooDeep(limit: Int)
  case aliasesTooLarge(limit: Int)
  case unknownAnchor(String)
  case aliasInItself(String)
  case tag(String)
  case mergeKey
  case keyNotText(found: String)
  case duplicateKey(String, first: Origin)

  // The shape of values
  case wrongType(key: String, wanted: String, found: String)
  case unknownKey(String, owner: String, known: [String])
  case matchKeyInRule(String)
  case missingKey(String, owner: String)
  case nothing(key: String)
  case emptyList(key: String)
  case emptyMapping(key: String)
  case severalLines(key: String)
  case unknownWord(String, what: String, known: [String])
  case repeated(String, key: String)
  case notBoolean(String, key: String)
  case notComparison(String, key: String)
  case badShape(String, what: String, rule: String)
  case badEffect(String, key: String, allowed: String)
  case badURL(String)
  case absoluteGlob(String)

  // The match
  case noMatch
  case matchTwice(String)
  case twoSources(String, String, owner: String)
  case noSource(owner: String, wanted: String)
  case noCondition(owner: String)
  case channelWithoutRegex
  case gradeOutsideAny(String)
  case nearHoldsNothing(key: String)
  case nearHoldsTwo(key: String)
  case argumentRegion(String)
  case channelAsRegion(String)
  case betweenNothing
  case reachInside
  case parameterOutsideReach
  case besideReach(String)
  case callersInside
  case callsInside
  case channelInside
  case onceInside
  case outsideHands(String)
  case badDepth(String, limit: Int)

  // The examples
  case exampleWithoutText
  case badUnmarked
  case goodMarked
  case exampleLanguageOpen([String])
  case exampleLanguageForeign(String, [String])

  // Frameworks and contexts
  case emptyFramework
  case emptyRole(String)
  case emptyContext(String)
  case callersWithoutReach(String)
  case besideWithoutOnly
  case emptyTechnology(String)

  // Knowledge
  case emptyVersionRange(from: String, before: String)

  // What a project must be like
  case emptyCondition
  case captureInCondition(String)
  case otherKind(String, kinds: [String], wanted: String)

  // The configuration of a project
  case secondDocument
  case outsideFolder(String)

  // The library
  case duplicateName(String, what: String, first: Origin)
}
