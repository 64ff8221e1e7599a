#!/usr/bin/env node
import 'reflect-metadata';
import './module-loader.js';

// Not a static import: those are all resolved before the loader above is in place.
const { run } = await import('./command/program.js');
process.exitCode = await run(process.argv.slice(2));
