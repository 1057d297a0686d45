import Auditing
package import RuleFiles
import Vocabulary

/// What running the examples of some rules gave.
package struct RuleTestReport: Sendable {
  package var examples = 0
  package var failures: [RuleTestFailure] = []
}

/// An example that does not say the truth about its rule.
package struct RuleTestFailure: Sendable {
  package var rule: String
  package var origin: Origin
  /// The example's text as it was run.
  package var example: String
  package var message: String
}

/// Runs every example of every rule, plain and in all its disguises.
package func testRules(_ library: RuleLibrary) -> RuleTestReport {
  var report = RuleTestReport()
  let harness = ExampleHarness(library)
  for rule in library.rules {
    for example in rule.examples where harness.canRead(example.language) {
      for text in example.bad { harness.check(rule, example, text, .bad, &report) }
      for text in example.good { harness.check(rule, example, text, .good, &report) }
      for text in example.missed { harness.check(rule, example, text, .missed, &report) }
    }
  }
  return report
}
