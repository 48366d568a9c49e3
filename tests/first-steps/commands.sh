# The commands that the page prints; the spec runs these very lines.

# #region create
npx sv create my-app --template minimal --types ts --no-add-ons --no-install
cd my-app
npm install
# #endregion create

# #region websocket
npm install ws
npm install -D @types/ws @types/node @sveltejs/adapter-node
# #endregion websocket

# #region socket-io
npm install socket.io socket.io-client
# #endregion socket-io

# #region production
npm run build
node server.js
# #endregion production
