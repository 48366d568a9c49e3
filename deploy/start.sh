#!/bin/sh
# Starts the built server with the settings of deploy/wirelab.env.
# #region start
set -a
. deploy/wirelab.env
exec node build
# #endregion start
