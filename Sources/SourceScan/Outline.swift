/// The structure of one file: scopes, statements and the names they bind. Language-neutral; each language has its own
/// builder. A class, because everything asks it, and its many arrays would be counted each time.
package final class Outline: Sendable {
  /// Parents before children; the first is the module.
  package let scopes: [Scope]
  /// In text order; what is nested in a compound statement follows it.
  package let statements: [Statement]
  /// Indices of comprehensions and lambdas, by first token.
  package let expressionScopes: [UInt32]
  /// For each of `expressionScopes`, the one whose text is around its own (its parent, unless it stands in a hole); −1
  /// when there is none.
  let expressionParents: [Int32]
  /// First tokens of the bodies of branches that only debugging takes (`if DEBUG`).
  let debugScopes: [UInt32]
  /// In text order.
  package let wrappedLoops: [WrappedLoop]
  /// Tokens of `row := load()`, in text order.
  package let namedExpressions: [Range<UInt32>]
  package let bindings: Bindings
  package let imports: Imports
  /// For each run of 64 tokens, the statement that holds the first of them; one more for the end.
  let statementsByRun: [UInt32]

  package init(_ parts: OutlineParts) {
    scopes = parts.scopes
    statements = parts.statements
    expressionScopes = parts.expressionScopes
    expressionParents = parts.expressionParents
    debugScopes = parts.debugScopes
    wrappedLoops = parts.wrappedLoops
    namedExpressions = parts.namedExpressions
    bindings = parts.bindings
    imports = parts.imports
    statementsByRun = parts.statements.byRun
  }

  static let empty = Outline(OutlineParts())

  /// To make another outline of.
  package var parts: OutlineParts {
    OutlineParts(
      scopes: scopes, statements: statements, expressionScopes: expressionScopes, expressionParents: expressionParents,
      debugScopes: debugScopes, wrappedLoops: wrappedLoops, namedExpressions: namedExpressions,
      bindings: bindings, imports: imports)
  }
}

/// An outline while it is made.
package struct OutlineParts: Sendable {
  package var scopes: [Scope] = []
  package var statements: [Statement] = []
  var expressionScopes: [UInt32] = []
  var expressionParents: [Int32] = []
  var debugScopes: [UInt32] = []
  var wrappedLoops: [WrappedLoop] = []
  var namedExpressions: [Range<UInt32>] = []
  var bindings = Bindings()
  var imports = Imports()
}

package struct Scope: Sendable {
  /// −1 for the module.
  package var parent: Int32
  /// What it is itself.
  package var own: ScopeSet
  /// What a token directly in it is inside of, walls respected.
  package var within: ScopeSet = []
  /// Tokens of the statement that opens it, without the body.
  package var header: Range<UInt32>
  /// Tokens of the body.
  package var body: Range<UInt32>
  /// Of a comprehension: its first iterable, which is evaluated outside of it.
  package var hole: Range<UInt32> = 0..<0
  /// The statement that opens it, −1 for the module and for scopes inside expressions (there: the statement around).
  package var statement: Int32
  /// The statements of the body, nested ones included.
  package var statements: Range<UInt32> = 0..<0
  /// The nearest scope with walls: itself when it has them.
  package var function: Int32 = 0
  /// The innermost loop around what stands in it, itself when it is one; −1 outside of loops.
  package var loop: Int32 = -1
}

package struct Statement: Sendable {
  /// Tokens; of a compound statement only the header, its colon included.
  package var first: UInt32
  package var end: UInt32
  /// The block it stands in.
  package var scope: Int32
  /// The keyword it begins with (`async` skipped), `Symbol.at` for a decorator, `Symbol.none` for an expression or
  /// an assignment.
  package var kind: Symbol
  /// The scope of its body, −1 when it has none.
  package var body: Int32 = -1
  /// Index of the statement behind it and all nested in it.
  package var next: UInt32
  /// The token of its `=` or `+=`…, `LogicalLine.absent` when it is no assignment.
  package var assign: UInt32 = LogicalLine.absent
  package var isAsync = false
}

