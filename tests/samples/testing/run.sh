#!/bin/sh
# Runs the sample as a reader does; the page prints the commands.
set -e
# #region commands
npm install -D vitest
npx vitest run sse.spec.ts
# #endregion commands
