#!/bin/sh
# Creates the key that signs sessions, readable by root only; the systemd unit passes it to the server.
# #region secret
install -d -m 700 /etc/wirelab
umask 077
echo "JWT_SECRET=$(node -p 'crypto.randomBytes(32).toString("hex")')" > /etc/wirelab/secret.env
# #endregion secret
