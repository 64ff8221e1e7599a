import 'reflect-metadata';
import './platform/database/drizzle-loader.js';

// Not a static import: those are all resolved before the loader above is in place.
await import('./apps/run.js');
