/// Something that is known about the audited project, and why.
package struct Fact<Value: Sendable>: Sendable {
  package var value: Value
  package var confidence: Confidence
  /// The best first; never empty.
  package var evidence: [Evidence]

  package init(_ value: Value, confidence: Confidence, evidence: [Evidence]) {
    self.value = value
    self.confidence = confidence
    self.evidence = evidence
  }
}

extension Fact: Equatable where Value: Equatable {}
