import ArgumentParser
import Reporting
import Survey

/// Where the locations of a report lead.
struct LinkOptions: ParsableArguments {
  @Option(
    name: .customLong("repository-url"),
    help: ArgumentHelp(
      "Where Markdown and HTML lead to lines of code; that of the Git remote `origin` unless given.",
      discussion: "Known are the addresses of GitHub, GitLab and Bitbucket; other hosts are taken to be like GitHub.",
      valueName: "url"))
  var repositoryURL: String?

  /// What is said of a wrong address leaves the address out: there may be a password in it.
  func validate() throws {
    if let repositoryURL, RepositoryAddress(repositoryURL) == nil {
      throw ValidationError(
        "--repository-url takes the address of a repository, such as https://github.com/acme/shop; what was given is none"
      )
    }
  }

  /// The repository that was named, or else `origin` where its host is known. A checkout around the audited folder
  /// tells the commit and the folder's place in it.
  func sourceLinks(around root: String) -> SourceLinks? {
    let checkout = Checkout(around: root)
    var repository = repositoryURL.flatMap(RepositoryAddress.init)
    if repository == nil {
      repository = checkout?.origin.flatMap(RepositoryAddress.init)
      if repository?.host == nil { return nil }
    }
    return repository.map {
      SourceLinks(repository: $0, revision: checkout?.commit ?? "HEAD", folder: checkout?.folder ?? "")
    }
  }
}
