import Matching
import SourceScan

/// What one file says about functions and calls, as numbers: names are the hashes that the lexer gave them. Small enough
/// to be kept for every file of a project. A class, because resolving calls goes from one to the other all the time.
package final class FileSummary: Sendable {
  let classes: [ClassSummary]
  let functions: [FunctionSummary]
  /// Hashes of the names of the functions' parameters.
  let parameterNames: [UInt32]
  /// What the functions do themselves that queries ask for, by function.
  let answers: [AnswerSummary]
  /// What decides whether they do it, by function.
  let switches: [SwitchSummary]
  /// Those inside of functions: of one function behind each other, in text order.
  let calls: [CallSummary]
  /// By function, its first call; one more for the end.
  let firstCalls: [Int32]
  let types: [TypeSummary]
  let imports: [ImportSummary]
  /// What the paths of `imports` are made of.
  let segments: [UInt32]
  /// Of `imports`: `from x import *`.
  let stars: [Int32]
  /// What the module's own names stand for, by hash in ascending order.
  let names: [NameSummary]
  /// What the classes' names stand for, by class and hash in ascending order.
  let members: [MemberSummary]
  /// The type parameters of classes in their order, and what bases are given for theirs; those of one class together.
  let typeParameters: [TypeParameter]
  let typeArguments: [TypeArgument]
  /// Rules that ran out of time or of steps while the file was summarized: a way may have been missed.
  package let exhausted: Set<Int>

  /// The statements of the functions' headers, in the order of their text.
  package var functionStatements: [Int32] { functions.map(\.statement) }

  func calls(of function: Int) -> ArraySlice<CallSummary> {
    calls[Int(firstCalls[function])..<Int(firstCalls[function + 1])]
  }

  init(_ parts: SummaryParts) {
    classes = parts.classes.fitted
    var functions = parts.functions
    var parameterNames: [UInt32] = []
    parameterNames.reserveCapacity(parts.parameters.reduce(0) { $0 + $1.count })
    for (number, names) in parts.parameters.enumerated() {
      let start = Int32(truncatingIfNeeded: parameterNames.count)
      parameterNames += names
      functions[number].parameters = start..<Int32(truncatingIfNeeded: parameterNames.count)
    }
    self.functions = functions.fitted
    self.parameterNames = parameterNames
    answers = parts.answers.fitted
    switches = parts.switches.fitted
    calls = parts.calls.fitted
    firstCalls = parts.firstCalls.fitted
    types = parts.types.fitted
    imports = parts.imports.fitted
    segments = parts.segments.fitted
    stars = parts.stars.fitted
    names = parts.names.fitted
    members = parts.members.fitted
    typeParameters = parts.typeParameters.fitted
    typeArguments = parts.typeArguments.fitted
    exhausted = parts.exhausted
  }

  static let empty = FileSummary(SummaryParts())
}

/// A summary while it is made.
struct SummaryParts {
  var classes: [ClassSummary] = []
  var functions: [FunctionSummary] = []
  /// By function, hashes of its parameters' names.
  var parameters: [[UInt32]] = []
  var answers: [AnswerSummary] = []
  var switches: [SwitchSummary] = []
  var calls: [CallSummary] = []
  var firstCalls: [Int32] = [0]
  var types: [TypeSummary] = []
  var imports: [ImportSummary] = []
  var segments: [UInt32] = []
  var stars: [Int32] = []
  var names: [NameSummary] = []
  var members: [MemberSummary] = []
  var typeParameters: [TypeParameter] = []
  var typeArguments: [TypeArgument] = []
  var exhausted: Set<Int> = []
}

extension Array {
  /// The same elements in no more memory than they need.
  var fitted: [Element] { capacity > count ? unsafe withUnsafeBufferPointer { unsafe Array($0) } : self }
}

struct ClassSummary: Sendable {
  /// In `types`.
  var bases: Range<Int32>
}