/// A loop over something that is counted or shown to a person meanwhile, `for number, row in enumerate(rows)`, without that.
package struct WrappedLoop: Sendable {
  /// Its header.
  package var statement: Int32
  /// Tokens: `row`, `rows`.
  package var targets: Range<UInt32>
  package var iterable: Range<UInt32>
}

/// Where a name gets a value.
package struct Binding: Sendable {
  package enum Kind: UInt8, Sendable {
    case assignment, augmented, annotation, loopTarget, withTarget, parameter, function, `class`, exceptTarget,
      `import`,
      declaredElsewhere
  }

  /// The token of the name; its payload is the name's hash.
  package var name: UInt32
  /// The scope that owns the name: a function, lambda, comprehension, class or the module.
  package var scope: Int32
  package var statement: Int32
  package var kind: Kind
  /// `self.name = …` in a method: the scope is the class.
  package var isAttribute = false
  /// The name is one of several targets: its value is a part of `value`.
  package var isPart = false
  /// The assigned expression, the iterated one, the context manager, the default; empty when there is none.
  package var value: Range<UInt32> = 0..<0
  package var annotation: Range<UInt32> = 0..<0
  /// The next binding in the same bucket, −1 at the end.
  var nextInBucket: Int32 = -1

  /// Whether it stands before a place, which is not in what it is given: in `rows = rows.filter(a=1)` the second `rows` is
  /// what it was before.
  @inline(__always)
  func reaches(_ place: UInt32) -> Bool { name < place && !value.contains(place) }
}

/// The bindings of a file, found by the hash of their names.
package struct Bindings: Sendable {
  package private(set) var all: [Binding] = []
  private var buckets: [Int32] = []

  package init() {}

  mutating func reserve(_ count: Int) { all.reserveCapacity(count) }

  mutating func append(_ binding: Binding) { all.append(binding) }

  mutating func index(_ tokens: [Token]) {
    var size = 16
    while size < all.count * 2 { size *= 2 }
    buckets = Array(repeating: -1, count: size)
    // Backwards, so that each bucket lists its bindings in text order.
    for index in all.indices.reversed() {
      let bucket = Int(tokens[Int(all[index].name)].payload) & (size - 1)
      all[index].nextInBucket = buckets[bucket]
      buckets[bucket] = Int32(truncatingIfNeeded: index)
    }
  }

  package subscript(index: Int) -> Binding { all[index] }

  /// The first binding in the bucket of a hash, −1 when there is none; the others follow by `nextInBucket`.
  func first(hash: UInt32) -> Int {
    buckets.isEmpty ? -1 : Int(buckets[Int(hash) & (buckets.count - 1)])
  }

  /// Calls `body` with the index of each binding that might be of a name with this hash, in text order, until it
  /// returns `false`. Bindings of other names may be among them.
  @inline(__always)
  package func each(hash: UInt32, _ body: (Int) -> Bool) {
    guard !buckets.isEmpty else { return }
    var index = buckets[Int(hash) & (buckets.count - 1)]
    while index >= 0 {
      guard body(Int(index)) else { return }
      index = all[Int(index)].nextInBucket
    }
  }
}

/// The imports of a file: which local name stands for which path of names.
package struct Imports: Sendable {
  package struct Entry: Sendable {
    /// The binding of the local name.
    package var binding: UInt32
    /// Leading dots of a relative import.
    package var level: UInt16
    /// A range of `segments`.
    package var path: Range<UInt32>
  }

  package var entries: [Entry] = []
  /// Tokens of the paths' names.
  package var segments: [UInt32] = []
  /// Tokens of the names of all modules imported or imported from, first segments only.
  package var roots: [UInt32] = []
  /// `from x import *` stands somewhere: a name without a binding may come from there.
  package var hasStar = false
}
