import RuleFiles
import SourceScan
import Vocabulary

/// A `match:` node, compiled. A class, because it is handed to every site and never changes.
final class CompiledNode: Sendable {
  let conditions: NodeConditions
  /// Of an `any`, the nodes whose sources find its sites, flattened; empty for a node with a source of its own.
  let alternatives: [CompiledNode]
  /// By alternative: the `any`s inside this one that it stands in, innermost first.
  private let surroundings: [[CompiledNode]]
  /// Whether it is an `any`, whose own conditions hold for all alternatives.
  let isAny: Bool
  /// Whether something in it can only be judged once the whole project is known.
  let isLate: Bool
  /// What is asked in it about models and tables.
  let needs: ProjectFacts.Needs
  /// Whether it finds calls by what they lead to.
  let asksReach: Bool
  /// Whether it finds calls by the function that they run.
  let asksCallee: Bool

  init(_ conditions: NodeConditions) {
    self.conditions = conditions
    isLate = conditions.asksProject
    needs = conditions.needs
    if case .calls? = conditions.source { asksCallee = true } else { asksCallee = false }
    if case .any(let nodes)? = conditions.source {
      isAny = true
      alternatives = nodes.flatMap(\.sources)
      asksReach = alternatives.contains(where: \.asksReach)
      surroundings = nodes.flatMap { node in
        node.isAny ? node.alternatives.indices.map { node.surroundings[$0] + [node] } : [[]]
      }
    } else {
      isAny = false
      alternatives = []
      surroundings = []
      if case .reaches? = conditions.source { asksReach = true } else { asksReach = false }
    }
  }

  /// The nodes whose sources find this node's sites: its alternatives, or itself.
  var sources: [CompiledNode] { isAny ? alternatives : [self] }

  /// The nodes around one of `sources`, innermost first, whose conditions and grades hold for it too.
  func around(_ alternative: Int) -> [CompiledNode] { isAny ? surroundings[alternative] + [self] : [] }

  func source(_ alternative: Int32) -> CompiledNode { isAny ? alternatives[Int(alternative)] : self }
}

/// What a node asks for.
struct NodeConditions: Sendable {
  enum Source: Sendable {
    case patterns([Int])
    case regex(Int, MatchSpec.RegexChannel)
    case operations(OperationSet)
    case scopes(ScopeSet)
    case reaches(CompiledReach)
    case calls(Callee)
    case channel(ChannelMismatch)
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
  /// Captures that `all`, `follows`, `inside`… bind: conditions on them are judged last.
  var boundLater: [CaptureName] = []
  /// Those of `captures` that can be judged while a pattern is matched; `nil` for none.
  var binding: BindingConditions?
  /// Captures that must equal those of the site around, when the node stands inside another; `nil`: all.
  var shares: [CaptureName]?
  var uses: Use?
  /// What a call hands over on the way to what it must lead to.
  var hands: [CompiledNode] = []
  var awaited: Bool?
  var blocking: Bool?
  var proven: Bool?
  var statement: Bool?
  var lines: Comparison?
  var callers: Comparison?
  var severity: Severity?
  var confidence: Confidence?
  var isOncePerFunction = false
  /// What this alternative says of a place; `nil` for the rule's own message.
  var message: [MessagePart]?

  /// Whether one of the conditions asks what calls lead to. A node whose own source does so is the tracer's, which
  /// knows when it asks.
  var asksProject: Bool {
    if case .any(let nodes)? = source, nodes.contains(where: \.isLate) { return true }
    if case .reaches(let reach)? = source, reach.operation.isLate { return true }
    return others.contains { $0.isLate || $0.asksReach }
  }

  /// What it asks, and all nodes in it, about models and tables.
  var needs: ProjectFacts.Needs {
    var needs = captures.reduce(into: ProjectFacts.Needs()) { $0.formUnion($1.needs) }
    if case .any(let nodes)? = source { for node in nodes { needs.formUnion(node.needs) } }
    if case .reaches(let reach)? = source { needs.formUnion(reach.operation.needs) }
    for other in others { needs.formUnion(other.needs) }
    return needs
  }

  /// Whether it can only hold where a trigger notifies somebody.
  var wantsNotifyingTrigger: Bool {
    if captures.contains(where: { $0.table?.notifies == true || $0.table?.heard == true }) { return true }
    switch source {
    case .any(let nodes): if nodes.allSatisfy(\.conditions.wantsNotifyingTrigger) { return true }
    case .reaches(let reach): if reach.operation.conditions.wantsNotifyingTrigger { return true }
    default: break
    }
    let required = all + follows + precedes + with.compactMap(\.node)
    return required.contains { $0.conditions.wantsNotifyingTrigger }
  }

  var others: [CompiledNode] {
    let nears = (with + without).compactMap(\.node)
    return all + not + follows + precedes + insideHeaders.flatMap { $0 } + notInsideHeaders + nears
  }

