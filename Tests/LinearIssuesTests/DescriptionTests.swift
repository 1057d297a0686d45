import Testing
import Vocabulary

@testable import LinearIssues

@Suite("The description of the issue")
struct DescriptionTests {
  private let page = """
    ## Report

    ### Summary

    Short.

    ### Findings

    #### 1. First

    \(String(repeating: "| row | of | a | long | table |\n", count: 200))
    #### 2. Second

    ```
    ### no heading, code
    ```

    ### Sources

    - one

    """

  private func draft(_ descriptions: [String], worst: Severity? = nil) -> IssueDraft {
    IssueDraft(
      day: "2026-11-22", team: TeamReference("ENG", origin: "--team"), project: nil, descriptions: descriptions,
      worst: worst)
  }

  @Test("a text that fits is sent whole, with the marker below")
  func whole() {
    let text = draft([page]).description(within: 100_000)
    #expect(text.hasPrefix(page))
    #expect(text.contains("`assay-audit:2026-11-22`"))
  }

  @Test("of several texts, the fullest one that fits is sent")
  func fullest() {
    let text = draft([page, "## Shorter\n", "## Shortest\n"]).description(within: 1000)
    #expect(text.hasPrefix("## Shorter\n"))
  }

  @Test("a section that does not fit keeps its heading and says that it is left out; the others stay")
  func sections() {
    let text = draft([page]).description(within: 1000)
    #expect(text.utf16.count <= 1000)
    #expect(text.contains("*This report is shortened"))
    #expect(text.contains("#### 1. First\n\n*Left out: Linear takes at most 1000 characters."))
    #expect(!text.contains("| row |"))
    #expect(text.contains("Short.\n") && text.contains("### no heading, code\n") && text.contains("- one\n"))
    #expect(text.contains("`assay-audit:2026-11-22`"))
  }

  @Test("the limit holds whatever it is, and nothing is cut in silence")
  func anyLimit() {
    for limit in stride(from: 250, through: 8000, by: 7) {
      let text = draft([page]).description(within: limit)
      #expect(text.utf16.count <= limit, "\(limit)")
      #expect(text.contains(page) || text.lowercased().contains("left out"), "\(limit)")
    }
  }

  @Test(
    "the worst severity is the priority",
    arguments: [
      (Severity.critical, 1), (.high, 2), (.medium, 3), (.low, 4), (nil, 0),
    ] as [(Severity?, Int)])
  func priority(_ worst: Severity?, _ priority: Int) {
    #expect(draft([], worst: worst).priority == priority)
  }
}
