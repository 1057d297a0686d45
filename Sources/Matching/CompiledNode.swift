import RuleFiles
import SourceScan
import Vocabulary

/// A `match:` node, compiled.
struct CompiledNode: Sendable {
  indirect enum Source: Sendable {
    case patterns([Int])
    case regex(Int, MatchSpec.RegexChannel)
    case operations(OperationSet)
    case scopes(ScopeSet)
    case any([CompiledNode])
  }

  var source: Source?
  var all: [CompiledNode] = []
  var not: [CompiledNode] = []
  /// Each must overlap what the site is inside of.
  var inside: [ScopeSet] = []
  var insideHeaders: [[CompiledNode]] = []
  var notInside: ScopeSet = []
  var notInsideHeaders: [CompiledNode] = []
  var with: [CompiledNear] = []
  var without: [CompiledNear] = []
  var follows: [CompiledNode] = []
  var precedes: [CompiledNode] = []
  var captures: [CompiledCapture] = []
  var uses: Use?
  var awaited: Bool?
  var blocking: Bool?
  var proven: Bool?
  var statement: Bool?
  var lines: Comparison?
  var severity: Severity?
  var confidence: Confidence?

  enum Use: Sendable {
    case loopVariable
    case capture(CaptureName)
  }
}

struct CompiledNear: Sendable {
  var region: MatchSpec.Near.Region
  var arguments: [Symbol]
  var node: CompiledNode?
}

struct CompiledCapture: Sendable {
  var capture: CaptureName
  var regex: Int?
  var notRegex: Int?
  var role: [Int]
  var notRole: [Int]
  var asksRole: Bool
  var asksNotRole: Bool
  var operation: OperationSet
  var notOperation: OperationSet
  var kind: [CaptureCondition.Kind]
  var notKind: [CaptureCondition.Kind]
  var madeBy: [Int]
  var notMadeBy: [Int]
  var constant: Bool?
  var boundOutsideLoop: Bool?
  var changedInLoop: Bool?
  var otherUses: Comparison?
  var fields: Comparison?
  var count: Comparison?
  var mentions: Mention?
  var notMentions: Mention?
  var same: CaptureName?
  var differs: CaptureName?

  enum Mention: Sendable {
    case capture(CaptureName)
    case roles([Int])
  }
}

/// Kinds of operations, one bit each.
struct OperationSet: OptionSet, Sendable, Hashable {
  let rawValue: UInt32
  init(rawValue: UInt32) { self.rawValue = rawValue }
  init(_ operation: Operation) { self.init(rawValue: 1 << UInt32(Operation.allCases.firstIndex(of: operation)!)) }
  init(_ operations: [Operation]) { self = operations.reduce(into: []) { $0.formUnion(OperationSet($1)) } }
}
