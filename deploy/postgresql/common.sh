# What both scripts need: the settings of the cluster, PostgreSQL's programs, the passwords.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
settings_file=${CLUSTER_CONF:-$here/cluster.conf}
# libpq reads it by itself there, also where one PostgreSQL follows another.
passwords=$HOME/.pgpass

die() { echo "$(basename "$0"): $*" >&2; exit 1; }

[ "$(id -u)" != 0 ] || die "PostgreSQL does not run as root: sudo -u postgres $0"
[ -r "$settings_file" ] || die "copy cluster.conf.example to $settings_file and change it first"
# shellcheck disable=SC1090  # which file it is says the caller
. "$settings_file"
command -v pg_autoctl >/dev/null || die "apt-get install pg-auto-failover-cli postgresql-15-auto-failover"

# pg_autoctl looks at every PostgreSQL that it finds; only one that has the extension will do.
programs=""
for control in /usr/share/postgresql/*/extension/pgautofailover.control; do
    version=$(basename "$(dirname "$(dirname "$control")")")
    [ -x "/usr/lib/postgresql/$version/bin/pg_ctl" ] && programs=/usr/lib/postgresql/$version/bin
done
[ -n "$programs" ] || die "apt-get install postgresql-15-auto-failover"
export PATH="$programs:/usr/bin:/bin"

password_of() { # USER
    local found
    found=$(grep -m 1 "^\*:\*:\*:$1:" "$passwords" 2>/dev/null) || die "$passwords has no password of $1: run passwords.sh"
    echo "${found##*:}"
}

# Before anybody can connect: PostgreSQL is not running, and this is its owner. No log gets a password.
tell() { # DATABASE STATEMENT
    postgres --single -j -D "$data" -c log_statement=none -c log_min_messages=fatal \
        -c shared_preload_libraries= "$1" >/dev/null <<<"$2" || die "PostgreSQL refused: ${2%% PASSWORD*}"
}

let_in() { # who may connect: everybody with a password over TLS, and the health check, which may do nothing
    cat >"$data/pg_hba.conf" <<EOF
local   all          all                             peer map=owner
hostssl all          pgautofailover_monitor $network trust
hostssl all          all                    $network scram-sha-256
hostssl replication  pgautofailover_replicator $network scram-sha-256
EOF
    # On this machine the user that runs it all is its owner, and speaks to the monitor's tables.
    printf 'owner %s %s\n' "$(id -un)" "$(id -un)" "$(id -un)" autoctl_node >"$data/pg_ident.conf"
}

add_settings() { # FILE
    cp "$1" "$data/regulars.conf"
    printf '%s\n' "$settings" >>"$data/regulars.conf"
    grep -q "^include 'regulars.conf'" "$data/postgresql.conf" || echo "include 'regulars.conf'" >>"$data/postgresql.conf"
}
