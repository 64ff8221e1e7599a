import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Card } from '../../../ui/card';
import { Skeleton } from '../../../ui/skeleton';
import { type CountryCount, countOf, countriesOf, placesQuery } from './places';

const WorldMap = lazy(() => import('./world-map'));

const shown = 6;

const Countries = ({ countries }: { countries: readonly CountryCount[] }) => (
  <ol aria-label="Top countries" className="grid content-start gap-1.5">
    {countries.slice(0, shown).map((country) => (
      <li key={country.name} className="flex items-baseline justify-between gap-3">
        <span className="min-w-0 truncate">{country.name}</span>
        <span className="text-muted shrink-0 text-[0.8125rem] tabular-nums">
          {countOf(country)}
        </span>
      </li>
    ))}
  </ol>
);

/** Where attackers are; nothing where no database of places is mounted. */
export const PlacesCard = () => {
  const { data: places } = useQuery(placesQuery);
  if (!places?.available) return null;
  const countries = countriesOf(places.data);
  const label =
    countries.length === 0
      ? 'A map of the world'
      : `A map of the world: ${countries.map((country) => `${country.name}, ${countOf(country)}`).join('; ')}`;
  return (
    <Card title="Places" description="Failures of the last day; a ring where addresses are blocked">
      <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_14rem]">
        <Suspense fallback={<Skeleton className="aspect-2/1" />}>
          <WorldMap places={places.data} label={label} />
        </Suspense>
        {countries.length === 0 ? (
          <p className="text-muted">None failed from a place that is known.</p>
        ) : (
          <Countries countries={countries} />
        )}
      </div>
    </Card>
  );
};
