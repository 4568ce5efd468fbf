# A PostgreSQL of our own: fresh data, a free port, gone afterwards.

as_postgres() { if [[ $(id -u) == 0 ]]; then runuser -u postgres -- "$@"; else "$@"; fi; }

start_postgres() {
  local bin port home=$scratch/postgres
  bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1) || return 1
  port=$(node -e 'const s = net.createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
  chmod 755 "$scratch"
  mkdir "$home"
  if [[ $(id -u) == 0 ]]; then chown postgres "$home"; fi
  as_postgres "$bin/initdb" -D "$home/data" -U mortsafe -A trust -E UTF8 --locale=C.UTF-8 >"$scratch/initdb.log" || return 1
  as_postgres "$bin/pg_ctl" -D "$home/data" -l "$home/log" -w -o "-p $port -k $home -c listen_addresses=127.0.0.1" start || return 1
  as_postgres "$bin/createdb" -h 127.0.0.1 -p "$port" -U mortsafe mortsafe || return 1
  echo "$bin" >"$scratch/postgres.bin"
  echo "postgres://mortsafe@127.0.0.1:$port/mortsafe" >"$scratch/postgres.url"
}

stop_postgres() {
  [[ -f $scratch/postgres.bin ]] || return 0
  as_postgres "$(<"$scratch/postgres.bin")/pg_ctl" -D "$scratch/postgres/data" -m immediate stop >/dev/null
}
