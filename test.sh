#!/usr/bin/env bash
# Installs what the tests need and runs all of them. Results: TestResults/*.trx
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
cd "$root"
source tools/build-app.sh
source tools/chromium.sh
build_app
need_chromium

for lock in test/*/*/package-lock.json; do
  [[ -f $lock ]] && (cd "$(dirname "$lock")" && npm ci --silent --no-audit --no-fund)
done

source test/postgres/postgres.sh
trap stop_postgres EXIT
start_postgres "$root"

dotnet build MultiLLM.slnx -c Release -v quiet --nologo
rm -rf TestResults
mkdir -p TestResults
status=0
for project in test/*/*.csproj; do
  name=$(basename "$project" .csproj)
  echo "== $name"
  dotnet run --project "$project" -c Release --no-build -- -result-trx "$root/TestResults/$name.trx" "$@" || status=1
done
exit $status
