import { z } from 'zod';
import { variables } from './variables.js';

export const realtimeVariables = variables({
  GATEHOUSE_SOCKETS_PER_USER: {
    shape: z.coerce.number().int().min(1).default(20),
    doc: 'Most sockets that one person may have open at an instance.',
  },
  GATEHOUSE_SOCKETS_PER_ADDRESS: {
    shape: z.coerce.number().int().min(1).default(1000),
    doc: 'Most sockets that may be open from one address at an instance.',
  },
});
