import { createRequire } from 'node:module';
import type Handlebars from 'handlebars';

const require = createRequire(import.meta.url);

/** The template engine, loaded with the first mail that is written: a process that idles does without. */
export const handlebars = (): typeof Handlebars => require('handlebars') as typeof Handlebars;
