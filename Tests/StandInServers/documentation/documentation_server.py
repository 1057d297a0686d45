"""A documentation server, written with the official SDK of the Model Context Protocol, for the tests.

    python documentation_server.py context7|ref|custom|other|faulty [stdio|http|http-json]

Over HTTP it prints its port on standard output and runs until its standard input ends.
"""

import asyncio
import os
import socket
import sys
import threading

import uvicorn
from mcp.server.mcpserver import MCPServer

LIBRARY = """\
Available Libraries:

- Title: {name}
- Context7-compatible library ID: /acme/{slug}
- Code Snippets: 120
----------
- Title: {name} (community)
- Context7-compatible library ID: /fans/{slug}
"""

DOCUMENTATION = """\
### Sessions and transactions

Source: https://docs.example.org{library}/sessions

Keep transactions short.
A session belongs to one task.

--------------------------------

TITLE: Connection pooling
SOURCE: https://docs.example.org{library}/pooling

Pings before use: <script>alert(1)</script>
"""


def context7(server):
    @server.tool(name="resolve-library-id")
    def resolve(libraryName: str) -> str:
        if libraryName == "Redis":
            return "No libraries found matching the provided name."
        return LIBRARY.format(name=libraryName, slug=libraryName.lower())

    @server.tool(name="get-library-docs")
    def docs(context7CompatibleLibraryID: str, topic: str = "", tokens: int = 5000) -> str:
        return DOCUMENTATION.format(library=context7CompatibleLibraryID)


def ref(server):
    @server.tool()
    def ref_search_documentation(query: str) -> str:
        return "\n".join(
            f"overview: [{query.split()[0]} page {number}](https://ref.example.org/{number})" for number in range(1, 6))

    @server.tool()
    def ref_read_url(url: str) -> str:
        if url.endswith("/2"):
            raise ValueError("no such page")
        return f"# Page\n\nThe text of {url}"


def custom(server):
    @server.tool()
    def look_up(words: str) -> str:
        return f'{{"results": [{{"title": "About it", "url": "https://wiki.example.org/it"}}]}}'


def other(server):
    @server.tool()
    def add(a: int, b: int) -> int:
        return a + b


def faulty(server):
    """What it does depends on the library it is asked about."""

    @server.tool(name="resolve-library-id")
    async def resolve(libraryName: str) -> str:
        if libraryName == "Redis":
            await asyncio.sleep(60)
        if libraryName == "Celery":
            raise ValueError("the index\nis being rebuilt")
        if libraryName == "Prisma":
            sys.stderr.write("out of memory\n")
            sys.stderr.flush()
            os._exit(3)
        return LIBRARY.format(name=libraryName, slug=libraryName.lower())

    @server.tool(name="query-docs")
    def docs(libraryId: str, query: str) -> str:
        return DOCUMENTATION.format(library=libraryId)


def main():
    server = MCPServer("documentation")
    globals()[sys.argv[1]](server)
    transport = sys.argv[2] if len(sys.argv) > 2 else "stdio"
    if transport == "stdio":
        # Not a message: a client must pass it over.
        print("documentation server 1.0 is ready", flush=True)
        print('{"level": "info", "text": "no message either"}', flush=True)
        server.run()
        return
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    print(listener.getsockname()[1], flush=True)
    app = server.streamable_http_app(json_response=transport == "http-json")
    uvicorn.Server(uvicorn.Config(app, log_level="critical")).run(sockets=[listener])


main()
