import { useQuery } from '@tanstack/react-query';
import { geoNaturalEarth1, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import landFile from 'world-atlas/land-110m.json?url';
import type { AttackPlace } from '@gatehouse/contracts/security/places';
import { countOf, nameOf } from './places';

type World = Topology<{ land: GeometryCollection }>;

const width = 960;
const height = 470;
/** Of a dot, in units of the picture. */
const [smallest, largest] = [4, 22];

const projection = geoNaturalEarth1().fitSize([width, height], { type: 'Sphere' });

const outlineQuery = {
  queryKey: ['world'],
  queryFn: async ({ signal }: { signal: AbortSignal }) => {
    const response = await fetch(landFile, { signal });
    const world = (await response.json()) as World;
    return geoPath(projection)(feature(world, world.objects.land)) ?? '';
  },
  staleTime: Infinity,
};

const Dot = ({ place, most }: { place: AttackPlace; most: number }) => {
  const [x, y] = projection([place.longitude, place.latitude]) ?? [0, 0];
  const radius = smallest + Math.sqrt(place.failures / most) * (largest - smallest);
  return (
    <g>
      <title>{`${nameOf(place)}: ${countOf(place)}`}</title>
      <circle cx={x} cy={y} r={radius} className="fill-danger opacity-45" />
      {place.blocks > 0 && (
        <circle cx={x} cy={y} r={radius + 3} className="stroke-danger fill-none" strokeWidth={2} />
      )}
    </g>
  );
};

/** The world with a dot where attackers are; a ring says that some of them are blocked. */
const WorldMap = ({ places, label }: { places: readonly AttackPlace[]; label: string }) => {
  const { data: outline } = useQuery(outlineQuery);
  const most = Math.max(1, ...places.map(({ failures }) => failures));
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} className="w-full">
      <path d={outline ?? ''} className="fill-hover stroke-line" strokeWidth={0.5} />
      {places.map((place) => (
        <Dot key={`${place.latitude} ${place.longitude}`} place={place} most={most} />
      ))}
    </svg>
  );
};

// For `lazy`: the map's parts are loaded where there is one.
export default WorldMap;
