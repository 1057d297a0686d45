import Dispatch
import SourceScan

/// Holds patterns against the tokens of one file. A class, because it is handed on at every step, and what it knows would
/// be counted or copied each time. One task uses it, and nothing but what it found out leaves it.
final class FileMatcher {
  let file: ScannedFile
  let library: CompiledLibrary
  let names: FileNames
  let grams: GramFilter
  /// What the file does, by the frameworks.
  var operations: OperationTable
  /// While operations are being worked out nobody may ask for them.
  var isWorkingOutOperations = false
  /// What is known beyond the file; while nothing is, conditions that ask for it are open.
  var project: ProjectAnswers?
  /// What conditions asked about relations while nothing is known of the project.
  var hints: Set<FactHint> = []
  /// What only may be what is looked for counts: it must not be there.
  var acceptsGuesses = false
  /// Captures of the match in progress.
  var captures: [Capture] = []
  /// The arguments in the brackets that are being matched, those of inner ones behind those of outer ones.
  var positionalArguments: [Range<UInt32>] = []
  var keywordArguments: [(name: UInt32, value: Range<UInt32>)] = []
  /// Where the chain begins that is being matched.
  var chainBegin: UInt32 = 0
  /// The bracket in which what a chain begins with is awaited, once it was left.
  var awaitBracket: UInt32?
  /// What roles expressions were found to play, by first and last token.
  var roleMemo = RoleMemo()
  var roleDepth = 0
  /// Functions that are being asked for what they return.
  var returnDepth = 0
  var cut = CutAnswers()
  /// By scope of a function, what it returns.
  var returnMemo: [Int: ExpressionRoles] = [:]
  /// By regular expression, whether what it promises may be in the file: 0 not asked yet, 1 it may, 2 not.
  private var mayOccurMemo: [UInt8] = []
  /// Where regular expressions were found before.
  var regexSiteMemo: [RegexQuestion: [Site]] = [:]
  /// Seconds that the rule at hand may still spend on regular expressions in this file.
  var remainingBudget = RegexProgram.budget
  /// Places that the rule at hand may still look at when one of its conditions asks for others: nested conditions over a
  /// long block grow with its square, and hostile code has long blocks.
  var remainingSteps = FileMatcher.stepBudget
  /// Taken to find out whose rows an expression gives, and what has been found on the way.
  var originSteps = 0
  var rowOrigins: [Range<UInt32>: RowOrigin?] = [:]
  /// The class that an expression was last found to be, or to give rows of.
  var modelMemo: (range: Range<UInt32>, calls: Bool, origin: RowOrigin?)?
  /// Whether calls of the project's functions may give rows, as far as the question at hand goes.
  var asksGivers = false
  static let stepBudget = 1_000_000
  /// Regular expressions that ran out of time in this file.
  var exhausted: Set<Int> = []

  init(
    _ file: ScannedFile, _ library: CompiledLibrary, _ names: FileNames, _ grams: GramFilter,
    operations: OperationTable = .empty
  ) {
    self.file = file
    self.library = library
    self.names = names
    self.grams = grams
    self.operations = operations
  }

  /// For a file that was matched before: goes on with what was found out then.
  convenience init(_ matched: MatchedFile, _ library: CompiledLibrary) {
    self.init(matched.file, library, matched.names, matched.grams, operations: matched.operations)
    roleMemo = matched.roleMemo
  }

  /// Where lines begin, for what names some.
  private(set) lazy var lines = LineIndex(file.text)

  /// Whether a regular expression may match anywhere in the file, by what it promises to contain.
  func mayOccur(_ regex: Int) -> Bool {
    if mayOccurMemo.isEmpty { mayOccurMemo = Array(repeating: 0, count: library.regexes.count) }
    if mayOccurMemo[regex] == 0 {
      mayOccurMemo[regex] = library.regexes[regex].literal?.mayOccur(in: grams) ?? true ? 1 : 2
    }
    return mayOccurMemo[regex] == 1
  }

  @inline(__always)
  func token(_ index: UInt32) -> Token { file.stream.tokens[Int(index)] }

  /// Whether a token is one of some words.
  func isOne(of words: WordSet, _ index: UInt32) -> Bool {
    let token = token(index)
    return token.kind == .name && words.mayContain(token.payload)
      && words.contains(file.text.string(token.range))
  }

  var tokenCount: UInt32 { UInt32(truncatingIfNeeded: file.stream.tokens.count) }

  // MARK: What the match is for

  /// The framework whose pattern is being matched; its modules' names may be written without their module.
  var currentFramework: Int?
  /// Whether the match is inside the arguments of a call.
  var isArgument = false
  /// Those of the node whose pattern is being matched.
  var binding: BindingConditions?
  /// Whether the operation whose pattern is being matched holds its thread, unless a role says otherwise.
  var blocks = false
}
