import SourceScan
import Testing
import Vocabulary

@testable import Tracing

@Suite("What is kept of a call")
struct CallSummaryTests {
  @Test("all kinds of scopes and all manners fit beside each other")
  func keepsAll() {
    let scopes = ScopeKind.allCases.reduce(into: ScopeSet()) { $0.formUnion(ScopeSet($1)) }
    let manner: CallSummary.Manner = [.isAwaited, .isStatement, .isEntered, .isTelling, .isRead]
    let pairs: [(ScopeSet, CallSummary.Manner)] = [(scopes, manner), (scopes, []), ([], manner)]
    for (scopes, manner) in pairs {
      let call = CallSummary(callee: NamePath(root: .unknown), name: 1, token: 2, scopes: scopes, manner: manner)
      #expect(call.scopes == scopes && call.manner == manner)
    }
  }
}