  enum Use: Sendable {
    case loopVariable
    /// A parameter that took what the rule is about; the tracer judges that.
    case parameter
    case capture(CaptureName)
  }
}

/// What a call must lead to.
struct CompiledReach: Sendable {
  /// The operation at the end of the way.
  var operation: CompiledNode
  /// Those of one number look for the same operation: what one has found, the other need not look for.
  var sought: Int
  /// The conditions on the calls on the way.
  var way: CompiledNode
  /// Calls at most, the first one included.
  var depth: Int
  /// A call before leads to the same.
  var again: Bool
  /// Its number among all that conditions ask for; `nil` where it finds the calls that a rule reports.
  var asked: Int?
}

struct CompiledNear: Sendable {
  var region: MatchSpec.Near.Region
  var arguments: [Symbol]
  var node: CompiledNode?
}

/// What a metavariable must be, or must not be. A class, because it is handed on for every site.
final class CompiledCapture: Sendable {
  let capture: CaptureName
  let regex: Int?
  let notRegex: Int?
  let role: [Int]
  let notRole: [Int]
  let asksRole: Bool
  let asksNotRole: Bool
  let operation: OperationSet
  let notOperation: OperationSet
  let kind: [CaptureCondition.Kind]
  let notKind: [CaptureCondition.Kind]
  let madeBy: [Int]
  let notMadeBy: [Int]
  let fromModule: Int?
  let constant: Bool?
  let boundOutsideLoop: Bool?
  let changedInLoop: Bool?
  let otherUses: Comparison?
  let fields: Comparison?
  let count: Comparison?
  let mentions: Mention?
  let notMentions: Mention?
  let same: CaptureName?
  let differs: CaptureName?
  let spells: CaptureName?
  let model: ModelQuestion?
  let table: TableQuestion?
  let relation: CompiledRelationQuestion?
  let column: CompiledColumnQuestion?
  /// Judged by the tracer, which knows what is loaded.
  let loadedAgain: Bool
  /// Likewise: the row that was loaded by it.
  let keyOf: CaptureName?

  /// What names in a condition stand for: numbers of the library.
  struct Names {
    var capture: CaptureName
    var regex: Int?
    var notRegex: Int?
    var role: [Int]
    var notRole: [Int]
    var madeBy: [Int]
    var notMadeBy: [Int]
    var fromModule: Int?
    var mentions: Mention?
    var notMentions: Mention?
    var same: CaptureName?
    var differs: CaptureName?
    var spells: CaptureName?
    var relation: CompiledRelationQuestion?
    var column: CompiledColumnQuestion?
    var keyOf: CaptureName?
  }

  init(_ spec: CaptureCondition, _ names: Names) {
    capture = names.capture
    regex = names.regex
    notRegex = names.notRegex
    role = names.role
    notRole = names.notRole
    // A role that no framework of the language has is asked for all the same.
    asksRole = !spec.role.isEmpty
    asksNotRole = !spec.notRole.isEmpty
    operation = OperationSet(spec.operation)
    notOperation = OperationSet(spec.notOperation)
    kind = spec.kind
    notKind = spec.notKind
    madeBy = names.madeBy
    notMadeBy = names.notMadeBy
    fromModule = names.fromModule
    constant = spec.constant
    boundOutsideLoop = spec.boundOutsideLoop
    changedInLoop = spec.changedInLoop
    otherUses = spec.otherUses
    fields = spec.fields
    count = spec.count
    mentions = names.mentions
    notMentions = names.notMentions
    same = names.same
    differs = names.differs
    spells = names.spells
    model = spec.model
    table = spec.table
    relation = names.relation
    column = names.column
    loadedAgain = spec.loadedAgain == true
    keyOf = names.keyOf
  }

  enum Mention: Sendable {
    case capture(CaptureName)
    case roles([Int])
    case loopVariable
  }

  /// What it asks about models and tables.
  var needs: ProjectFacts.Needs {
    var needs: ProjectFacts.Needs = []
    if model != nil || relation != nil || column != nil { needs.insert(.models) }
    if table != nil { needs.formUnion([.models, .triggers]) }
    if relation?.loaded == .nowhere { needs.insert(.loads) }
    if model?.followsCalls == true || relation?.followsCalls == true { needs.insert(.givers) }
    return needs
  }

  var asksFacts: Bool { model != nil || table != nil || relation != nil || column != nil }

  /// Another capture without which it says nothing.
  var asksOf: CaptureName? { relation?.of ?? column?.of }

  var asksAnyRole: Bool { asksRole || asksNotRole }

  var mentionsLoop: Bool { if case .loopVariable? = mentions { true } else { false } }

  var canBeJudgedEarly: Bool {
    regex != nil || notRegex != nil || asksAnyRole || !kind.isEmpty || !notKind.isEmpty || mentionsLoop
  }
}

/// Conditions that are judged as soon as a metavariable is bound, so that matching goes on to the next candidate when
/// they fail. A class, because it is handed to every try.
final class BindingConditions: Sendable {
  let conditions: [CompiledCapture]
  /// The same without those that ask for roles, which take long to find out; `nil` when none does.
  let written: BindingConditions?

  /// `nil` when none of some conditions can be judged so early.
  init?(_ all: [CompiledCapture]) {
    conditions = all.filter(\.canBeJudgedEarly)
    if conditions.isEmpty { return nil }
    written =
      conditions.contains(where: \.asksRole) ? BindingConditions(plain: conditions.filter { !$0.asksAnyRole }) : nil
  }

  private init(plain conditions: [CompiledCapture]) {
    self.conditions = conditions
    written = nil
  }
}

struct CompiledColumnQuestion: Sendable {
  var of: CaptureName
  var indexed: ColumnQuestion.Indexed?
}

struct CompiledRelationQuestion: Sendable {
  var of: CaptureName
  var read: RelationQuestion.Read?
  var loaded: RelationQuestion.Loaded?

  /// Whether rows that a function of the project gives count, too: only its query says what comes along.
  var followsCalls: Bool { loaded != nil }
}

/// Kinds of operations, one bit each.
package struct OperationSet: OptionSet, Sendable, Hashable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
  package func overlaps(_ other: OperationSet) -> Bool { rawValue & other.rawValue != 0 }
  init(_ operation: Operation) { self.init(rawValue: 1 << UInt32(Operation.allCases.firstIndex(of: operation)!)) }
  init(_ operations: [Operation]) { self = operations.reduce(into: []) { $0.formUnion(OperationSet($1)) } }
}
