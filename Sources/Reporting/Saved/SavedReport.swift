import Foundation
package import Vocabulary

/// A report that was written as JSON, read back. What the JSON does not hold is missing: times, and of the project all
/// but what is told of its stack.
package struct SavedReport: Sendable {
  package var report: AuditReport
  package var stack: StackSummary?
  /// Whether the report says its day; its `date` is empty otherwise.
  package var isDated: Bool { !report.date.isEmpty }

  /// - Parameters:
  ///   - json: the bytes of `--format json`.
  ///   - version: that of this program; reports of a later one may say things that it does not understand.
  package init(json: [UInt8], readBy version: String) throws(SavedReportError) {
    let decoder = JSONDecoder()
    let bytes = Data(json)
    let stamp: Stamp
    do {
      stamp = try decoder.decode(Stamp.self, from: bytes)
    } catch {
      throw SavedReportError(error, isStamp: true)
    }
    guard stamp.tool.name == "assay" else { throw .otherTool(stamp.tool.name) }
    let isNewer = stamp.tool.version.isLaterVersion(than: version)
    do {
      let document = try decoder.decode(SavedDocument.self, from: bytes)
      report = document.report(version: stamp.tool.version)
      stack = document.stack.map { rows in
        StackSummary(rows: rows.map { StackSummary.Row(label: $0.what, value: $0.found, evidence: $0.evidence) })
      }
    } catch {
      // The keys of later versions still mean the same; only where one has new words is it too new.
      throw isNewer ? .newerVersion(stamp.tool.version, own: version) : SavedReportError(error, isStamp: false)
    }
  }

  private struct Stamp: Decodable {
    struct Tool: Decodable {
      var name: String
      var version: String
    }

    var tool: Tool
  }
}

/// Why a file is no report that can be read.
package enum SavedReportError: Error, Sendable, Equatable, CustomStringConvertible {
  case notJSON(reason: String)
  /// JSON, and not by a program that says who it is.
  case foreign
  case otherTool(String)
  case newerVersion(String, own: String)
  case missingKey(String)
  /// `place` is the way through the keys: `categories[0].findings[3].line`.
  case wrongValue(place: String, reason: String)

  package var description: String {
    switch self {
    case .notJSON(let reason): "it is not JSON (\(reason)); make one with `assay run --format json -o FILE`"
    case .foreign: "it is no report of Assay; make one with `assay run --format json -o FILE`"
    case .otherTool(let name): "it is a report of `\(name)`; make one with `assay run --format json -o FILE`"
    case .newerVersion(let version, let own):
      "it was written by Assay \(version), and this is \(own), which does not understand it; update this one"
    case .missingKey(let place): "the key `\(place)` is missing; make the report anew"
    case .wrongValue(let place, let reason): "`\(place)` \(reason); make the report anew"
    }
  }
}

extension SavedReportError {
  /// - Parameter isStamp: whether it was asked who wrote the report.
  fileprivate init(_ error: any Error, isStamp: Bool) {
    guard let error = error as? DecodingError else {
      self = .notJSON(reason: "\(error)")
      return
    }
    switch error {
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      self = .notJSON(reason: context.underlyingError.map { "\($0.localizedDescription)" } ?? "it cannot be parsed")
    case .dataCorrupted(let context):
      self = .wrongValue(place: context.codingPath.place, reason: context.debugDescription)
    case .keyNotFound(let key, let context):
      self = isStamp ? .foreign : .missingKey((context.codingPath + [key]).place)
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      self = isStamp ? .foreign : .wrongValue(place: context.codingPath.place, reason: "has a value of another kind")
    @unknown default:
      self = .foreign
    }
  }
}

extension [any CodingKey] {
  /// `categories[0].findings[3].line`.
  fileprivate var place: String {
    reduce(into: "") { place, key in
      if let index = key.intValue {
        place += "[\(index)]"
      } else {
        place += (place.isEmpty ? "" : ".") + key.stringValue
      }
    }
  }
}

extension String {
  /// `0.10.0` is later than `0.9.2`; what is no number counts as 0.
  fileprivate func isLaterVersion(than other: String) -> Bool {
    func numbers(_ version: String) -> [Int] { version.split(separator: ".").prefix(3).map { Int($0) ?? 0 } }
    return numbers(other).lexicographicallyPrecedes(numbers(self))
  }
}
