import Matching
import SourceScan
import Survey
import Tracing
import Vocabulary

/// Audits what takes all files: once each was in hand by itself, the few are read again in which rules may hold that
/// follow calls, ask about models and tables, or are about channels.
struct JointAudit {
  let plan: AuditPlan
  let tools: AuditTools
  let inventory: Inventory
  /// What was found out about the project before the files were read.
  let known: AuditContext?

  /// - Parameters:
  ///   - slices: what the files said by themselves; what they said of functions, calls and classes is taken out, because
  ///     it is the larger part of the memory and not needed once it is known who calls whom.
  /// - Returns: what was found besides, and what kind of code functions are by those that call them.
  func run(
    _ slices: inout [SliceResult]
  ) async throws(AuditError) -> (found: [SliceResult], flows: [Language: ContextFlow]) {
    let audit = SliceAudit(tools: tools)
    // Which are models takes all classes, and some rule mostly asks: a second thread finds out meanwhile, if there is one.
    let classes = slices.takeClasses()
    let models = Task { tools.models?.models(of: classes) ?? [] }
    if plan.jobs == 1 { _ = await models.value }
    // Who calls whom says which rules are left that ask about models and tables.
    let traces = tools.tracers.sorted { $0.key.rawValue < $1.key.rawValue }.map { language, tracer in
      (
        language: language,
        trace: TraceAudit(audit, tracer, language, jobs: plan.jobs, slices.takeFiles(language))
      )
    }
    let lateFacts = LateFacts(tools: tools)
    let needs = lateFacts.needs(of: slices, traces.map(\.trace.needs))
    let notifications = Notifications(tools: tools, inventory: inventory, plan: plan, known: known)
    let isHeard = tools.asksChannels && slices.contains(where: \.mayUseChannels)
    let ends =
      isHeard || needs.contains(.triggers) && notifications.mayNotify(slices)
      ? try await notifications.found(slices) : nil
    let facts =
      needs.isEmpty ? nil : lateFacts.facts(for: slices, await models.value, ends)
    var found: [SliceResult] = []
    var flows: [Language: ContextFlow] = [:]
    for (language, trace) in traces {
      let trace = trace.dropping(lateFacts.hopeless(language, facts))
      let flow = plan.jobs > 1 ? Task { trace.flow() } : nil
      let late = lateFacts.late(slices, language, facts, gives: trace.gives)
      found.append(await trace.run(late: late, facts))
      flows[language] = await flow?.value ?? trace.flow()
    }
    for language in tools.libraries.keys.sorted(by: { $0.rawValue < $1.rawValue }) where tools.tracers[language] == nil
    {
      let late = lateFacts.late(slices, language, facts)
      if late.isEmpty { continue }
      found.append(await LateAudit(slices: audit, language: language, jobs: plan.jobs, facts: facts).run(late))
    }
    if isHeard, let ends { found.append(ChannelAudit(slices: audit, inventory: inventory).run(ends)) }
    return (found, flows)
  }
}
