import ArgumentParser
import DocumentationServers
import Foundation
import Survey
import Vocabulary

/// Where the pages are kept that servers named.
struct ResearchCacheOptions: ParsableArguments {
  @Option(
    name: .customLong("cache"),
    help: ArgumentHelp("Where research is kept; ~/.cache/assay/research.json unless given.", valueName: "file"))
  var path: String?

  var file: ResearchCacheFile { ResearchCacheFile(path: path) }
}

/// The file of the pages that servers named.
struct ResearchCacheFile {
  private let path: String
  private let isNamed: Bool

  /// - Parameter path: `nil` for the one in the user's own folder.
  init(path: String? = nil) {
    self.path = path ?? UserFolders.cache + "/assay/research.json"
    isNamed = path != nil
  }

  /// What is kept; nothing where there is no file yet.
  func read() throws(CommandError) -> ResearchCache {
    let source: SourceBytes
    do throws(ReadError) {
      source = try readSource(path, limit: 16 << 20)
    } catch {
      if error == .missing { return ResearchCache() }
      throw .cache(path, reason: error.description)
    }
    do throws(ResearchCache.Fault) {
      return try ResearchCache(json: Array(source.bytes.prefix(source.count)))
    } catch {
      throw .cache(path, reason: "\(error)")
    }
  }

  /// What is kept, as practices, by technology. A file that cannot be used is a problem and stops nothing: what is
  /// built in serves.
  func practices() -> (practices: [BestPractice], problems: [Problem]) {
    do throws(CommandError) {
      return (try read().practices, [])
    } catch {
      return ([], [Problem(stage: .survey, message: "\(error)", hint: "until then, the built-in practices serve")])
    }
  }

  func write(_ cache: ResearchCache) throws(CommandError) {
    do {
      if !isNamed {
        try FileManager.default.createDirectory(
          at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
      }
      try writeWhole(cache.json, to: path)
    } catch let error as WriteError {
      throw .cache(path, reason: error.description)
    } catch {
      throw .cache(path, reason: error.localizedDescription)
    }
  }
}

extension ResearchCache {
  /// A page of which only the address is known says no more than its title.
  fileprivate var practices: [BestPractice] {
    research.sorted { $0.key < $1.key }.flatMap { technology, entry in
      entry.pages.map { page in
        BestPractice(
          technology: technology, text: page.excerpt.isEmpty ? page.title : page.excerpt,
          source: Source(title: page.title, url: page.url),
          research: BestPractice.Research(server: entry.server, date: entry.date))
      }
    }
  }
}

/// The folders of the user, as the XDG base directory specification names them.
enum UserFolders {
  static var configuration: String { folder("XDG_CONFIG_HOME", or: "/.config") }
  static var cache: String { folder("XDG_CACHE_HOME", or: "/.cache") }

  private static func folder(_ variable: String, or place: String) -> String {
    let environment = ProcessInfo.processInfo.environment
    if let named = environment[variable], named.hasPrefix("/") { return named }
    return (environment["HOME"] ?? "") + place
  }
}
