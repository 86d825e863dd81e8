#!/bin/sh
# The programs that tests stand on: Chromium, LibreOffice and Poppler open outputs, PostgreSQL and
# Java (for Spark) count, and Dovecot has a mailbox that letters come back to.
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
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing$missing"
    log=$(mktemp)
    for try in 1 2 3; do
        # shellcheck disable=SC2086 # a list of packages
        if { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
            rm -f "$log"
            exit 0
        fi
        sleep $((try * 5))
    done
    tail -20 "$log"
fi

echo "Not installed:$missing. Tests that need these are skipped."
[ -z "${CI:-}" ]
