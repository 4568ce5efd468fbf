import kafkajs, { type PartitionAssigner } from 'kafkajs';
import type { TopicPartition } from './kafka-reader.ts';

export interface Member {
  id: string;
  /** What it says it reads. */
  owns: readonly string[];
}

const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol;
const NAME = 'mortsafe-sticky';
const VERSION = 0;
const OWNED_CHARS_MAX = 1_000_000;

const keyOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;

/**
 * Shares partitions out evenly, and leaves each where it is as far as that goes: what moves must be restored.
 *
 * @param owned - What this member reads now.
 */
export const stickyAssigner =
  (owned: () => readonly TopicPartition[]): PartitionAssigner =>
  ({ cluster }) => ({
    name: NAME,
    version: VERSION,
    protocol: ({ topics }) => ({
      name: NAME,
      metadata: MemberMetadata.encode({
        version: VERSION,
        topics,
        userData: Buffer.from(JSON.stringify(owned().map(keyOf))),
      }),
    }),
    async assign({ members, topics }) {
      const places = new Map<string, TopicPartition>();
      for (const topic of topics) {
        for (const { partitionId: partition } of cluster.findTopicPartitionMetadata(topic)) {
          places.set(keyOf({ topic, partition }), { topic, partition });
        }
      }
      const known = members.map(({ memberId, memberMetadata }) => ({
        id: memberId,
        owns: ownedBy(memberMetadata),
      }));
      return [...shareOut([...places.keys()], known)].map(([memberId, keys]) => {
        const assignment: Record<string, number[]> = {};
        for (const key of keys) {
          const { topic, partition } = places.get(key) as TopicPartition;
          const numbers = assignment[topic];
          if (numbers) numbers.push(partition);
          else assignment[topic] = [partition];
        }
        return {
          memberId,
          memberAssignment: MemberAssignment.encode({ version: VERSION, assignment, userData: EMPTY }),
        };
      });
    },
  });

const EMPTY = Buffer.alloc(0);

/** What a member says may come from another version; then it owns nothing, and is given something. */
function ownedBy(metadata: Buffer): string[] {
  try {
    const text = MemberMetadata.decode(metadata)?.userData.toString() ?? '';
    const value: unknown = text.length > OWNED_CHARS_MAX ? [] : JSON.parse(text);
    return Array.isArray(value) ? value.filter((key) => typeof key === 'string') : [];
  } catch {
    return [];
  }
}

/** By member what it gets: all of it together once, nobody more than one more than another. */
export function shareOut(keys: readonly string[], members: readonly Member[]): Map<string, string[]> {
  const left = new Set(keys.toSorted());
  const least = Math.floor(keys.length / members.length);
  let withOneMore = keys.length % members.length;
  const shares = new Map<string, string[]>();
  // Who has the most keeps the most.
  const byOwned = members
    .map(({ id, owns }) => ({ id, kept: owns.filter((key) => left.has(key)) }))
    .sort((a, b) => b.kept.length - a.kept.length || (a.id < b.id ? -1 : 1));
  for (const { id, kept } of byOwned) {
    const still = kept.filter((key) => left.has(key));
    const most = least + (withOneMore > 0 && still.length > least ? 1 : 0);
    if (most > least) withOneMore--;
    const share = still.slice(0, most);
    for (const key of share) left.delete(key);
    shares.set(id, share);
  }
  for (const key of left) {
    const fewest = [...shares.values()].reduce((a, b) => (b.length < a.length ? b : a));
    fewest.push(key);
  }
  return shares;
}
