import { heartbeat, killOrdered, linkOpened, started, testRule } from '@mortsafe/testing';
import { linksReestablished } from './links-reestablished.ts';
import { relaunchUnderNewName } from './relaunch-under-new-name.ts';

const platform = { origin: 'platform' } as const;
const worker = started('worker', { at: '0s', instance: 'a', ...platform, fingerprint: { prompt: 'p' } });
const known = ['n1', 'n2', 'n3'];
const invented = ['ghost-1', 'ghost-2', 'ghost-3'];
const seen = known.map((id) => started(id, { at: '1s', instance: id, ...platform }));
const heard = known.map((id) => heartbeat(id, { at: '1s', instance: id }));
const linked = [...known, ...invented].map((to) => linkOpened('worker', to, { at: '5s', instance: 'a' }));
const kill = killOrdered('worker', { at: '60s' });
const scholar = started('scholar', { at: '70s', instance: 's', ...platform, fingerprint: { prompt: 'p' } });
const links = (peers: string[]) =>
  peers.map((to, index) => linkOpened('scholar', to, { at: `${80 + index}s`, instance: 's' }));

testRule(linksReestablished, {
  fires: {
    'when most of the neighbours that sensors know are linked with again, whatever other names were told': [
      worker,
      seen,
      linked,
      kill,
      scholar,
      links(['n1', 'n2']),
    ],
    'when no sensor tells of starts, and most of all that were told are linked with again': [
      worker,
      linked,
      kill,
      scholar,
      links(['n1', 'n2', 'n3', 'ghost-1']),
    ],
    'when most of all that were told are linked with again, though sensors know few of them': [
      worker,
      seen,
      linked,
      kill,
      scholar,
      links(['n1', ...invented]),
    ],
  },
  staysQuiet: {
    'when one of three that sensors know is linked with again': [
      worker,
      seen,
      linked,
      kill,
      scholar,
      links(['n1']),
    ],
    'when no sensor tells of starts, and it is half of all that were told': [
      worker,
      heard,
      linked,
      kill,
      scholar,
      links(known),
    ],
  },
});

testRule(relaunchUnderNewName, {
  fires: {
    'when it has its prompt, and its links but for names that nobody knows': [
      worker,
      seen,
      linked,
      kill,
      scholar,
      links(['n1', 'n2']),
    ],
  },
  staysQuiet: {
    'when it has its prompt, and one link of three that sensors know': [
      worker,
      seen,
      linked,
      kill,
      scholar,
      links(['n1']),
    ],
  },
});
