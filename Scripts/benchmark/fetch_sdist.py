"""Fetches one pinned source distribution without building it.

  fetch_sdist.py NAME==VERSION DIRECTORY

`pip download` runs the project's build backend for its metadata, that is, somebody else's code, and needs the
backend's own dependencies. This asks the same client, with the same index, certificates and proxies, for the file
alone. It uses pip's inner modules, which may change from release to release: run it with the pip that
`peers.txt` pins.

Prints the path of the file. Exits with 1 and a sentence when the index does not have that version.
"""

import sys

from pip._internal.commands import create_command
from pip._internal.network.download import Downloader
from pip._vendor.packaging.requirements import Requirement


def main() -> int:
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    requirement, directory = Requirement(sys.argv[1]), sys.argv[2]
    command = create_command("download")
    options, _ = command.parse_args(["--no-binary", ":all:", "--quiet"])
    with command.main_context():
        session = command.get_default_session(options)
        finder = command._build_package_finder(options=options, session=session, ignore_requires_python=True)
        best = finder.find_best_candidate(requirement.name, requirement.specifier).best_candidate
        if best is None:
            print(f"the package index has no source distribution of {requirement}", file=sys.stderr)
            return 1
        path, _ = Downloader(session, "off")(best.link, directory)
        print(path)
    return 0


sys.exit(main())
