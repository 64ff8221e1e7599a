import { pgSchema } from 'drizzle-orm/pg-core';

export const security = pgSchema('security');
