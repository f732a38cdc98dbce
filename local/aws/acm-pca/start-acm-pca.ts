import * as z from 'zod';
import type { LocalClock } from '../../clock.ts';
import type { State } from '../../state.ts';
import type { Assembly } from '../../template/assembly.ts';
import { startRecurring } from '../recurring.ts';
import type { Service } from '../service.ts';
import { acmPcaService } from './acm-pca-service.ts';
import { auditReports } from './audit-reports.ts';
import { statusOf } from './authority.ts';
import { issuedCertificates } from './certificates.ts';
import { crlPlace } from './crl.ts';
import { crlPublisher, type PutObject } from './crl-publisher.ts';
import { type Authorities, openAuthorities } from './open-authorities.ts';
import { recordsIn } from './records.ts';

export type AcmPca = {
  readonly service: Service;
  /**
   * The current CRL of a CA, or of the one that functions issue from.
   *
   * @returns DER; undefined when there is no such CA, or it has no CRL
   */
  crl(authorityArn?: string): Promise<Buffer | undefined>;
  close(): void;
};

type Parts = {
  readonly assembly: Assembly;
  readonly clock: LocalClock;
  readonly state: State;
  /** Writes CRLs and audit reports into buckets of the template. */
  readonly putObject: PutObject;
  readonly report: (line: string) => void;
};

/**
 * Starts the CAs of the template. Their CRLs are published at the start, with every revocation, and twice in the time they
 * are good for.
 *
 * @throws Refusal for what the template wants of a CA and the local run does not know
 */
export async function startAcmPca({ assembly, clock, state, putObject, report }: Parts): Promise<AcmPca> {
  const records = recordsIn(state);
  const { now } = clock;
  const { region, accountId } = assembly;
  const authorities = await openAuthorities(assembly, records, now());
  const crls = crlPublisher(records, now, putObject);
  const hasBucket = (name: string): boolean => assembly.resource(name, 'AWS::S3::Bucket') !== undefined;

  const publishAll = async (): Promise<void> => {
    for (const authority of authorities.values()) await crls.publish(authority);
  };
  await publishAll();
  const renewal = renewCrls(authorities, clock, publishAll, report);

  return {
    service: acmPcaService({
      authorities,
      certificates: issuedCertificates({ records, state, now, region }),
      crls,
      reports: auditReports({ records, now, accountId, putObject, hasBucket }),
      accountId,
      now,
    }),
    crl: async (authorityArn = issuingAuthority(assembly, authorities, now())) => {
      const authority = authorities.get(authorityArn ?? '');
      return authority && crls.current(authority);
    },
    close: () => renewal?.close(),
  };
}

/** A list is published again when half of its time has passed; however far the clock moves, once. */
function renewCrls(
  authorities: Authorities,
  clock: LocalClock,
  run: () => Promise<void>,
  report: (line: string) => void,
): { close(): void } | undefined {
  const expirations = [...authorities.values()].flatMap((authority) => crlPlace(authority)?.expirationMs ?? []);
  if (expirations.length === 0) return undefined;

  const nextDue = (after: Date): Date => new Date(after.getTime() + Math.min(...expirations) / 2);
  const renewal = startRecurring(clock, {
    firstDue: nextDue(clock.now()),
    nextDue,
    run,
    report: (failure) => report(`CRLs were not published: ${failure instanceof Error ? failure.stack : failure}`),
  });
  const forget = clock.onArrival(renewal.catchUp);

  return {
    close: () => {
      forget();
      renewal.close();
    },
  };
}

const Environment = z.object({ Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }) });

/** The CA that the functions' environment names; where none does, the last of the template that is active. */
function issuingAuthority(assembly: Assembly, authorities: Authorities, now: Date): string | undefined {
  const named = assembly.resources('AWS::Lambda::Function').flatMap(({ properties }) => {
    const parsed = Environment.safeParse(properties);
    return parsed.success ? Object.values(parsed.data.Environment.Variables) : [];
  });
  const active = [...authorities.values()].filter((authority) => statusOf(authority, now) === 'ACTIVE').map(({ arn }) => arn);

  return active.findLast((arn) => named.includes(arn)) ?? active.at(-1);
}
