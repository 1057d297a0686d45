import Testing
import Vocabulary

@testable import RuleFiles

@Suite("The configuration of a project")
struct ConfigurationTests {
  private func read(_ text: String) -> (configuration: ConfigurationSpec, faults: [String]) {
    let read = readConfiguration(Array(text.utf8), file: ".assay.yaml")
    return (read.configuration, told(read.faults))
  }

  @Test("every key is read, one value or a list")
  func keys() {
    let (configuration, faults) = read(
      """
      rules: [tools/assay, "./more"]
      pack: query-efficiency
      select: [QE, TX001]
      ignore: QE004
      severity: medium
      exclude: ["legacy/**", "*.gen.py"]
      include-tests: true
      fail-on: none
      fail-under: 7.5
      linear: {team: ENG, project: "Epic 0: Upkeep"}

      """)
    #expect(faults.isEmpty)
    #expect(configuration.rules.map(\.value) == ["tools/assay", "./more"])
    #expect(configuration.packs == [.queryEfficiency])
    #expect(configuration.select.map(\.value) == ["QE", "TX001"])
    #expect(configuration.ignore == [Located("QE004", at: Origin(file: ".assay.yaml", line: 4, column: 9))])
    #expect(configuration.severity == .medium)
    #expect(configuration.exclude.map(\.value) == ["legacy/**", "*.gen.py"])
    #expect(configuration.includeTests == true)
    #expect(configuration.failOn == .never)
    #expect(configuration.failUnder == 7.5)
    #expect(configuration.team?.value == "ENG" && configuration.project?.value == "Epic 0: Upkeep")
    #expect(configuration.keys.first == "rules" && configuration.keys.last == "linear")
  }

  @Test("a file that says nothing is no fault", arguments: ["", "# nothing yet\n", "---\n", "{}\n"])
  func empty(_ text: String) {
    let (configuration, faults) = read(text)
    #expect(faults.isEmpty && configuration.keys.isEmpty)
  }

  @Test("all faults are told at their places, each with what to do")
  func faults() {
    let (_, faults) = read(
      """
      selct: QE
      severity: hgh
      fail-on: never
      fail-under: 11
      include-tests: yes
      linear: {teem: ENG}
      pack: [query-efficency]
      ignore: []
      severity: low

      """)
    #expect(
      faults == [
        "1:1: the configuration has no key `selct` (did you mean `select`?)",
        "2:11: unknown severity `hgh` (did you mean `high`?)",
        "3:10: unknown severity `never` (known: low, medium, high, critical, none)",
        "4:13: `11` is no score (a number from 0 to 10, such as 7.5)",
        "5:16: `include-tests` must be true or false, but is `yes` (without quotes)",
        "6:10: `linear` has no key `teem` (did you mean `team`?)",
        "7:8: unknown pack `query-efficency` (did you mean `query-efficiency`?)",
        "8:9: `ignore` is an empty list (leave the key out)",
        "9:1: `severity` is given twice, first in line 2, column 1 (remove one of them)",
      ])
  }

  @Test(
    "what is no mapping, a second document and broken YAML are faults",
    arguments: [
      ("- QE\n", "1:1: `the configuration` must be a mapping, but is a list"),
      ("select: QE\n---\nselect: TX\n", "3:1: a configuration is one document"),
      ("a: b: c\n", "1:5: not valid YAML"), ("select: !env QE\n", "1:9: the tag `!env` has no meaning here"),
      ("<<: {}\n", "1:1: the merge key `<<` is not supported"),
    ])
  func shape(_ text: String, _ fault: String) {
    let faults = read(text).faults
    #expect(faults.contains { $0.hasPrefix(fault) }, "\(faults)")
  }

  @Test(
    "no key starts a program, calls a host, holds a secret or writes",
    arguments: [
      "command", "servers", "mcpServers", "endpoint", "api-key", "output", "report", "results-log", "extends",
    ])
  func nothingToRun(_ key: String) {
    #expect(read("\(key): x\n").faults.first?.hasPrefix("1:1: the configuration has no key `\(key)`") == true)
  }

  @Test("rules may lie in the file's own folder only", arguments: ["/etc", "../rules", "a/../../b", ".."])
  func outside(_ folder: String) {
    let (configuration, faults) = read("rules: \(folder)\n")
    #expect(configuration.rules.isEmpty)
    #expect(
      faults.map { String($0.prefix(60)) } == [
        "1:8: the folder `\(folder)` does not lie in the folder of this file".prefix(60).description
      ])
  }
}
