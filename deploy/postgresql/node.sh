#!/usr/bin/env bash
# Makes a node of the cluster on this machine: sudo -u postgres deploy/postgresql/node.sh NAME HOST
# The first one becomes the primary, the others copy it. HOST is how the other machines reach it.
set -euo pipefail
# shellcheck source=deploy/postgresql/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
[ $# = 2 ] || die "node.sh NAME HOST"

of_replication=$(password_of pgautofailover_replicator)
of_regulars=$(password_of regulars)
pg_autoctl create postgres --pgdata "$data" --pgport "$node_port" \
    --name "$1" --hostname "$2" --listen "${listen:-*}" \
    --monitor "postgres://autoctl_node@$monitor_host:$monitor_port/pg_auto_failover?sslmode=require" \
    --ssl-self-signed --skip-pg-hba
# A primary that was cut off from the monitor and its standbys stops after this many seconds.
pg_autoctl config set --pgdata "$data" timeout.network_partition_timeout 5 >/dev/null
if [ ! -e "$data/standby.signal" ]; then
    tell postgres "ALTER ROLE pgautofailover_replicator PASSWORD '$of_replication'"
    # Regulars owns its database and nothing else.
    tell postgres "CREATE ROLE regulars LOGIN PASSWORD '$of_regulars'"
    tell postgres "CREATE DATABASE regulars OWNER regulars TEMPLATE template0 ENCODING 'UTF8'"
    tell postgres "REVOKE ALL ON DATABASE regulars FROM PUBLIC"
fi
add_settings "$here/node.conf"
let_in
echo "The node is made. Start it now, and with the machine: docs/high-availability.md"
