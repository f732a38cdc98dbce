import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { contracts, fileOf } from '../../../functions/contracts/index.ts';
import { operationNames, stateMachineNames } from '../../../local/meter/operation-names.ts';
import { assemblyOf, resource } from '../aws/hand-made.ts';
import { lambda } from '../edges/hand-made-edges.ts';

function namesOf(...functions: string[]): string[] {
  return [...operationNames(assemblyOf(...functions.map((name) => lambda(name)))).values()];
}

it('an operation is named as its function, without the words that all functions begin with', () => {
  expect(namesOf('business-id-create-users', 'business-id-get-me', 'business-id-publish-outbox')).toEqual([
    'createUsers',
    'getMe',
    'publishOutbox',
  ]);
});

it('functions without such words keep their names', () => {
  expect(namesOf('hello', 'good-bye')).toEqual(['hello', 'goodBye']);
  expect(namesOf('say-hello')).toEqual(['sayHello']);
});

it('functions that differ in their last word keep it', () => {
  expect(namesOf('app-read', 'app-read-all')).toEqual(['read', 'readAll']);
});

it('every operation of the API is named by its ID', () => {
  const functions = Object.values(contracts).map((contract) => `business-id-${basename(fileOf(contract))}`);

  expect(namesOf(...functions)).toEqual(Object.keys(contracts));
});

it('a state machine is named as one, without the words that all functions begin with', () => {
  const machine = (name: string) => resource('AWS::StepFunctions::StateMachine', name, `arn:${name}`);
  const functions = ['business-id-create-users', 'business-id-get-me'].map((name) => lambda(name));
  const names = stateMachineNames(assemblyOf(...functions, machine('business-id-delete-users'), machine('other-work')));

  expect([...names.values()]).toEqual(['stateMachine:deleteUsers', 'stateMachine:otherWork']);
});
