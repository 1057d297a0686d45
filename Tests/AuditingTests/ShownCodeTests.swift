import Testing
import Vocabulary

@testable import Auditing

@Suite("Code as it is shown")
struct ShownCodeTests {
  @Test(
    "passwords that are written out are hidden, as long as they are",
    arguments: [
      (#"create_engine("postgresql://shop:hunter2@db/shop")"#, #"create_engine("postgresql://shop:*******@db/shop")"#),
      (#"Redis.from_url('redis://:s3cret@cache:6379/0')"#, #"Redis.from_url('redis://:******@cache:6379/0')"#),
      (#"connect(host="db", password="hunter2", port=1)"#, #"connect(host="db", password="*******", port=1)"#),
      (#"SECRET_KEY = "abc""#, #"SECRET_KEY = "***""#),
      (#"{'api_key': 'abc123', "DB_PASSWORD": "x"}"#, #"{'api_key': '******', "DB_PASSWORD": "*"}"#),
    ])
  func hidden(code: String, shown: String) {
    #expect(ShownCode.hidingPasswords(code) == shown)
  }

  @Test(
    "what is put in later, and what is no password, stays",
    arguments: [
      #"create_engine(f"postgresql://{user}:{password}@{host}/shop")"#,
      #"connect(password=settings.password, secret=os.environ["SECRET"])"#,
      #"get("https://shop.example:8080/orders", params={"mail": "a@b.example"})"#,
      #"create_engine("postgresql://shop@db/shop")"#,
      "@router.get('/orders')",
    ])
  func kept(code: String) {
    #expect(ShownCode.hidingPasswords(code) == code)
  }

  @Test("a finding shows neither in its code nor in its message what is a password")
  func finding() async throws {
    let report = try await audit(
      "e = connect(\"mysql://shop:hunter2@db\")\n",
      rule("TEAM001", "message: \"Opens `$URL`\"", pattern: "connect($URL)"))
    let found = try #require(report.findings.first)
    #expect(found.issue == "Opens `\"mysql://shop:*******@db\"`")
    #expect(found.snippet.lines == ["e = connect(\"mysql://shop:*******@db\")"])
  }
}
