package import Vocabulary

/// The one issue of a day, before anything is known of Linear.
package struct IssueDraft: Sendable {
  /// `YYYY-MM-DD`.
  package var day: String
  package var team: TeamReference
  /// A name, a UUID or an address; without one the project is the one for what belongs to no epic.
  package var project: String?
  /// The report as Markdown, the fullest text first; the first one that Linear takes is sent.
  package var descriptions: [String]
  /// The worst severity found; `nil` when there is none.
  package var worst: Severity?

  package init(day: String, team: TeamReference, project: String?, descriptions: [String], worst: Severity?) {
    self.day = day
    self.team = team
    self.project = project
    self.descriptions = descriptions
    self.worst = worst
  }

  package var title: String { "Persistence & Performance Audit: \(day)" }

  package var labels: [String] { ["refactoring", "performance", "audit"] }

  /// As Linear counts: 1 is the most urgent, 0 is none.
  package var priority: Int {
    switch worst {
    case .critical: 1
    case .high: 2
    case .medium: 3
    case .low: 4
    case nil: 0
    }
  }

  package var priorityInWords: String { ["no priority", "urgent", "high", "medium", "low"][priority] }

  /// What tells the issue from one that a person gave the same title. It is written where readers see it: Linear stores
  /// a description as its own kind of document, in which comments do not survive.
  var marker: String { "assay-audit:\(day)" }

  /// - Parameter limit: in UTF-16 units.
  package func description(within limit: Int) -> String {
    let foot = "\n---\n\nKept by Assay: the next audit of the day replaces this description. `\(marker)`\n"
    let room = limit - foot.utf16.count
    let fitting = descriptions.first { $0.utf16.count <= room }
    return (fitting ?? shortened(descriptions.last ?? "", to: room, of: limit)) + foot
  }
}

/// What is sent unless Linear asks for less, in UTF-16 units. Linear publishes no figure; people stop reading sooner.
package let descriptionLimit = 100_000
