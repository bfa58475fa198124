#!/usr/bin/env bash
# Makes the passwords of the cluster: once, on one machine. 
#   passwords.sh >> ~/.pgpass && chmod 600 ~/.pgpass      (then copied to every other machine)
set -euo pipefail
for user in autoctl_node pgautofailover_replicator regulars; do
    echo "*:*:*:$user:$(od -An -N16 -tx1 /dev/urandom | tr -d ' ')"
done
