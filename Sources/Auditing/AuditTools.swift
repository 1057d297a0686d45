import Matching
import Survey
import Tracing
import Vocabulary

/// What everything a slice needs that is the same for all slices.
struct AuditTools: Sendable {
  let libraries: [Language: CompiledLibrary]
  let contexts: CodeContexts
  let minimumSeverity: Severity
  let packs: [Category]
  /// Rules (by number) that look only at some paths, or at none.
  let pathRules: [Language: PathRules]
  /// For the languages of which some rule asks what calls lead to.
  let tracers: [Language: Tracer]
  /// Where some rule asks for models: finds their classes in the files at hand.
  let models: ModelGathering?
  /// Where some rule asks who notifies whom: tell the files that may have a say in it.
  let notificationWords: [Language: NotificationWords]
  /// Whether some rule asks which relations queries load along.
  let asksLoads: Bool
  let measures: Bool
}
