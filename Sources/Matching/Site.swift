import SourceScan
package import Vocabulary

/// A place where a node's source matches.
struct Site: Sendable {
  /// Tokens, `end` one past the last.
  var first: UInt32
  var end: UInt32
  var captures: [Capture]
  var proof: Proof = .typed
  /// The framework that says so, −1 for a rule's own pattern.
  var framework: Int32 = -1
  /// Of an operation: which, and whether it holds its thread.
  var operations: OperationSet = []
  var isBlocking = false
  /// It begins with a bracket in which the beginning of the chain is awaited.
  var awaitsBeginning = false
  /// Of a `scope:` source: the scope.
  var scope: Int32 = -1
  /// Of a pattern that describes a statement's header: the statement.
  var statement: Int32 = -1
  /// Of a regular expression: the bytes it matched, which need not be whole tokens.
  var bytes: Range<Int>?

  func range(of capture: CaptureName) -> Range<UInt32>? {
    captures.first { $0.name == capture }?.range
  }
}

/// Where a rule holds in one file: byte offsets and captured text, nothing that needs the file again.
package struct RuleMatch: Sendable {
  /// Index into `CompiledLibrary.rules`.
  package var rule: Int
  package var start: Int
  package var end: Int
  package var severity: Severity?
  package var confidence: Confidence?
  /// Frameworks that were recognised by a name alone; the finding is weaker unless the project imports them.
  package var guessedFramework: Int?
  package var isNamed: Bool
  package var message: String
  /// Token of the match, to ask the outline about contexts.
  package var token: UInt32
  /// The first in a function stands for all others there.
  package var isOncePerFunction = false
  /// The calls from here to what the rule is about; empty when it is all in one function.
  package var trace: [CallStep] = []
}
