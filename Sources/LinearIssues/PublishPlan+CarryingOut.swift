import Foundation

extension LinearConnection {
  /// Writes the issue. However often this is done on a day, and whatever answers get lost, there is one issue.
  package func carryOut(_ plan: PublishPlan) async throws(LinearError) -> PublishedIssue {
    var labels: [String] = []
    for label in plan.labels { labels.append(try await id(of: label, plan)) }
    do {
      return try await write(plan, labels, limit: descriptionLimit)
    } catch {
      // A workspace that takes less says how much.
      guard let limit = error.statedLimit, limit < descriptionLimit else { throw error }
      return try await write(plan, labels, limit: limit)
    }
  }

  private func write(_ plan: PublishPlan, _ labels: [String], limit: Int) async throws(LinearError) -> PublishedIssue {
    let description = plan.draft.description(within: limit)
    if let existing = plan.existing { return try await update(existing, plan, labels, description) }
    var id = plan.newID
    var taken: Set<String> = []
    while true {
      do {
        let operation = LinearOperation.createIssue([
          "id": .string(id), "teamId": .string(plan.teamID), "projectId": .string(plan.projectID),
          "title": .string(plan.draft.title), "description": .string(description),
          "priority": .number(plan.draft.priority), "labelIds": JSONValue(labels),
        ])
        return try await ask(operation).issueCreate.published(doing: operation.doing, isNew: true)
      } catch {
        // Refused, perhaps because it is there already: made by a request whose answer was lost, or by another run.
        guard case .refused = error else { throw error }
        taken.insert(id)
        let day = try await issues(of: plan.draft, team: plan.teamID, except: taken)
        if let existing = day.existing { return try await update(existing, plan, labels, description) }
        // Taken by something that this key cannot see, such as an issue that was moved or deleted for good.
        guard error.tellsOfConflict, !taken.contains(day.newID) else { throw error }
        id = day.newID
      }
    }
  }

  /// Replaces what Assay says. What people change in Linear stays: the title, the state, the assignee, other labels, and
  /// the project unless one was named.
  private func update(
    _ issue: IssueNode, _ plan: PublishPlan, _ labels: [String], _ description: String
  ) async throws(LinearError) -> PublishedIssue {
    var input: [String: JSONValue] = [
      "description": .string(description), "priority": .number(plan.draft.priority),
      "addedLabelIds": JSONValue(labels),
    ]
    if issue.project == nil || plan.draft.project != nil { input["projectId"] = .string(plan.projectID) }
    let operation = LinearOperation.updateIssue(issue.id, input)
    return try await ask(operation).issueUpdate.published(doing: operation.doing, isNew: false)
  }

  /// The label's id, once there is one.
  private func id(of label: PlannedLabel, _ plan: PublishPlan) async throws(LinearError) -> String {
    if let id = label.id { return id }
    let fresh = [stableID("label", plan.teamID, label.name), UUID().uuidString.lowercased()]
    var refusal: LinearError?
    for id in fresh {
      let operation = LinearOperation.createLabel(label.name, id: id, team: plan.teamID)
      do {
        let payload = try await ask(operation).issueLabelCreate
        if payload.success { return payload.issueLabel.id }
        refusal = .refused(doing: operation.doing, reasons: [])
      } catch {
        guard case .refused = error else { throw error }
        refusal = error
      }
      let known = try await labels(named: [label.name])
      let choice = LabelChoice(of: [label.name], among: known, team: plan.teamID, carried: [])
      if let found = choice.labels.first?.id { return found }
      guard refusal?.tellsOfConflict == true else { break }
    }
    throw refusal ?? .refused(doing: "to create the label `\(label.name)`", reasons: [])
  }
}

extension WrittenIssue {
  fileprivate func published(doing: String, isNew: Bool) throws(LinearError) -> PublishedIssue {
    guard success, let issue else { throw .refused(doing: doing, reasons: []) }
    return PublishedIssue(identifier: issue.identifier, url: issue.url, isNew: isNew)
  }
}

extension LinearError {
  private var reasons: [String] {
    if case .refused(_, let reasons) = self { reasons } else { [] }
  }

  /// Whether what was to be created may be there already.
  fileprivate var tellsOfConflict: Bool {
    let words = ["exist", "conflict", "duplicate", "unique", "taken"]
    return reasons.contains { reason in words.contains { reason.lowercased().contains($0) } }
  }

  /// The most characters that Linear says it takes for a description.
  fileprivate var statedLimit: Int? {
    for reason in reasons where reason.lowercased().contains("description") {
      let numbers = reason.split { !$0.isASCII || !$0.isNumber }.compactMap { Int($0) }
      if let limit = numbers.filter({ $0 >= 1000 }).max() { return limit }
    }
    return nil
  }
}
