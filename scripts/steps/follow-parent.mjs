// Loaded into the product before itself: when the starting script is killed, the product stops in
// good order instead of staying behind with the port and the database.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// After the listener, which would otherwise keep the product from ending by itself.
process.channel?.unref();
