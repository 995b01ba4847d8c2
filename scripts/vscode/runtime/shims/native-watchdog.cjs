'use strict';
// Takes the place of @vscode/native-watchdog, a native module that ends an extension host whose event loop is stuck
// after its parent has died. The host also polls its parent from JavaScript, which is enough here.
exports.start = () => {};
exports.exit = (code) => process.exit(code || 0);
