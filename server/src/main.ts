import 'reflect-metadata';
import { setFlagsFromString } from 'node:v8';
import './apps/module-loader.js';

// Left to itself, V8 lets the heap of a busy server grow to three times what lives in it.
setFlagsFromString('--heap-growing-percent=40');

// Not a static import: those are all resolved before the loader above is in place.
await import('./apps/run.js');
