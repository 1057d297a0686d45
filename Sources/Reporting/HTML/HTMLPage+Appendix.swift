import Vocabulary

extension HTMLPage {
  /// What stands behind the findings: sources, what was not checked, the stack.
  var appendixView: View {
    let sources = report.sources(with: options.stack)
    let stack = options.stack?.rows ?? []
    return [
      "hasSources": !sources.isEmpty, "sources": sources.map(Self.view),
      "hasUnchecked": !unchecked.isEmpty || !report.problems.isEmpty, "unchecked": unchecked,
      "hasProblems": !report.problems.isEmpty, "problems": report.problems.map(Self.view),
      "hasStack": !stack.isEmpty,
      "stack": stack.map { ["what": $0.label, "found": $0.value, "evidence": $0.evidence] as View },
    ]
  }

  private var unchecked: [View] {
    report.notChecked.byReason.map { group in
      ["subjects": group.rules.map { ["name": $0] }, "reason": group.reason] as View
    } + report.skipped.map { ["subjects": [View](), "reason": "\($0.counted): \($0.kind)"] as View }
  }

  private static func view(of source: Source) -> View {
    var view: View = ["words": source.title]
    view[isWebAddress(source.url) ? "address" : "raw"] = source.url
    if let versions = source.holdsFor { view["holdsFor"] = versions }
    return view
  }

  private static func view(of problem: Problem) -> View {
    var view: View = ["stage": problem.stage.rawValue, "message": problem.message]
    let place = [problem.path, problem.rule].compactMap(\.self).joined(separator: " ")
    if !place.isEmpty { view["where"] = place }
    if let hint = problem.hint { view["hint"] = hint }
    return view
  }
}
