package import Vocabulary

/// The `match:` of a rule as it was written: where to look, and what must hold there.
///
/// A node has at most one source (`pattern`, `regex`, `operation`, `scope`, `any`), which says at which places (sites)
/// the node may match; a node without a source is a pure condition and stands only under `all`, `not`, `follows`….
/// Everything else narrows the sites of the source; all of it must hold.
package struct MatchSpec: Sendable, Equatable {
  package indirect enum Source: Sendable, Equatable {
    /// `pattern:` one pattern or a list of which any may match.
    case pattern([Located<String>])
    /// `regex:` with `in:`.
    case regex(Located<String>, RegexChannel)
    /// `operation:` one or a list.
    case operation([Operation])
    /// `scope:` every scope of that kind is a site; its span is its header.
    case scope([ScopeKind])
    /// `reaches:` calls of functions of the project by which something is reached.
    case reaches(Reach)
    /// `calls:` calls of functions of the project of some kind.
    case calls(Callee)
    /// `channel:` ends of notification channels that have no other end.
    case channel(ChannelMismatch)
    /// `any:` the sites of all of them; the first that holds at a place wins.
    case any([MatchSpec])
  }

  /// `reaches: {operation: …, depth: n}`: what a call must lead to, function by function.
  package struct Reach: Sendable, Equatable {
    /// The operation at the end of the way, with the conditions on it. Its `not-inside` holds for the calls on the way
    /// too.
    package var operation: MatchSpec
    /// So many calls at most lie on the way, the first one included.
    package var depth: Int
    /// A call before this one leads to the same operation, with the same on all that it depends on.
    package var again = false

    package static let defaultDepth = 4
    package static let greatestDepth = 8

    package init(operation: MatchSpec, depth: Int) {
      self.operation = operation
      self.depth = depth
    }
  }

  package var source: Source?
  /// `all:` each must hold at the site too, binding captures on the way.
  package var all: [MatchSpec] = []
  /// `not:` none may hold at the site.
  package var not: [MatchSpec] = []
  /// `inside:` one scope, or a list of which any will do; or a mapping with a `pattern` for the header.
  package var inside: [Place] = []
  /// `not-inside:` none of them.
  package var notInside: [Place] = []
  package var with: [Near] = []
  package var without: [Near] = []
  /// `follows:` such a site was certainly passed before this one in the same function.
  package var follows: [MatchSpec] = []
  /// `precedes:` such a site will certainly be reached after this one in the same function.
  package var precedes: [MatchSpec] = []
  /// `where:` conditions on captures, in the order written.
  package var captures: [CaptureCondition] = []
  /// `shares: [$S]` of a node inside another: only these captures must equal the other's; all unless given.
  package var shares: [Located<String>]?
  /// `uses: $LOOP_VARIABLE`: the site depends on this capture or on the variable of the innermost loop.
  package var uses: Located<String>?
  /// `hands:` beside `reaches`: what the call hands over, and the operation at the end of the way depends on.
  package var hands: [MatchSpec] = []
  /// `callers: ">1"` beside `reaches`: so many functions of the project call the one that the site calls, its own included.
  package var callers: Comparison?
  /// `awaited: true`: the site stands behind an `await`; `false`: it does not.
  package var awaited: Bool?
  /// `blocking: true`: a framework's operation that holds its thread until it is done; never an awaited one.
  package var blocking: Bool?
  /// `proven: true`: the receiver's role comes from an import, an annotation or a construction, not from its name.
  package var proven: Bool?
  /// `statement: true`: the site is a whole expression statement, its value thrown away.
  package var statement: Bool?
  /// `lines: ">50"`: code lines of the site's scope (`scope:` sources), of the called function and those that it calls
  /// (`calls:` sources), or of the site.
  package var lines: Comparison?
  /// `severity:` and `confidence:` of this alternative, in place of the rule's.
  package var severity: Severity?
  package var confidence: Confidence?
  /// `message:` of this alternative, in place of the rule's.
  package var message: Located<String>?
  /// `once: function`: of several sites in one function only the first is reported.
  package var once: Once?
  /// The languages that this alternative is written for; empty for all of the rule's.
  package var languages: [Language] = []
  package var origin: Origin

  package init(origin: Origin) { self.origin = origin }

  /// In what a site stands for all others.
  package enum Once: String, Sendable, CaseIterable {
    case function
  }

  /// Which text a regular expression sees.
  package enum RegexChannel: String, Sendable, CaseIterable {
    /// Code with comments and the contents of strings masked by spaces.
    case code
    case string, comment
    /// Strings that hold an SQL statement.
    case sql
    /// The file as it is.
    case raw
  }

  package enum Place: Sendable, Equatable {
    case scope(Located<ScopeKind>)
    /// The header of an enclosing compound statement matches: `{pattern: "if not $ROW"}`.
    case header(MatchSpec)
  }

  /// `with:` / `without:` something else in a region around the site.
  package struct Near: Sendable, Equatable {
    package enum Region: String, Sendable, CaseIterable {
      /// The call the site is (its arguments), the expression chain around the site, the statement, the block of
      /// statements it stands in, and so on outwards.
      case call, chain, statement, block, loop, `try`, transaction, function, `class`, file
      /// From the start of the function to the site; from the site to the function's end. Not what stands in another
      /// branch of an `if` around the site, nor the call that it is an argument of.
      case before, after
      /// All that is written in the function up to the site, other branches too.
      case above
      /// The body of the site's own scope (`scope:` sources), of a compound statement matched by its header, and of what
      /// a decorator stands before.
      case body
      /// The header of what a decorator stands before, and of the innermost function around any other site.
      case header
      /// The handlers of the `try` the site stands in.
      case handlers
      /// The header of the innermost loop around the site.
      case loopHeader = "loop-header"
      /// Inside `follows` and `precedes`: what stands between that site and the one it is held against.
      case between
    }

    package var region: Region
    /// `argument: timeout`: a keyword argument of that name (or `**kwargs`, which might carry it); `in: call` only.
    package var arguments: [Located<String>]
    /// What must (not) be there, when it is not an argument.
    package var match: MatchSpec?
    package var origin: Origin

    package init(region: Region, arguments: [Located<String>], match: MatchSpec?, origin: Origin) {
      self.region = region
      self.arguments = arguments
      self.match = match
      self.origin = origin
    }
  }
}

