import Foundation

/// A team as somebody named it.
package struct TeamReference: Sendable, Equatable {
  /// Who named it, for errors: `--team`, or the path of a file.
  package var origin: String
  /// Used as it is.
  package var uuid: String?
  /// Keys or names, to be tried in this order.
  package var names: [String]

  /// - Parameter words: a UUID, a key or a name.
  package init(_ words: String, origin: String) {
    self.init(uuid: nil, names: [words], origin: origin)
  }

  /// - Parameter names: each a UUID, a key or a name; the first UUID among them makes the others needless.
  init(uuid: String?, names: [String], origin: String) {
    let all = [uuid].compactMap { $0 } + names
    self.origin = origin
    self.uuid = all.first(where: isUUID)?.lowercased()
    self.names = all.filter { !isUUID($0) }
  }
}

/// Whether a text has the form of a UUID.
func isUUID(_ text: String) -> Bool { UUID(uuidString: text) != nil }
