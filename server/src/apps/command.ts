#!/usr/bin/env node
import 'reflect-metadata';
import './module-loader.js';

// Not a static import: those are all resolved before the loader above is in place.
const { outliveReaders } = await import('./announce.js');
const { run } = await import('./command/program.js');
outliveReaders();
process.exitCode = await run(process.argv.slice(2));
