import * as z from 'zod';
import type { TourRequest } from './client.ts';
import type { Noted, Notes } from './notes.ts';

/** A chapter of the guide, or of what the guide leaves open, as the tour walks it. */
export type Chapter = {
  /** The name of its file. */
  readonly id: string;
  readonly title: string;
  /** Of the guide, for example `3-8`; left out where the guide says nothing. */
  readonly pages?: string;
  readonly steps: readonly Step[];
};

type Facts = {
  /** Of the guide. */
  readonly page?: string;
  /** What is done, in one line. */
  readonly does: string;
  /** IDs of the rules it shows. */
  readonly rules: readonly string[];
  readonly request: (noted: Noted) => TourRequest;
  /** How often the request is sent; each answer has to be as promised. */
  readonly times?: number;
  /** Asks again for a while: what it looks for happens in the background. */
  readonly patient?: true;
  /** The status promised. */
  readonly status: number;
};

export type Step = Facts & { readonly read: (body: unknown, noted: Noted) => Reading };

/** What a body says: its telling part and what to keep of it, or where it is not as promised. */
export type Reading =
  | { readonly asPromised: true; readonly telling: unknown; readonly notes: Notes }
  | { readonly asPromised: false; readonly differences: readonly string[] };

type Declaration<Telling> = Facts & {
  /** The body promised; what it reads out of the body is the telling part. Left out: no body at all. */
  readonly answer?: (noted: Noted) => z.ZodType<Telling>;
  /** What later steps need. */
  readonly note?: (telling: Telling) => Notes;
};

/** Declares a step of a chapter. */
export function step<Telling = undefined>({ answer, note, ...facts }: Declaration<Telling>): Step {
  return {
    ...facts,
    read: (body, noted) => {
      if (answer === undefined) return nothing(body);

      const read = answer(noted).safeParse(body);
      if (!read.success) return { asPromised: false, differences: read.error.issues.map(difference) };

      return { asPromised: true, telling: read.data, notes: note?.(read.data) ?? {} };
    },
  };
}

function nothing(body: unknown): Reading {
  if (body !== undefined) return { asPromised: false, differences: ['there is a body'] };

  return { asPromised: true, telling: undefined, notes: {} };
}

function difference({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? message : `${z.core.toDotPath(path)}: ${message}`;
}
