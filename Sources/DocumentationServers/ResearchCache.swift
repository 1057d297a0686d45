import Foundation

/// What was found out about technologies, and when: the content of the cache file.
package struct ResearchCache: Codable, Sendable, Equatable {
  package struct Entry: Codable, Sendable, Equatable {
    /// `YYYY-MM-DD`.
    package var date: String
    package var server: String
    package var pages: [ResearchedPage]

    package init(date: String, server: String, pages: [ResearchedPage]) {
      self.date = date
      self.server = server
      self.pages = pages
    }
  }

  private var format = 1
  /// By the names of the technologies.
  package var research: [String: Entry] = [:]

  package init() {}

  /// Why a file is no cache that this program wrote.
  package enum Fault: Error, Sendable, Equatable, CustomStringConvertible {
    case foreign
    case newer

    package var description: String {
      switch self {
      case .foreign: "it is not what `assay research` writes; delete it, or name another file with --cache"
      case .newer: "a later version of Assay wrote it; update this one, or name another file with --cache"
      }
    }
  }

  package init(json: [UInt8]) throws(Fault) {
    guard let format = JSON(json)?["format"], JSON(json)?["research"] != nil else { throw .foreign }
    guard format == .number(1) else { throw .newer }
    guard let read = try? JSONDecoder().decode(ResearchCache.self, from: Data(json)) else { throw .foreign }
    self = read
  }

  package var json: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    do {
      return Array(try encoder.encode(self)) + [0x0A]
    } catch {
      preconditionFailure("texts and numbers can be written as JSON: \(error)")
    }
  }
}
