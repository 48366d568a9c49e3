#!/bin/sh
# Installs the built server and its packages into /srv/wirelab; run it after npm ci && npm run build.
set -e
# #region install
mkdir -p /srv/wirelab
cp -R build deploy package.json package-lock.json /srv/wirelab
cd /srv/wirelab
npm ci --omit=dev
# #endregion install
