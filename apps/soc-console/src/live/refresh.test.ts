import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { Changes } from './changes.ts';
import { refresh } from './refresh.ts';

it('asks again where the answer that is under way is older than the change', async () => {
  const client = new QueryClient();
  const queryKey = ['get /incidents', {}];
  const before = Promise.withResolvers<string>();
  let asked = 0;
  const queryFn = () => (++asked === 1 ? before.promise : Promise.resolve('resolved'));
  const unfollow = new QueryObserver(client, { queryKey, queryFn }).subscribe(() => {});
  const changes = new Changes();
  changes.add('incident', 'inc-1');

  const refreshed = refresh(client, changes);
  before.resolve('open');
  await refreshed;
  expect(client.getQueryData(queryKey)).toBe('resolved');
  expect(asked).toBe(2);
  unfollow();
  client.clear();
});
