/// A label that the issue shall carry.
package struct PlannedLabel: Sendable, Equatable {
  package var name: String
  /// `nil` for a label that has to be created.
  var id: String?

  package var isNew: Bool { id == nil }
}

/// Which labels the issue gets, and why it does not get the others.
struct LabelChoice: Sendable {
  private(set) var labels: [PlannedLabel] = []
  private(set) var remarks: [String] = []

  /// - Parameters:
  ///   - names: the labels wanted.
  ///   - known: all labels of these names in the workspace.
  ///   - carried: those that the issue has.
  init(of names: [String], among known: [LabelNode], team: String, carried: [IssueNode.Label]) {
    var groups = Set(carried.compactMap { $0.parent?.id })
    for name in names {
      let usable = known.filter { label in
        label.name.lowercased() == name && (label.team.map { $0.id == team } ?? true)
      }
      let candidates = usable.filter { !$0.isGroup && $0.retiredAt == nil }
      // The team's own label goes before the workspace's.
      guard let label = candidates.first(where: { $0.team != nil }) ?? candidates.first else {
        if let other = usable.first {
          let why = other.isGroup ? "is a group of labels, which no issue can carry" : "is retired"
          remarks.append("the label `\(name)` \(why); it is left out")
        } else {
          labels.append(PlannedLabel(name: name, id: nil))
        }
        continue
      }
      if let group = label.parent?.id, !carried.contains(where: { $0.id == label.id }),
        !groups.insert(group).inserted
      {
        remarks.append("the label `\(name)` is left out: the issue carries another one of its group")
        continue
      }
      labels.append(PlannedLabel(name: name, id: label.id))
    }
  }
}
