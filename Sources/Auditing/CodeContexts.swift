import Matching
import RuleFiles
import SourceScan
import Survey
import Vocabulary

/// The contexts of `rules/contexts.yaml`, ready to ask what kind of code a place is.
struct CodeContexts: Sendable {
  struct Context: Sendable {
    var name: String
    var paths: [Glob]
    var decorators: [NameGlob]
    var functions: [NameGlob]
    var bases: [NameGlob]
    var parameters: [NameGlob]
    var scopes: ScopeSet
    var moduleLevel: Bool
    var skipped: ContextSpec.Skip?
    var flow: ContextSpec.Flow?
    /// Names of contexts: whose functions reach what they call for this one, whose do not, and whose may call it, too.
    var from: [String]
    var notFrom: [String]
    var beside: [String]
    var effects: [Category: ContextAdjustment.Effect]
  }

  let contexts: [Context]
  private let reader: ContextReader

  /// With `includesTests`, contexts whose files are left out otherwise are none at all: their code is judged like any
  /// other.
  init(_ specs: [ContextSpec], includesTests: Bool) throws(AuditError) {
    var contexts: [Context] = []
    for spec in specs where !(includesTests && spec.skipped == .unlessAsked) {
      guard contexts.count < ContextSet.limit else {
        throw .ruleFaults([
          RuleFault("there may be \(ContextSet.limit) contexts in all rule files together", at: spec.origin)
        ])
      }
      var paths: [Glob] = []
      for path in spec.paths {
        do {
          paths.append(try Glob(path.value))
        } catch {
          throw .ruleFaults([RuleFault("`\(path.value)` is no path pattern: \(error)", at: path.origin)])
        }
      }
      contexts.append(
        Context(
          name: spec.name.value, paths: paths, decorators: spec.decorators.map { NameGlob($0.value) },
          functions: spec.functions.map { NameGlob($0.value) }, bases: spec.bases.map { NameGlob($0.value) },
          parameters: spec.parameters.map { NameGlob($0.value) },
          scopes: spec.scopes.reduce(into: []) { $0.formUnion(ScopeSet($1)) }, moduleLevel: spec.moduleLevel,
          skipped: spec.skipped, flow: spec.flow, from: spec.from.map(\.value),
          notFrom: spec.notFrom.map(\.value), beside: spec.beside.map(\.value), effects: spec.effects))
    }
    self.contexts = contexts
    reader = ContextReader(contexts, place: "")
  }

  private init(_ contexts: [Context], place: String) {
    self.contexts = contexts
    reader = ContextReader(contexts, place: place)
  }

  /// The same for an audited root that lies somewhere in its project.
  func placed(at place: String) -> CodeContexts { place.isEmpty ? self : CodeContexts(contexts, place: place) }

  /// Whether files at this path are left out; `nil` when they are not.
  func skip(_ path: String) -> ContextSpec.Skip? { reader.skip(path) }

  /// Whether they are, for whatever reason.
  func isSkipped(_ path: String) -> Bool { skip(path) != nil }

  /// What the code of a file is in, by its path, by the functions and classes around it, or because none are.
  func contexts(in file: ScannedFile) -> FileContexts { reader.contexts(in: file) }
}
