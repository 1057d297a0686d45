import Testing

@testable import RuleFiles

@Suite("Ranges of versions")
struct VersionRangeTests {
  @Test(
    "a range as rules write it has a beginning, an end or both",
    arguments: [
      (">=2.0", "2.0 or later"), ("<3", "before 3"), (">=1.4, <2", "1.4 up to 2"), ("<2,>=1.4", "1.4 up to 2"),
      (">= 2.0", "2.0 or later"),
    ])
  func written(_ text: String, _ words: String) {
    #expect(VersionRange(text)?.words == words)
  }

  @Test(
    "anything else is no range, and neither is one without a version in it",
    arguments: [
      "2.0", "==2.0", ">2", "~=2.0", ">=two", ">=2.0rc1", "", ",", ">=", ">=1, >=2", ">=2, <2", ">=3,<2", ">=1 <2",
    ])
  func notWritten(_ text: String) {
    #expect(VersionRange(text) == nil)
  }

  @Test(
    "a found version is in a range, is not, or is told too roughly to say",
    arguments: [
      ("2.0.36", ">=2.0", true), ("1.4.46", ">=2.0", false), ("2.0", ">=2.0", true), ("2", ">=2.0", true),
      ("16", ">=16.2", nil), ("16.1", ">=16.2", false), ("17", ">=16.2", true), ("15", ">=16.2", false),
      ("16", "<16.2", nil), ("16.4", "<16.2", false), ("1.9", "<2", true), ("2.0.0", "<2.0.1", true),
      ("1.5", ">=1.4, <2", true), ("1.3.9", ">=1.4, <2", false), ("1", ">=1.4, <2", nil),
    ] as [(String, String, Bool?)])
  func found(_ version: String, _ range: String, _ isInside: Bool?) throws {
    let found = VersionRange(found: try #require(Version(version)))
    #expect(try #require(VersionRange(range)).contains(found) == isInside)
  }

  @Test(
    "a requirement proves what all versions that it allows have in common",
    arguments: [
      (">=2.0,<3", ">=2.0", true), (">=2.0", ">=2.0", true), (">=2.0.1", "<2", false), (">=1.4", ">=2.0", nil),
      ("<2", ">=2.0", false), (">1.4, <=2", ">=2.0", nil), ("<=1.4.50", "<2", true), ("==1.4.*", "<2", true),
      ("==2.0.36", ">=2.0", true), ("~=2.0.1", ">=2.0", true), ("~=1.4", "<2", true), ("^2.1", ">=2.0, <3", true),
      ("~5.1", ">=5, <6", true), ("2.x", ">=2, <3", true), ("5.1.2", ">=5", true), ("v1.2.3", ">=1", true),
      (">= 2.0 <3", ">=2.0", true), ("!=2.0.1,>=2", ">=2.0", true), ("^1.0 || ^2.0", "<2", nil),
      ("1.2 - 2.3", "<2", nil), ("*", ">=2.0", nil), ("latest", ">=2.0", nil), (">=2.0rc1", ">=2.0", nil),
      ("", ">=2.0", nil), (">=", ">=2.0", nil),
    ] as [(String, String, Bool?)])
  func required(_ requirement: String, _ range: String, _ isInside: Bool?) throws {
    #expect(try #require(VersionRange(range)).contains(VersionRange(requirement: requirement)) == isInside)
  }
}
