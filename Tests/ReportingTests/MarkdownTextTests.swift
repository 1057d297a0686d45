import Testing

@testable import Reporting

@Suite("Markdown text")
struct MarkdownTextTests {
  @Test(
    "a code span is fenced by more backticks than it holds",
    arguments: [
      ("a", "`a`"), ("a`b", "``a`b``"), ("`a", "`` `a ``"), ("a|b", "`a\\|b`"), ("a\nb", "`a␊b`"), ("", ""),
      (" a ", "`  a  `"), ("``\u{301}", "``` ``\u{301} ```"), ("|\u{301}", "`\\|\u{301}`"),
      ("a\u{200B}\u{202E}b", "`a\u{FFFD}\u{FFFD}b`"),
    ])
  func code(text: String, expected: String) {
    #expect(MarkdownText.code(text) == expected)
  }

  @Test(
    "prose keeps its code spans and shows everything else as it is",
    arguments: [
      ("`a_b` is *bad*", "`a_b` is \\*bad\\*"), ("an odd ` stays", "an odd \\` stays"),
      ("``x`y`` ok", "``x`y`` ok"), ("<b> & | $x$", "&lt;b&gt; &amp; \\| \\$x\\$"), ("two\nlines", "two lines"),
      ("`` `a ``", "`` `a ``"), ("`a|b` | c", "`a\\|b` \\| c"),
    ])
  func prose(text: String, expected: String) {
    #expect(MarkdownText.prose(text) == expected)
  }

  @Test("only web addresses become links")
  func links() {
    #expect(MarkdownText.link("https://a.org/x?y=1#z") == "<https://a.org/x?y=1#z>")
    #expect(MarkdownText.link("javascript:alert(1)") == "`javascript:alert(1)`")
    #expect(MarkdownText.link("https://a.org/ <script>") == "`https://a.org/ <script>`")
  }
}