struct FunctionSummary: Sendable {
  struct Flags: OptionSet, Sendable {
    let rawValue: UInt16
    static let isAsync = Flags(rawValue: 1)
    /// Called, it does nothing yet.
    static let isGenerator = Flags(rawValue: 2)
    /// It runs when the attribute of its name is read.
    static let isProperty = Flags(rawValue: 4)
    /// Its first parameter is the object or class it is called on.
    static let isMethod = Flags(rawValue: 8)
    /// Its answers are kept: most calls do nothing.
    static let isRemembered = Flags(rawValue: 16)
    /// A decorator takes it elsewhere: to a thread, a queue, a task.
    static let isSentAway = Flags(rawValue: 32)
    /// A decorator of which nothing is known stands before it: what a call gives is open.
    static let isWrapped = Flags(rawValue: 64)
    /// What else a property of the same name does: its setter.
    static let isAccessor = Flags(rawValue: 128)
    /// A property whose answer its object keeps: it runs once for each.
    static let isKept = Flags(rawValue: 256)
    /// What it returns is of the class that a type parameter of its own class stands for; `returnsClass` is its name.
    static let returnsParameter = Flags(rawValue: 512)
    /// A decorator says that the classes made of its own have one each.
    static let isAbstract = Flags(rawValue: 1024)
    /// It gives the rows of `returnsClass`, with nothing loaded along.
    static let givesPlainRows = Flags(rawValue: 2048)
  }

  var name: UInt32
  /// The statement of its header.
  var statement: Int32
  /// The class it is a method of, −1 when of none.
  var owner: Int32
  var flags: Flags
  /// The statements in its body; no more than fit are counted.
  var size: UInt16
  /// What it returns by its annotation, in `types`; −1 unknown.
  var returns: Int32
  /// Hash of the only class that this annotation names, whatever wraps it, or else of the one that the queries name
  /// whose rows it returns; 0 for none.
  var returnsClass: UInt32 = 0
  /// In `parameterNames`.
  var parameters: Range<Int32> = 0..<0
  /// Those that take what no other does: `*rest` further positions, `**options` further keywords; −1 for none.
  var rest: Int16 = -1
  var options: Int16 = -1
}

/// What a function does itself, and some query asks for.
struct AnswerSummary: Sendable {
  var function: Int32
  var query: Int32
}

/// A parameter of a function that decides whether it does what a query asks for.
struct SwitchSummary: Sendable {
  var function: Int32
  var query: Int32
  var decider: ParameterSwitch
}

/// What a name at the beginning of a path is.
enum Root: Sendable, Equatable {
  /// `self` or `cls`; the class.
  case own(Int32)
  /// `super()`; the class.
  case superclass(Int32)
  case defined(Definition)
  /// A variable, or a call's result: in `types`.
  case typed(Int32)
  /// By its name among the module's own: annotations written as text.
  case spelled(UInt32)
  case unknown
}

/// Where a name of a file is defined.
enum Definition: Sendable, Equatable {
  case function(Int32)
  case `class`(Int32)
  case `import`(Int32)
  /// A variable, in `types`; −1 for one of a class of which nothing is known.
  case variable(Int32)
}

/// A root and up to two names behind it; 0 where there is none.
struct NamePath: Sendable, Equatable {
  var root: Root
  var first: UInt32 = 0
  var second: UInt32 = 0
}

/// A call, or an attribute that is read: there a property may run.
struct CallSummary: Sendable {
  /// What is called; the last name is the callee's, unless there is only the root.
  var callee: NamePath
  /// Hash of the callee's own name.
  var name: UInt32
  /// Its token.
  var token: UInt32
  var place: CallPlace
}

/// What is known of a value's type.
struct TypeSummary: Sendable, Equatable {
  enum Form: Sendable {
    /// The type itself: an annotation, a base class.
    case type
    /// The value of the path.
    case value
    /// What calling the path gives.
    case result
    /// One of several that calling the path gives.
    case element
  }

  var form: Form
  var path: NamePath
}

struct ImportSummary: Sendable {
  /// Leading dots.
  var level: UInt16
  /// In `segments`.
  var path: Range<Int32>
}

struct NameSummary: Sendable {
  var name: UInt32
  var definition: Definition
}

struct MemberSummary: Sendable {
  var owner: Int32
  var name: UInt32
  /// A function, or a variable.
  var definition: Definition
}

struct TypeParameter: Sendable {
  var owner: Int32
  var name: UInt32
}

/// What a class gives one of its bases for a type parameter.
struct TypeArgument: Sendable {
  var owner: Int32
  /// In `types`.
  var base: Int32
  var position: Int32
  /// Hash, where it is a plain name; it may be a type parameter of the class itself.
  var name: UInt32
  /// In `types`; −1 unknown.
  var type: Int32
}
