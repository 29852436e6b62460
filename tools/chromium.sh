# Sourced by ./test.sh and tools/screenshots.sh: the distribution's Chromium, which drives the pages.

# Installs it where that needs nobody's password; says how where it does. MULTILLM_TEST_CHROMIUM names another one.
need_chromium() {
  local chromium=${MULTILLM_TEST_CHROMIUM:-/usr/bin/chromium} as=()
  [[ ! -x $chromium ]] || return 0
  local how='install Chromium ("apt-get install chromium"), or set MULTILLM_TEST_CHROMIUM to where it is'
  if [[ -n ${MULTILLM_TEST_CHROMIUM:-} ]]; then echo "$chromium (MULTILLM_TEST_CHROMIUM) is missing" >&2; return 1; fi
  if ! command -v apt-get >/dev/null 2>&1; then echo "$chromium is missing: $how" >&2; return 1; fi
  if [[ $(id -u) != 0 ]]; then
    if ! sudo -n true 2>/dev/null; then echo "$chromium is missing: $how" >&2; return 1; fi
    as=(sudo -n)
  fi
  echo "installing Chromium for the tests of the pages" >&2
  # The lists may be missing or old in a container.
  "${as[@]}" apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1 \
    || { "${as[@]}" apt-get update -qq && "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; } \
    || { echo "Chromium could not be installed: $how" >&2; return 1; }
}
