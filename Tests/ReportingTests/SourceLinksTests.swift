import Testing
import Vocabulary

@testable import Reporting

@Suite("Links to the source")
struct SourceLinksTests {
  @Test(
    "what Git and people write is the address of a page, without the name and the password in it",
    arguments: [
      ("https://github.com/acme/shop.git", "https://github.com/acme/shop"),
      ("https://user:s3cret@github.com/acme/shop/", "https://github.com/acme/shop"),
      ("https://x-access-token:gh@p@GitHub.com/acme/shop", "https://github.com/acme/shop"),
      ("git@github.com:acme/shop.git", "https://github.com/acme/shop"),
      ("ssh://git@gitlab.example.org:2222/group/sub/shop.git", "https://gitlab.example.org/group/sub/shop"),
      ("http://git.example.org:8080/acme/shop?x=1#y", "https://git.example.org:8080/acme/shop"),
    ])
  func addresses(text: String, url: String) {
    #expect(RepositoryAddress(text)?.url == url)
  }

  @Test(
    "what leads to no page is turned down",
    arguments: [
      "", "shop", "../origin.git", "/srv/git/shop.git", "file:///srv/git/shop", "https://github.com",
      "https://github.com/acme",
      "javascript:alert(1)", "https://github.com/acme/shop)<script>", "https://git hub.com/a/b",
      "https://github.com/a/../b",
      "C:\\git\\shop", "https://github.com:port/a/b", "ext::sh -c id", "https://-/a|b/c",
    ])
  func noAddresses(text: String) {
    #expect(RepositoryAddress(text) == nil)
  }

  @Test(
    "each host has its own way to name lines",
    arguments: [
      ("https://github.com/a/b", "https://github.com/a/b/blob/c0ffee/src/x.py#L3-L5"),
      ("https://gitlab.com/a/b", "https://gitlab.com/a/b/-/blob/c0ffee/src/x.py#L3-5"),
      ("https://bitbucket.org/a/b", "https://bitbucket.org/a/b/src/c0ffee/src/x.py#lines-3:5"),
      ("https://git.example.org/a/b", "https://git.example.org/a/b/blob/c0ffee/src/x.py#L3-L5"),
    ])
  func hosts(repository: String, url: String) throws {
    let links = SourceLinks(repository: try #require(RepositoryAddress(repository)), revision: "c0ffee")
    #expect(links.url(of: "src/x.py", lines: 3...5) == url)
  }

  @Test("a path is encoded byte by byte and stands below the audited folder")
  func paths() throws {
    let address = try #require(RepositoryAddress("https://github.com/a/b"))
    let links = SourceLinks(repository: address, folder: "services/billing")
    #expect(
      links.url(of: "a b/(ü)|#?`.py", lines: 7...7)
        == "https://github.com/a/b/blob/HEAD/services/billing/a%20b/%28%C3%BC%29%7C%23%3F%60.py#L7")
  }

  @Test("a finding that ends before the first character of a line does not reach into it")
  func spans() throws {
    let links = SourceLinks(repository: try #require(RepositoryAddress("https://github.com/a/b")))
    var found = finding(line: 3)
    found.end = Position(line: 4, column: 1)
    #expect(links.url(of: found).hasSuffix("app/jobs.py#L3"))
    found.end.column = 2
    #expect(links.url(of: found).hasSuffix("app/jobs.py#L3-L4"))
  }
}
