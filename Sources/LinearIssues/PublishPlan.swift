/// What publishing would do: everything looked up, nothing written.
package struct PublishPlan: Sendable {
  package let draft: IssueDraft
  /// `Engineering (ENG)`.
  package let team: String
  package let project: String
  package let labels: [PlannedLabel]
  /// What could not be done as asked, a sentence each.
  package let remarks: [String]
  let teamID: String
  let projectID: String
  let existing: IssueNode?
  /// What a new issue will be called by.
  let newID: String

  /// The issue that will be updated, `ENG-12 https://…`; `nil` when one will be created.
  package var updates: String? { existing.map { "\($0.identifier) \($0.url)" } }
}

/// An issue that was written.
package struct PublishedIssue: Sendable, Equatable {
  package var identifier: String
  package var url: String
  package var isNew: Bool
}

extension LinearConnection {
  /// Looks up all that the draft names. Nothing is changed in Linear.
  package func plan(_ draft: IssueDraft) async throws(LinearError) -> PublishPlan {
    let teamID = try await team(draft.team)
    let (team, project) = try await project(draft.project, ofTeam: teamID)
    let day = try await issues(of: draft, team: team.id)
    let known = try await labels(named: draft.labels)
    let choice = LabelChoice(
      of: draft.labels, among: known, team: team.id, carried: day.existing?.labels.nodes ?? [])
    return PublishPlan(
      draft: draft, team: team.title, project: project.name, labels: choice.labels, remarks: choice.remarks,
      teamID: team.id, projectID: project.id, existing: day.existing, newID: day.newID)
  }

  /// The issue of the day, and the id of one to come.
  ///
  /// The ids that the day's issue may have are a fixed row: when somebody deletes the issue, the next publication takes
  /// the next one.
  func issues(
    of draft: IssueDraft, team: String, except taken: Set<String> = []
  ) async throws(LinearError) -> (existing: IssueNode?, newID: String) {
    let row = (0..<8).map { stableID("issue", team, draft.day, String($0)) }
    let answer = try await ask(.issues(withIDs: row, orTitled: draft.title, inTeam: team))
    let found = answer.issues.nodes.map { node in
      var node = node
      node.id = node.id.lowercased()
      return node
    }
    let ours = found.filter { node in
      !node.isGone && (row.contains(node.id) || node.description?.contains(draft.marker) ?? false)
    }
    let existing = row.lazy.compactMap { id in ours.first { $0.id == id } }.first ?? ours.first
    let gone = taken.union(found.filter(\.isGone).map(\.id))
    return (existing, row.first { !gone.contains($0) } ?? row[row.count - 1])
  }
}
