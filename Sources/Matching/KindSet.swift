import RuleFiles
import SourceScan

/// Ways of writing an expression, one bit each.
struct KindSet: OptionSet, Sendable {
  let rawValue: UInt16
  init(rawValue: UInt16) { self.rawValue = rawValue }

  init(_ kinds: [CaptureCondition.Kind]) {
    self = kinds.reduce(into: []) { set, kind in
      set.insert(KindSet(rawValue: 1 << UInt16(CaptureCondition.Kind.allCases.firstIndex(of: kind)!)))
    }
  }
}

extension FileMatcher {
  /// Whether an expression is written in one of some ways.
  func isWritten(as kinds: KindSet, _ range: Range<UInt32>) -> Bool {
    var bits = kinds.rawValue
    while bits != 0 {
      if isKind(CaptureCondition.Kind.allCases[bits.trailingZeroBitCount], range) { return true }
      bits &= bits - 1
    }
    return false
  }
}
