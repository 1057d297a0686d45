import Foundation
import Reporting
import Survey
import Vocabulary

/// Everything that a run writes. All of it is looked at before the audit, so that a mistyped path costs no waiting.
struct RunDestinations {
  private var output: ReportDestination
  private var markdown: ReportDestination?
  private var log: (path: String, destination: ReportDestination)?

  init(_ options: OutputOptions) throws {
    output = try ReportDestination(option: options.file)
    markdown = try options.report.map { try ReportDestination(file: $0) }
    log = try options.resultsLog.map { ($0, try ReportDestination(file: $0)) }
    try Self.checkDistinct([
      ("--output", options.file), ("--report", options.report), ("--results-log", options.resultsLog),
    ])
    if let log { _ = try Self.resultsLog(at: log.path) }
  }

  /// The report first, then the row of the results log, so that no row stands for a report that nobody got.
  func write(_ report: AuditReport, as options: OutputOptions) throws {
    var rendering = options.rendering(to: output)
    if options.report != nil || options.format == .markdown || options.format == .html {
      rendering.links = options.links.sourceLinks(around: report.root)
    }
    rendering.stack = report.context.map { StackSummary($0) }
    if let markdown {
      let options = RenderOptions(links: rendering.links, stack: rendering.stack)
      try markdown.write(ReportFormat.markdown.render(report, options: options))
    }
    try output.write(options.format.render(report, options: rendering))
    if let log {
      let results = try takingTurns(at: log.path) {
        var results = try Self.resultsLog(at: log.path)
        results.append(report)
        try log.destination.write(results.text)
        return results
      }
      if !options.quiet, let movement = results.movement { StandardStream.complain(movement + "\n") }
    }
  }

  private static func checkDistinct(_ files: [(option: String, path: String?)]) throws(CommandError) {
    var seen: [String: String] = [:]
    for (option, path) in files {
      guard let path, path != "-" else { continue }
      let place = URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path(percentEncoded: false)
      if let other = seen.updateValue(option, forKey: place) { throw .sameFile(path, options: (other, option)) }
    }
  }

  /// The log as it is now; a file that is not there yet is an empty one.
  private static func resultsLog(at path: String) throws(CommandError) -> ResultsLog {
    let bytes: SourceBytes
    do throws(ReadError) {
      bytes = try readSource(path, limit: SourceBytes.defaultLimit)
    } catch .missing {
      return ResultsLog()
    } catch {
      throw .unreadable(path, reason: "\(error)")
    }
    do throws(ResultsLogError) {
      return try ResultsLog(parsing: String(decoding: bytes.bytes[..<bytes.count], as: UTF8.self))
    } catch {
      throw .resultsLog(path, error)
    }
  }
}
