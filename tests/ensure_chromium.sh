#!/usr/bin/env bash
# The journeys and the accessibility checks run in a real browser: found, else installed, else a clear failure.
set -u
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null; then exit 0; fi
done
echo "Testene trenger nettleseren Chromium. Installerer den fra systemets pakker …"
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null 2>&1
fi
command -v chromium >/dev/null && exit 0
echo "Fant ikke Chromium og fikk ikke installert den. Installer pakken «chromium», og kjør make test igjen." >&2
exit 1
