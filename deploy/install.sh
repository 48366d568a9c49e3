#!/bin/sh
# Puts the built server and the packages that it needs into /srv/wirelab; run after npm ci && npm run build.
set -e
# #region install
mkdir -p /srv/wirelab
cp -R build deploy package.json package-lock.json /srv/wirelab
cd /srv/wirelab
npm ci --omit=dev
# #endregion install
