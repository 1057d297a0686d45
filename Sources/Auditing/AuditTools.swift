import Matching
import RuleFiles
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
  /// For the languages of which some rule asks what calls lead to, or is more or less severe by who calls the code.
  let tracers: [Language: Tracer]
  /// Where some rule asks for models: finds their classes in the files at hand.
  let models: ModelGathering?
  /// Some rule is about channels.
  let asksChannels: Bool
  /// Where some rule asks who notifies whom: tell the files that may have a say in it.
  let notificationWords: [Language: NotificationWords]
  /// Whether some rule asks which relations queries load along.
  let asksLoads: Bool
  let measures: Bool

  /// - Parameters:
  ///   - ruledOut: why rules do not run, by their ids.
  ///   - place: where the audited root lies in its project.
  ///   - paths: of all files that are audited.
  init(
    _ plan: AuditPlan, _ libraries: [Language: CompiledLibrary], _ contexts: CodeContexts, ruledOut: [String: String],
    place: String, paths: [String]
  ) throws(AuditError) {
    self.libraries = libraries
    self.contexts = contexts.placed(at: place)
    minimumSeverity = plan.minimumSeverity
    packs = Category.allCases.filter { plan.packs.contains($0) }
    pathRules = try AuditTools.pathRules(libraries, ruledOut: ruledOut, place: place)
    var tracers: [Language: Tracer] = [:]
    for (language, library) in libraries {
      let asksCalls =
        language.callsFunctions
        && library.rules.contains { contexts.asksCallers($0) || $0.needs.contains(.givers) }
      tracers[language] = Tracer(library, language, paths: paths, callers: asksCalls)
    }
    self.tracers = tracers
    let needs = libraries.values.flatMap(\.rules).reduce(into: ProjectFacts.Needs()) { $0.formUnion($1.needs) }
    models = needs.contains(.models) ? ModelGathering(plan.library.models) : nil
    asksChannels = libraries.values.contains { !$0.channelRules.isEmpty }
    var words: [Language: NotificationWords] = [:]
    if needs.contains(.triggers) || asksChannels {
      for language in libraries.keys { words[language] = NotificationWords(plan.library, in: language) }
    }
    notificationWords = words
    asksLoads = needs.contains(.loads)
    measures = plan.collectsStatistics
  }

  private static func pathRules(
    _ libraries: [Language: CompiledLibrary], ruledOut: [String: String], place: String
  ) throws(AuditError) -> [Language: PathRules] {
    var result: [Language: PathRules] = [:]
    for (language, library) in libraries {
      do throws(GlobError) {
        result[language] = try PathRules(library, ruledOut: ruledOut, place: place)
      } catch {
        throw .badGlob(error)
      }
    }
    return result
  }
}
