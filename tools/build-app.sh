# Sourced by ./multillm and ./test.sh: publishes the CLI, the server and the runner into .build/app when a source is newer.
# Everything it says goes to standard error, so that ./multillm --json stays clean.

need() {
  command -v "$1" >/dev/null 2>&1 && return
  echo "multillm: $1 is missing: $2" >&2
  exit 1
}

app_is_stale() {
  local stamp=$root/.build/app.stamp
  [[ -f $stamp && -f $root/.build/app/cli/multillm.dll && -f $root/.build/app/server/MultiLLM.Server.dll && -f $root/.build/app/runner/MultiLLM.Runner.dll ]] || return 0
  [[ -n $(find "$root/src" "$root/models/starter" "$root/docs" "$root"/Directory.*.props "$root/global.json" "$root/MultiLLM.slnx" \
    \( -name bin -o -name obj -o -name node_modules \) -prune -o -type f -newer "$stamp" -print -quit) ]]
}

# Compiled ahead (ReadyToRun), so that neither the command line nor the first request waits for the compiler.
build_app() {
  need dotnet "install the .NET SDK 10 (https://dotnet.microsoft.com/download)"
  app_is_stale || return 0
  need node "install Node.js 20 or newer (https://nodejs.org)"
  need npm "it comes with Node.js (https://nodejs.org)"
  if ! (cd "$root" && dotnet --version >/dev/null 2>&1); then
    echo "multillm: a .NET SDK 10 is needed; found: $(dotnet --list-sdks 2>/dev/null | tr '\n' ' ')" >&2
    exit 1
  fi
  mkdir -p "$root/.build"
  exec 9>"$root/.build/lock"
  if command -v flock >/dev/null 2>&1; then flock 9; fi
  if app_is_stale; then
    echo "multillm: building (the first time takes a minute or two)" >&2
    local log=$root/.build/build.log started
    started=$(mktemp "$root/.build/started.XXXXXX")
    if ! (cd "$root" && dotnet publish MultiLLM.App.slnf -c Release -p:PublishReadyToRun=true -p:UseCurrentRuntimeIdentifier=true -p:SelfContained=false -v quiet --nologo -clp:NoSummary >"$log" 2>&1 9>&-); then
      rm -f "$started"
      grep -E 'error|warn' "$log" | sort -u | head -n 20 >&2 || cat "$log" >&2
      echo "multillm: the build failed; all of it is in $log" >&2
      exit 1
    fi
    rm -rf "$root/.build/app/models"
    mkdir -p "$root/.build/app/models"
    cp -R "$root/models/starter" "$root/.build/app/models/starter"
    mv "$started" "$root/.build/app.stamp"
  fi
  exec 9>&-
}
