import { setTimeout as delay } from 'node:timers/promises';
import { loadAssembly } from '../../local/template/load.ts';
import { type BusEvent, type Client, clientOf, type Mail, type Traffic } from './client.ts';
import { type Acknowledged, foundCompany } from './company.ts';
import { freePort, type Service, serviceOver } from './service.ts';
import { allItems } from './table.ts';
import { violations } from './verdict.ts';

export type KillLoop = {
  readonly rounds: number;
  /** How many companies are founded at the same time. */
  readonly actors: number;
  /** An empty folder, which is left to the caller. */
  readonly dataDir: string;
  readonly assemblyDir: string;
  /** Told how it goes on, in one line each. */
  readonly report: (line: string) => void;
};

export type Verdict = {
  readonly traffic: Traffic;
  readonly companies: number;
  readonly users: number;
  readonly events: number;
  readonly mails: number;
  /** What is lost, half done or done twice: nothing, if all is well. */
  readonly violations: readonly string[];
};

/** One start in so many is killed while it starts. */
const EARLY = 5;

/**
 * Kills the service again and again at a random moment under load, and looks in the end whether everything that was
 * acknowledged is there once, and nothing else.
 *
 * @throws when the service does not start, or refuses what it should not
 */
export async function killLoop({ rounds, actors, dataDir, assemblyDir, report }: KillLoop): Promise<Verdict> {
  const service = serviceOver(dataDir, await freePort());
  const client = clientOf(service, loadAssembly(assemblyDir).region);
  const companies: Acknowledged[] = [];
  const load = startLoad(client, companies, actors);

  try {
    service.start();
    for (let round = 1; round <= rounds; round++) {
      await Promise.race([killOnce(service, round), load.failed]);
      report(`Round ${round}: ${companies.length} companies, ${client.traffic.acknowledged} requests acknowledged`);

      service.start();
      await comeBack(client);
    }

    await load.finish();
    const { events, mails } = await atRest(client);
    await service.stop();

    return {
      traffic: client.traffic,
      companies: companies.length,
      users: companies.reduce((sum, { users }) => sum + users.size, 0),
      events: new Set(events.map(({ id }) => id)).size,
      mails: mails.length,
      violations: violations({ companies, items: allItems(dataDir), events, mails }),
    };
  } finally {
    await service.stop();
  }
}

/** Lets so many companies be founded at once, one after the other, until it is to finish those that were begun. */
function startLoad(client: Client, companies: Acknowledged[], count: number) {
  let finishing = false;

  const actors = Array.from({ length: count }, async () => {
    while (!finishing) await foundCompany(client, (company) => companies.push(company));
  });
  const all = Promise.all(actors);

  return {
    /** Rejects with the first that went wrong. */
    failed: all.then(() => undefined),
    finish: async () => {
      finishing = true;
      await all;
    },
  };
}

async function killOnce(service: Service, round: number): Promise<void> {
  if (round % EARLY === 0) {
    await delay(Math.random() * 2_000);
  } else {
    await service.up();
    await delay(500 + Math.random() * 3_500);
  }

  await service.kill(Math.random() < 0.5 ? 'both' : 'process');
}

/** What the killed requests held runs out within a minute: no need to wait for it. */
async function comeBack({ local }: Client): Promise<void> {
  await local('POST', '/clock', { advance: 'PT61S' });
}

/** Everything that waits is tried again within minutes. */
async function atRest({ local }: Client): Promise<{ events: BusEvent[]; mails: Mail[] }> {
  await local('POST', '/clock', { advance: 'PT1H' });
  const { events } = await local<{ events: BusEvent[] }>('GET', '/events');
  const { messages } = await local<{ messages: Mail[] }>('GET', '/mailbox');

  return { events, mails: messages };
}
