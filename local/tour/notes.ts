import { randomBytes } from 'node:crypto';

/** What earlier steps kept for later ones, by name. */
export type Notes = Readonly<Record<string, string>>;

/** Reads a note. Throws when no earlier step has taken it. */
export type Noted = (name: string) => string;

export function reader(notes: Notes): Noted {
  return (name) => {
    const note = notes[name];
    if (note === undefined) throw new Error(`No step of the tour has noted "${name}"`);

    return note;
  };
}

/** The notes a tour begins with: a tenant nobody has yet, and the mail addresses of its people. */
export function newVisitor() {
  const tenant = `tour-${randomBytes(6).toString('hex')}`;

  return {
    tenant,
    'address of the master': `taro@${tenant}.example`,
    'address of the inquirer': `hana@${tenant}.example`,
    'address of the transferrer': `kenji@${tenant}.example`,
    'address of the latecomer': `yumi@${tenant}.example`,
    'new address of the latecomer': `yumi.late@${tenant}.example`,
  };
}
