/// One request over HTTP, bounded in time and in the size of its answer. Redirections are not followed, so that what a
/// header carries reaches the host it was meant for and no other.
package struct WebRequest: Sendable {
  /// `https://…` or `http://…`.
  package var address: String
  package var method: String
  package var headers: [WebHeader]
  package var body: [UInt8]?
  /// From the first step to the last byte.
  package var timeLimit: Duration
  /// In bytes of the answer's body.
  package var sizeLimit: Int
  /// Whether a proxy that the environment names may stand in between.
  package var mayUseProxy: Bool

  package init(
    _ address: String, method: String = "GET", headers: [WebHeader] = [], body: [UInt8]? = nil,
    timeLimit: Duration = .seconds(20), sizeLimit: Int = 16 << 20, mayUseProxy: Bool = true
  ) {
    self.address = address
    self.method = method
    self.headers = headers
    self.body = body
    self.timeLimit = timeLimit
    self.sizeLimit = sizeLimit
    self.mayUseProxy = mayUseProxy
  }
}

package struct WebHeader: Sendable, Equatable {
  package var name: String
  package var value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// What came back: any status, also those that tell of errors.
package struct WebAnswer: Sendable {
  package var status: Int
  package var headers: [WebHeader]
  package var body: [UInt8]

  package init(status: Int, headers: [WebHeader], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The first header of that name, whatever its case.
  package func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}
