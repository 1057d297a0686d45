package import Vocabulary

/// What one library's calls do, in one language: `rules/frameworks/<name>.yaml`. Rules speak of operations, roles and
/// scopes; a framework file says what code is one.
package struct FrameworkSpec: Sendable {
  package var name: String
  package var title: String
  package var language: Language
  /// `detect.packages:` names in manifests.
  package var packages: [String]
  /// `detect.imports:` dotted modules. A framework without any applies to every file of its language.
  package var imports: [String]
  /// `detect.telling:` what is told by in files that import nothing but the project's own modules.
  package var telling: [Telling]

  /// One of these makes a file count as importing the framework.
  package enum Telling: Sendable, Equatable {
    /// `SessionLocal`: a name that is imported from wherever.
    case imported(String)
    /// `db.Session`: a name that is imported from a module that is called so, wherever that is.
    case importedFrom(module: String, name: String)
    /// `$_.scalar_one`: an attribute of anything.
    case attribute(String)
    /// `$CLASS.objects`: an attribute of a class.
    case classAttribute(String)
  }
  /// Whether its operations block the calling thread, unless a role or an operation says otherwise.
  package var blocking: Bool
  package var roles: [RoleSpec]
  package var operations: [OperationSpec]
  package var scopes: [FrameworkScopeSpec]
  package var origin: Origin

  package init(
    name: String, title: String, language: Language, packages: [String], imports: [String],
    telling: [Telling] = [], blocking: Bool,
    roles: [RoleSpec], operations: [OperationSpec], scopes: [FrameworkScopeSpec], origin: Origin
  ) {
    self.name = name
    self.title = title
    self.language = language
    self.packages = packages
    self.imports = imports
    self.telling = telling
    self.blocking = blocking
    self.roles = roles
    self.operations = operations
    self.scopes = scopes
    self.origin = origin
  }
}

/// What an expression must be to play a part: a session, a queryset, a model instance.
package struct RoleSpec: Sendable {
  package var name: Located<String>
  /// The metavariable that stands for the role in this file's patterns (`as: $S`); several roles may share one.
  package var metavariable: Located<String>?
  /// Class names; an annotation or a construction `Type(...)` of one proves the role.
  package var types: [Located<String>]
  /// Classes of the project that prove it in an annotation, by what they are called and where they come from.
  package var typesLike: TypeLikeness?
  /// Patterns of expressions that are or yield one.
  package var madeBy: [MatchSpec]
  /// The role whose elements play this role: iterating or indexing a queryset gives instances.
  package var elementOf: Located<String>?
  /// Last resort: the names people give such things; `*` stands for any run of characters. Lower confidence.
  package var names: [Located<String>]
  /// Overrides the framework's `blocking` for operations whose receiver plays this role.
  package var blocking: Bool?
  /// What its makers bind to this metavariable is the class whose rows it gives, or a query of such rows.
  package var rowsOf: Located<String>?
  /// With it, `rowsOf` is a row, and this its relation that leads to the rows.
  package var through: Located<String>?
  /// Methods whose arguments name the relations that come along with the rows.
  package var loadsWith: [String]

  package init(
    name: Located<String>, metavariable: Located<String>?, types: [Located<String>], madeBy: [MatchSpec],
    elementOf: Located<String>?, names: [Located<String>], blocking: Bool?, rowsOf: Located<String>? = nil,
    through: Located<String>? = nil, loadsWith: [String] = [], typesLike: TypeLikeness? = nil
  ) {
    self.name = name
    self.metavariable = metavariable
    self.types = types
    self.madeBy = madeBy
    self.elementOf = elementOf
    self.names = names
    self.blocking = blocking
    self.rowsOf = rowsOf
    self.through = through
    self.loadsWith = loadsWith
    self.typesLike = typesLike
  }

  /// `types-like:`: regular expressions for the name of a class and for the module that it is imported from.
  package struct TypeLikeness: Sendable {
    package var regex: Located<String>?
    package var notRegex: Located<String>?
    package var fromModule: Located<String>
  }
}

/// One way a library carries out an operation.
package struct OperationSpec: Sendable {
  package var operation: Operation
  package var match: MatchSpec

  package init(operation: Operation, match: MatchSpec) {
    self.operation = operation
    self.match = match
  }
}

/// Code that opens a scope: `transaction: ["with $S.begin()"]`, `batch-loop: ["for $X in batched(...)"]`. A pattern
/// that starts with `@` is a decorator and puts the decorated function's body into the scope.
package struct FrameworkScopeSpec: Sendable {
  package var scope: ScopeKind
  package var match: MatchSpec

  package init(scope: ScopeKind, match: MatchSpec) {
    self.scope = scope
    self.match = match
  }
}
