import path from 'node:path';

/** Everything that PostgreSQL keeps, inside the data folder. */
export interface ClusterPaths {
  folder: string;
  cluster: string;
  credentials: string;
  log: string;
}

export function clusterPaths(dataDirectory: string): ClusterPaths {
  const folder = path.resolve(dataDirectory, 'postgres');
  return {
    folder,
    cluster: path.join(folder, 'cluster'),
    credentials: path.join(folder, 'credentials.json'),
    log: path.join(folder, 'postgres.log'),
  };
}
