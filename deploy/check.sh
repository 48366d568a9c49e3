#!/bin/sh
# Checks what a proxy may break in a deployed site: check.sh sse|resume|websocket|unknown-sid
SITE=${SITE:-https://example.com}
case $1 in
sse)
	# #region sse
	curl -N "$SITE/api/events"
	# #endregion sse
	;;
resume)
	# #region resume
	curl -N -H 'Last-Event-ID: 3f1c9a20.41' "$SITE/api/events"
	# #endregion resume
	;;
websocket)
	# #region websocket
	curl -i -N --http1.1 --max-time 3 \
		-H 'Connection: Upgrade' -H 'Upgrade: websocket' \
		-H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' \
		-H "Origin: $SITE" \
		"$SITE/ws?room=check-0123456789abcdefghij"
	# #endregion websocket
	;;
unknown-sid)
	# #region unknown-sid
	curl "$SITE/socket.io/?EIO=4&transport=polling&sid=unknown"
	# #endregion unknown-sid
	;;
esac
