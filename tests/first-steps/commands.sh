# The commands that the page prints; the spec runs these very lines.

# #region create
npx --yes sv@0.17.1 create my-app --template minimal --types ts --no-add-ons --no-install
cd my-app
npm install -D @sveltejs/kit@2.70.4
# #endregion create

# #region websocket
npm install ws@8.23.0
npm install -D @types/ws@8.18.2 @types/node@20.19.43 @sveltejs/adapter-node@5.5.7
# #endregion websocket

# #region socket-io
npm install socket.io@4.8.4 socket.io-client@4.8.4
# #endregion socket-io

# #region production
npm run build
node server.js
# #endregion production
