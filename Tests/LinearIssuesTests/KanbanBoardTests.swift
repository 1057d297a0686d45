import Testing

@testable import LinearIssues

@Suite("The team that a board names")
struct KanbanBoardTests {
  private func team(_ board: String) -> TeamReference? { teamReference(inBoard: board, origin: "board") }

  @Test("the table of the configuration names the team; a UUID goes before a key, and a key before a name")
  func configuration() {
    let table = """
      # Board

      ## Linear Configuration

      | Variable | Value | Description |
      |----------|-------|-------------|
      | **Team ID** | Engineering | name of the team |
      | **Team UUID** | `5F1C0E52-93AB-4C1D-8F2E-0D6B6F3C9A11` | for the API |
      | **Team Key** | [ENG](https://linear.app/acme/team/ENG) | |

      ## Epics
      | Team ID | Other |
      """
    #expect(team(table)?.uuid == "5f1c0e52-93ab-4c1d-8f2e-0d6b6f3c9a11")
    #expect(team(table)?.names == ["ENG", "Engineering"])
  }

  @Test("a UUID may stand where the team's id is asked for")
  func uuidAsID() {
    let found = team("| Team ID | 5f1c0e52-93ab-4c1d-8f2e-0d6b6f3c9a11 |\n")
    #expect(found?.uuid == "5f1c0e52-93ab-4c1d-8f2e-0d6b6f3c9a11")
  }

  @Test("columns do as well as rows, with line ends of any kind")
  func columns() {
    let found = team("| Team ID | Team UUID | Team Key |\r\n|---|---|---|\r\n| Engineering | TBD | ENG |\r\n")
    #expect(found?.uuid == nil)
    #expect(found?.names == ["ENG", "Engineering"])
  }

  @Test("the configuration goes before other tables, which count where it says nothing")
  func order() {
    let other = "| Team Key | OPS |\n\n"
    #expect(team(other + "## Linear Configuration\n\n| Team Key | ENG |\n")?.names == ["ENG"])
    #expect(team(other + "## Linear Configuration\n\nNone.\n")?.names == ["OPS"])
  }

  @Test(
    "a template that nobody filled in names no team", arguments: ["[TEAM_KEY]", "<key>", "{{KEY}}", "TBD", "-", ""])
  func placeholder(_ value: String) {
    #expect(team("## Linear Configuration\n\n| Field | Value |\n|---|---|\n| Team Key | \(value) |\n") == nil)
  }

  @Test("a page without a table names no team")
  func prose() { #expect(team("Team Key: ENG\n") == nil) }
}
