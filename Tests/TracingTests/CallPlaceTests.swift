import SourceScan
import Testing
import Vocabulary

@testable import Tracing

@Suite("What is kept of a call")
struct CallPlaceTests {
  @Test("all kinds of scopes and all manners fit beside each other")
  func keepsAll() {
    let scopes = ScopeKind.allCases.filter { $0 != .module }.reduce(into: ScopeSet()) { $0.formUnion(ScopeSet($1)) }
    let manner: CallPlace.Manner = [.isAwaited, .isStatement, .isEntered, .isTelling, .isRead, .isHandedOver]
    let pairs: [(ScopeSet, CallPlace.Manner)] = [
      (scopes, manner), (scopes, []), (.module, manner), ([.module, .loop], []), (.function, manner),
    ]
    for (scopes, manner) in pairs {
      let place = CallPlace(scopes, manner)
      #expect(place.scopes == scopes && place.manner == manner)
    }
  }
}
