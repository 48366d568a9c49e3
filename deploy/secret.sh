#!/bin/sh
# Makes the key that signs sessions, readable by root alone; the unit of systemd hands it over.
# #region secret
install -d -m 700 /etc/wirelab
umask 077
echo "JWT_SECRET=$(node -p 'crypto.randomBytes(32).toString("hex")')" > /etc/wirelab/secret.env
# #endregion secret
