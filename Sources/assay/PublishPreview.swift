import LinearIssues

/// What `assay publish --dry-run` prints.
struct PublishPreview {
  private let heading: String
  private let team: String
  private let project: String
  private let labels: String
  private let remarks: [String]
  private let draft: IssueDraft

  /// Of what was looked up.
  init(_ plan: PublishPlan) {
    heading = plan.updates.map { "Would update \($0)" } ?? "Would create an issue"
    team = plan.team
    project = plan.project
    labels = plan.labels.map { $0.isNew ? "\($0.name) (to be created)" : $0.name }.joined(separator: ", ")
    remarks = plan.remarks
    draft = plan.draft
  }

  /// Of what can be said without asking Linear.
  init(_ draft: IssueDraft) {
    heading = "Would create or update an issue; without LINEAR_API_KEY nothing was looked up in Linear"
    team = draft.team.uuid ?? draft.team.names.joined(separator: " or ")
    project = draft.project ?? "the one whose name begins with `Epic 0`"
    labels = draft.labels.joined(separator: ", ")
    remarks = []
    self.draft = draft
  }

  var text: String {
    let description = draft.description(within: descriptionLimit)
    let rows = [
      ("Title", draft.title), ("Team", "\(team), named by \(draft.team.origin)"), ("Project", project),
      ("Labels", labels), ("Priority", "\(draft.priority), \(draft.priorityInWords)"),
      ("Description", "\(description.utf16.count) characters:"),
    ]
    let table = rows.map { $0.0 + String(repeating: " ", count: 13 - $0.0.count) + $0.1 + "\n" }.joined()
    let notes = remarks.map { "Note: \($0)\n" }.joined()
    return "\(heading)\n\n\(table)\(notes)\n\(description)"
  }
}