/// `$X: {…}` under `where:`; every member that is present must hold for what `$X` captured.
package struct CaptureCondition: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    case name, attribute, call, string, number, list, tuple, dict, set, comprehension, lambda, `await`, `none`, boolean,
      parameter
    case fString = "f-string"
  }

  package var capture: Located<String>
  /// The captured text matches anywhere.
  package var regex: Located<String>?
  package var notRegex: Located<String>?
  /// The expression has the role (any of them) / none of them.
  package var role: [Located<String>] = []
  package var notRole: [Located<String>] = []
  /// The expression ends in an operation of one of these kinds (`session.scalars(q).all()` is a query), or is a name
  /// whose one assignment does.
  package var operation: [Operation] = []
  package var notOperation: [Operation] = []
  /// The expression is written as one of these.
  package var kind: [Kind] = []
  package var notKind: [Kind] = []
  /// The expression, or the value of the assignment that reaches it, matches one of these patterns.
  package var madeBy: [Located<String>] = []
  package var notMadeBy: [Located<String>] = []
  /// The name is imported, and the path of the module that it comes from matches, as far as the file writes it.
  package var fromModule: Located<String>?
  /// Only literals: no name, call or attribute in it.
  package var constant: Bool?
  /// The name's assignment stands outside (true) or inside (false) the innermost loop around the site.
  package var boundOutsideLoop: Bool?
  /// The name is changed in the innermost loop around the site: assigned, deleted, or a mutating method called.
  package var changedInLoop: Bool?
  /// Reads of the captured name in its function, apart from the site's own.
  package var otherUses: Comparison?
  /// Every read of the captured name takes an attribute of it, of at most this many different names.
  package var fields: Comparison?
  /// Number of arguments or elements in a `$...RUN`.
  package var count: Comparison?
  /// The expression mentions the same name as this other capture, or an expression of this role.
  package var mentions: Located<String>?
  package var notMentions: Located<String>?
  /// The same tokens as this other capture; or different ones.
  package var same: Located<String>?
  package var differs: Located<String>?
  /// A text within the expression is what this other capture is called.
  package var spells: Located<String>?
  /// What is known of the model that it stands for, of the table that it names, of the relation or
  /// the column that it is.
  package var model: ModelQuestion?
  package var table: TableQuestion?
  package var relation: RelationQuestion?
  package var column: ColumnQuestion?
  /// Under `hands`: it was loaded before, and the operation at the end of the way loads the same again.
  package var loadedAgain: Bool?
  /// Under `hands`: it is the key by which the row of this capture was loaded before, and the operation at the end of the
  /// way loads the same again.
  package var keyOf: Located<String>?

  package init(capture: Located<String>) { self.capture = capture }
}

/// `">=8"`, `"==0"`, `"<3"`; a bare number means equality.
package struct Comparison: Sendable, Equatable {
  package enum Sign: String, Sendable, CaseIterable {
    case less = "<"
    case atMost = "<="
    case equal = "=="
    case notEqual = "!="
    case atLeast = ">="
    case more = ">"
  }

  package var sign: Sign
  package var value: Int

  package init(_ sign: Sign, _ value: Int) {
    self.sign = sign
    self.value = value
  }

  package func holds(_ number: Int) -> Bool {
    switch sign {
    case .less: number < value
    case .atMost: number <= value
    case .equal: number == value
    case .notEqual: number != value
    case .atLeast: number >= value
    case .more: number > value
    }
  }
}
