#!/usr/bin/env bash
# Brings a clone to the point where `make run` or `make test` works, and does nothing when it already is there.
#   tools/setup.sh run|test|cluster [again]      `again` (make setup) tries apt once more for what was missing last time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

purpose=${1:-run}
again=${2:-}

# Qt draws with the first line and opens a real window with the second; the third reads cards of
# other systems, is the counter's type face, and has the letters of Chinese, Japanese and Korean names.
packages="libgl1 libegl1 libxkbcommon0 libglib2.0-0 libfontconfig1 libfreetype6 libdbus-1-3
    libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0
    libzbar0 fonts-inter fonts-droid-fallback"
# The tests type into a real window on screens of their own, open the member page in a real browser, and
# keep a server's books in a real PostgreSQL, which they start themselves.
if [ "$purpose" = test ]; then
    packages="$packages xvfb xdotool xserver-xorg-core xserver-xorg-video-dummy x11-xserver-utils chromium poppler-utils postgresql"
fi
# What docs/high-availability.md says to install, on one machine instead of four.
if [ "$purpose" = cluster ]; then packages="$packages postgresql postgresql-15-auto-failover pg-auto-failover-cli"; fi

# The folder is part of the sum because a virtual environment does not survive being moved.
stamp=.venv/.setup-$purpose
wanted=$({ cat requirements.lock pyproject.toml tools/setup.sh; pwd; } | sha256sum)
if [ -e "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && [ ! -s "$stamp.missing" ]; then exit 0; fi

missing() { # names those of "$@" that dpkg does not have; 64-bit-time releases add t64 to some names
    local installed name
    installed=$(dpkg-query -W -f '${db:Status-Abbrev}${Package} \n' "$@" "${@/%/t64}" 2>/dev/null || true)
    for name in "$@"; do
        grep -Eq "^ii +${name//./\\.}(t64)? " <<<"$installed" || echo "$name"
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

install() { # one at a time when all together fail: one unknown name must not cost the others
    as_root apt-get update -qq || true
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null && return
    local name
    for name in "$@"; do
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$name" >/dev/null || true
    done
}

python=""
for name in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$name; break; fi
done
if [ -z "$python" ]; then
    echo "setup: Regulars needs Python 3.11 or newer; install it, or name it: make run PYTHON=/path/to/python3" >&2
    exit 1
fi
can_make_venv() { "$python" -c 'import ensurepip, venv' 2>/dev/null; }
if ! can_make_venv; then # named by its number, because python3-venv serves the distribution's default only
    venv_package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    packages="$packages $venv_package"
fi

lacking=""
if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
    # shellcheck disable=SC2086  # the names are words on purpose
    lacking=$(missing $packages)
    tried=$([ -e "$stamp.missing" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && echo yes || true)
    if [ -n "$lacking" ] && { [ -z "$tried" ] || [ -n "$again" ]; }; then
        if [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; then
            echo "setup: installing" $lacking >&2
            # shellcheck disable=SC2086
            install $lacking
            # shellcheck disable=SC2086
            lacking=$(missing $packages)
        fi
    fi
    if [ -n "$lacking" ]; then
        echo "setup: ask an administrator for these packages, then go on as before: apt-get install" $lacking >&2
    fi
fi

if ! [ -e "$stamp" ] || [ "$(cat "$stamp")" != "$wanted" ]; then
    # A second purpose shares the environment that the first one made.
    other=$(cat .venv/.packages 2>/dev/null || true)
    if [ "$other" != "$wanted" ]; then
        # An environment of another folder or of a Python that has gone is made anew.
        if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
            can_make_venv || { echo "setup: without $venv_package there is no way on" >&2; exit 1; }
            "$python" -m venv --clear .venv
        fi
        echo "setup: installing the locked Python packages into .venv (a minute or so)" >&2
        .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
        .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps -e .
        printf '%s' "$wanted" >.venv/.packages
    fi
fi
printf '%s' "$lacking" >"$stamp.missing"
printf '%s' "$wanted" >"$stamp"
