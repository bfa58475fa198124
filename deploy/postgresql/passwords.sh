#!/usr/bin/env bash
# Makes the passwords of the cluster: once, on one machine. Its line is the whole of ~/.pgpass.
#   passwords.sh >> ~/.pgpass && chmod 600 ~/.pgpass      (then copied to every other machine)
set -euo pipefail
for user in autoctl_node pgautofailover_replicator regulars; do
    echo "*:*:*:$user:$(head -c 24 /dev/urandom | base64 | tr '/+' '_-')"
done
