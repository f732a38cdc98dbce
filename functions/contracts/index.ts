import { CONTRACT_FILES } from './areas.ts';
import { type Contract, isContract } from './contract.ts';
import * as mailTokens from './mail-tokens.ts';

/** Every operation of the API, by its operation ID. */
export const contracts: Readonly<Record<string, Contract>> = Object.fromEntries(
  [...CONTRACT_FILES, mailTokens]
    .flatMap((file) => Object.values<unknown>(file))
    .filter(isContract)
    .map((contract) => [contract.id, contract]),
);

/** The file of an operation below functions/, without its extension: `groups/create-group`. */
export function fileOf({ area, id }: Pick<Contract, 'area' | 'id'>): string {
  return `${area}/${id.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
