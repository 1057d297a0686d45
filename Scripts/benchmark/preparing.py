"""What a benchmark needs before it can measure: the peers in a virtual environment, the corpus, the release binary.

Everything lands below one folder and is made once: a second call finds it and does nothing.
"""

import hashlib
import pathlib
import shutil
import subprocess
import sys
import tarfile

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parent.parent

# The Python files, and what names the libraries a project uses. No .gitignore: every tool sees the same files.
MANIFESTS = {"pyproject.toml", "setup.cfg", "Pipfile", "PKG-INFO"}


class Trouble(Exception):
    """Something that stops the benchmark; its text says what, and what to do."""


def run(argv, what, **options):
    """Runs a command whose output nobody needs unless it fails."""
    done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)
    if done.returncode != 0:
        raise Trouble(f"{what} failed (status {done.returncode}):\n{(done.stdout + done.stderr)[-3000:].strip()}")
    return done.stdout.strip()


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def pins(name):
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def peers(bench):
    """The folder of the peers' programs."""
    venv, wanted = bench / "venv", (HERE / "peers.txt").read_text(encoding="utf-8")
    stamp = venv / "peers.txt"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        say("installing " + ", ".join(pins("peers.txt")))
        shutil.rmtree(venv, ignore_errors=True)
        try:
            run([sys.executable, "-m", "venv", venv], "making a virtual environment")
        except Trouble as trouble:
            raise Trouble(f"{trouble}\nOn Debian and Ubuntu: apt-get install python3-venv") from None
        pip = [venv / "bin" / "python", "-m", "pip", "install", "--quiet", "--only-binary", ":all:"]
        run(pip + [pin for pin in pins("peers.txt") if pin.startswith("pip==")], "installing pip")
        run(pip + ["-r", HERE / "peers.txt"], "installing the peers")
        stamp.write_text(wanted, encoding="utf-8")
    return venv / "bin"


def corpus(bench, programs):
    """The folder of the unpacked corpus: one folder per project, as its source distribution names it."""
    folder, stamp = bench / "corpus", bench / "corpus.txt"
    wanted = (HERE / "corpus.txt").read_text(encoding="utf-8")
    if folder.is_dir() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (bench / "sdists").mkdir(exist_ok=True)
    for line in pins("corpus.txt"):
        requirement, digest = line.split()
        unpack(sdist(bench, programs, requirement, digest), folder)
    # Semgrep passes over tests unless a file of this name in its project root says otherwise.
    (folder / ".semgrepignore").write_text("", encoding="utf-8")
    stamp.write_text(wanted, encoding="utf-8")
    return folder


def sdist(bench, programs, requirement, digest):
    kept = bench / "sdists" / (requirement + ".tar.gz")
    if not kept.exists():
        say(f"downloading {requirement}")
        fetch = [programs / "python", "-B", HERE / "fetch_sdist.py", requirement, bench / "sdists"]
        pathlib.Path(run(fetch, f"downloading {requirement}")).rename(kept)
    found = "sha256:" + hashlib.sha256(kept.read_bytes()).hexdigest()
    if found != digest:
        raise Trouble(f"{kept} is not the pinned file: expected {digest}, found {found}. Remove it and run again.")
    return kept


def unpack(archive, folder):
    say(f"unpacking {archive.name}")
    with tarfile.open(archive) as tar:
        for member in tar:
            path = pathlib.PurePosixPath(member.name)
            name = path.name
            wanted = name.endswith(".py") or name in MANIFESTS or (
                name.startswith("requirements") and name.endswith(".txt"))
            if not wanted or not member.isfile() or path.is_absolute() or ".." in path.parts:
                continue
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(tar.extractfile(member).read())


def release_binary():
    """Builds the program as people install it, and says where it is."""
    build = ["swift", "build", "-c", "release", "--product", "assay", "--static-swift-stdlib"]
    say(" ".join(build))
    try:
        run(build, "building the release binary", cwd=PROJECT)
        return pathlib.Path(run(build + ["--show-bin-path"], "finding the release binary", cwd=PROJECT)) / "assay"
    except FileNotFoundError:
        raise Trouble("`swift` is not on the PATH. Install Swift 6, or name a binary with --assay.") from None
