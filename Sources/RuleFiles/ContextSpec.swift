package import Vocabulary

/// One kind of code of `rules/contexts.yaml`: tests, migrations, request handlers…. A function is in a context when
/// any of the lists says so.
package struct ContextSpec: Sendable {
  package var name: Located<String>
  /// Globs over the path relative to the audited root, `/`-separated; `**` crosses folders.
  package var paths: [Located<String>]
  /// Dotted decorator names with `*`: `*.route`, `shared_task`.
  package var decorators: [Located<String>]
  /// Function names with `*`.
  package var functions: [Located<String>]
  /// Names of base classes with `*`: methods of such classes are in the context.
  package var bases: [Located<String>]
  /// Names of parameters: a function that takes one is in the context.
  package var parameters: [Located<String>]
  /// Kinds of scopes: code that stands in one is in the context.
  package var scopes: [ScopeKind]
  /// Code outside of any function.
  package var moduleLevel: Bool
  /// Whether files in this context are left out.
  package var skipped: Skip?
  /// Whether what such functions call is in the context, too.
  package var flow: Flow?
  /// `from:` contexts whose functions reach what they call for this one, too.
  package var from: [Located<String>]
  /// `not-from:` contexts whose functions reach nobody, although they are in this one or in one of `from`.
  package var notFrom: [Located<String>]
  /// `beside:` contexts whose functions may call what this one reaches by `only-callee`.
  package var beside: [Located<String>]
  /// What it does to findings of a pack unless the rule says otherwise.
  package var effects: [Category: ContextAdjustment.Effect]
  package var origin: Origin

  /// `skipped:` of a context.
  package enum Skip: String, Sendable, CaseIterable {
    /// As generated code is.
    case always
    /// As test code is.
    case unlessAsked = "unless-asked"
  }

  /// `reaches:` of a context.
  package enum Flow: String, Sendable, CaseIterable {
    /// Functions that are called from it.
    case anyCallee = "any-callee"
    /// Functions that are called from nowhere else, but for contexts that `from` and `beside` name.
    case onlyCallee = "only-callee"
  }

  package init(
    name: Located<String>, paths: [Located<String>], decorators: [Located<String>], functions: [Located<String>],
    bases: [Located<String>], parameters: [Located<String>], scopes: [ScopeKind], moduleLevel: Bool, skipped: Skip?,
    flow: Flow?, from: [Located<String>], notFrom: [Located<String>],
    beside: [Located<String>], effects: [Category: ContextAdjustment.Effect], origin: Origin
  ) {
    self.name = name
    self.paths = paths
    self.decorators = decorators
    self.functions = functions
    self.bases = bases
    self.parameters = parameters
    self.scopes = scopes
    self.moduleLevel = moduleLevel
    self.skipped = skipped
    self.flow = flow
    self.from = from
    self.notFrom = notFrom
    self.beside = beside
    self.effects = effects
    self.origin = origin
  }
}
