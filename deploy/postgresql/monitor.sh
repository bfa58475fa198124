#!/usr/bin/env bash
# Makes the monitor of the cluster on this machine: sudo -u postgres deploy/postgresql/monitor.sh
set -euo pipefail
# shellcheck source=deploy/postgresql/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

secret=$(password_of autoctl_node)
pg_autoctl create monitor --pgdata "$data" --pgport "$monitor_port" --hostname "$monitor_host" \
    --ssl-self-signed --skip-pg-hba
[ -z "$listen" ] || pg_autoctl config set --pgdata "$data" postgresql.listen_addresses "$listen" >/dev/null
add_settings "$here/monitor.conf"
tell pg_auto_failover "ALTER ROLE autoctl_node PASSWORD '$secret'"
let_in
echo "The monitor is made. Start it now, and with the machine: docs/high-availability.md"
