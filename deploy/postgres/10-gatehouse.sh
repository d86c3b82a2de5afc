#!/usr/bin/env bash
# Runs once, on a new cluster: a role for the nodes, which is no superuser, and a database that is theirs.
set -euo pipefail
export SECRETS=${SECRETS:-/run/secrets}
psql -v ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\set password `cat "$SECRETS/database_password"`
create role gatehouse login password :'password';
create database gatehouse owner gatehouse;
revoke connect on database gatehouse from public;
SQL
