#!/bin/sh
# Makes .venv what requirements.lock says, or says in one sentence what is missing.
# Nothing is done when .venv was already made from this lock by this Python.
set -eu
cd "$(dirname "$0")/.."

python=${PYTHON:-python3}
venv=.venv
made_from=$venv/made-from

stop() {
    printf '\n%s\n\n' "$1" >&2
    exit 1
}

# 1. A Python that is new enough and can make an environment.
command -v "$python" >/dev/null 2>&1 ||
    stop "Python 3.11 or later is needed and \"$python\" is not here. On Debian or Ubuntu: apt install python3 python3-venv"
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "Python 3.11 or later is needed; \"$python\" is $version. If a newer one is installed, name it: make PYTHON=python3.11 run"
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
    stop "Python's venv module is not complete here. On Debian or Ubuntu: apt install python$version-venv"

# 2. Already made from these two files by this Python?
wanted="$version $("$python" -c 'import hashlib, pathlib; print(hashlib.sha256(b"".join(
    pathlib.Path(name).read_bytes() for name in ("requirements.lock", "pyproject.toml"))).hexdigest())')"
works() { "$venv/bin/python" -c 'import pip' >/dev/null 2>&1; }
if works && [ "$(cat "$made_from" 2>/dev/null)" = "$wanted $(pwd)" ]; then
    exit 0
fi

# 3. Make it. An environment made by another Python, or moved here, cannot be mended.
echo "Setting up .venv from requirements.lock; this takes about a minute, once."
current() { "$venv/bin/python" -c 'import sys; print("%d.%d" % sys.version_info[:2], sys.prefix)' 2>/dev/null || true; }
[ "$(current)" = "$version $(pwd)/$venv" ] || "$python" -m venv --clear "$venv" ||
    stop "The environment .venv could not be made; the lines above say why. Is this folder writable?"

"$venv/bin/python" -m pip install -q --require-hashes -r requirements.lock || {
    command -v cc >/dev/null 2>&1 ||
        stop "A library has to be compiled on this machine and there is no compiler. On Debian or Ubuntu: apt install build-essential python3-dev"
    stop "The libraries could not be installed; the lines above say why. If the network was away, try again."
}
"$venv/bin/python" -m pip install -q --no-deps --no-build-isolation -e . ||
    stop "The libraries are there, but this project could not be installed into .venv; the lines above say why."

printf '%s\n' "$wanted $(pwd)" >"$made_from"
