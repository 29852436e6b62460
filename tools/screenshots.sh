#!/usr/bin/env bash
# Takes pictures of every page in both themes:   tools/screenshots.sh [FOLDER]     default: docs/images
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
source "$root/tools/build-app.sh"
source "$root/tools/chromium.sh"
build_app
need_chromium
(cd "$root/tools/browser" && npm ci --silent --no-audit --no-fund)
exec node "$root/tools/browser/screenshots.mjs" "$@"
