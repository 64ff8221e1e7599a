import { z } from 'zod';
import { list, variables } from './variables.js';

export const dataVariables = variables({
  GATEHOUSE_DATA_DIR: {
    shape: z.string().min(1).default('./data'),
    doc: 'Folder of the embedded database, the keys and the logs.',
  },
  DATABASE_URL: {
    shape: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    doc: 'PostgreSQL 15 or newer to use instead of the embedded one.',
    secret: true,
  },
  GATEHOUSE_DATABASE_POOL: {
    shape: z.coerce.number().int().min(2).max(200).default(10),
    doc: 'Most connections this process opens to the database.',
  },
  GATEHOUSE_ENCRYPTION_KEYS: {
    shape: list,
    doc: 'Keys that encrypt fields, newest first, separated by commas: `id:base64 of 32 bytes`. Default outside production mode: one made at the first start in the data folder.',
    secret: true,
  },
  GATEHOUSE_LOG_LEVEL: {
    shape: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
    doc: 'Least important level that is logged.',
  },
  GATEHOUSE_LOG_DIR: {
    shape: z.string().min(1).optional(),
    doc: 'Folder of the four log files. Default: `logs` in the data folder; of an app `logs/<app>`.',
  },
  GATEHOUSE_SERVICE_NAME: {
    shape: z.string().min(1).optional(),
    doc: 'Name of this service in logs and metrics. Default: `gatehouse`; of an app `gatehouse-<app>`.',
  },
});
