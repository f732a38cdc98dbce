import * as z from 'zod';
import { defineOperation } from './contract.ts';
import {
  Confirmation,
  distinct,
  ExampleConfirmation,
  ExamplePermissions,
  GroupId,
  Name,
  Permissions,
  PermissionsInput,
  Timestamp,
  UserId,
  Version,
} from './schemas.ts';

export const Group = z
  .strictObject({ groupId: GroupId, name: z.string(), permissions: Permissions, version: Version })
  .meta({ id: 'Group' });

const params = z.strictObject({ groupId: GroupId });

const labels = z.strictObject({ ja: z.string(), en: z.string() });

const exampleGroup = { groupId: 'g7Hq2LmZ0aXc', name: '振込', permissions: ExamplePermissions, version: 1 };

export const getPermissionCatalogue = defineOperation({
  id: 'getPermissionCatalogue',
  area: 'groups',
  method: 'GET',
  path: '/permission-catalogue',
  summary: 'Reads every right with its labels and dependencies, and the accounts of the tenant',
  caller: 'session',
  replies: {
    200: z.strictObject({
      asOf: Timestamp,
      rights: z.array(
        z.strictObject({
          id: z.string(),
          scope: z.enum(['account', 'tenant']),
          labels,
          descriptions: labels,
          requires: z.strictObject({ allOf: z.array(z.string()).optional(), anyOf: z.array(z.string()).optional() }),
        }),
      ),
      accounts: z.array(
        z.strictObject({
          accountId: z.string(),
          branchCode: z.string(),
          branchName: z.string(),
          accountNumber: z.string(),
          name: z.string(),
          representative: z.boolean(),
        }),
      ),
    }),
  },
  problems: [],
  access: { tenant: ['get'] },
  example: {
    reply: {
      asOf: '2026-12-01T00:30:00.000Z',
      rights: [
        {
          id: 'inquiry',
          scope: 'account',
          labels: { ja: '照会', en: 'Inquiry' },
          descriptions: { ja: '残高と入出金明細を見る', en: 'See balance and statements' },
          requires: {},
        },
      ],
      accounts: [
        {
          accountId: '101-1000088',
          branchCode: '101',
          branchName: '法人営業部',
          accountNumber: '1000088',
          name: 'アオバ商事',
          representative: true,
        },
      ],
    },
  },
});

export const listGroups = defineOperation({
  id: 'listGroups',
  area: 'groups',
  method: 'GET',
  path: '/groups',
  summary: 'Lists the groups with their members',
  caller: { anyRight: ['userAdministration'] },
  subscription: 'active',
  replies: {
    200: z.strictObject({
      asOf: Timestamp,
      groups: z.array(
        z.strictObject({
          groupId: GroupId,
          name: z.string(),
          members: z.array(z.strictObject({ userId: UserId, name: z.string() })),
          memberCount: z.int(),
          version: Version,
        }),
      ),
      remaining: z.int().meta({ description: 'How many groups can still be created' }),
    }),
  },
  problems: [],
  access: { group: ['list'], user: ['list'] },
  example: {
    reply: {
      asOf: '2026-12-01T00:30:00.000Z',
      groups: [
        {
          groupId: 'g7Hq2LmZ0aXc',
          name: '振込',
          members: [{ userId: '1453935789', name: '青葉 花子' }],
          memberCount: 1,
          version: 1,
        },
      ],
      remaining: 99,
    },
  },
});

export const createGroup = defineOperation({
  id: 'createGroup',
  area: 'groups',
  method: 'POST',
  path: '/groups',
  summary: 'Creates a group with its permissions',
  caller: { anyRight: ['userAdministration'] },
  subscription: 'active',
  confirmation: 'required',
  body: z.strictObject({ name: Name, permissions: PermissionsInput, confirmation: Confirmation }),
  replies: { 201: Group },
  problems: ['rule-violation', 'duplicate-name', 'limit-reached'],
  access: { tenant: ['get'], subscription: ['put'], group: ['put'], outbox: ['put'] },
  example: { body: { name: '振込', permissions: ExamplePermissions, confirmation: ExampleConfirmation }, reply: exampleGroup },
});

export const getGroup = defineOperation({
  id: 'getGroup',
  area: 'groups',
  method: 'GET',
  path: '/groups/{groupId}',
  summary: 'Reads a group with its permissions',
  caller: { anyRight: ['userAdministration'] },
  subscription: 'active',
  params,
  replies: { 200: Group },
  problems: ['not-found'],
  access: { group: ['get'], tenant: ['get'] },
  example: { params: { groupId: 'g7Hq2LmZ0aXc' }, reply: exampleGroup },
});

export const updateGroup = defineOperation({
  id: 'updateGroup',
  area: 'groups',
  method: 'PUT',
  path: '/groups/{groupId}',
  summary: 'Edits a group: name and permissions as they should be',
  description: 'The permissions count from the next request of each member on (G-9).',
  caller: { anyRight: ['userAdministration'] },
  subscription: 'active',
  confirmation: 'required',
  params,
  body: z.strictObject({ name: Name, permissions: PermissionsInput, version: Version, confirmation: Confirmation }),
  replies: { 200: Group },
  problems: ['not-found', 'version-conflict', 'self-restriction', 'rule-violation', 'duplicate-name'],
  access: { tenant: ['get'], subscription: ['put'], group: ['get', 'put'], outbox: ['put'] },
  example: {
    params: { groupId: 'g7Hq2LmZ0aXc' },
    body: { name: '振込', permissions: ExamplePermissions, version: 1, confirmation: ExampleConfirmation },
    reply: { ...exampleGroup, version: 2 },
  },
});

export const deleteGroups = defineOperation({
  id: 'deleteGroups',
  area: 'groups',
  method: 'POST',
  path: '/groups/batch-delete',
  summary: 'Deletes 1 to 100 groups with their members, all or none, at once',
  caller: { anyRight: ['userAdministration'] },
  subscription: 'active',
  body: z.strictObject({ groupIds: distinct(GroupId, 100, (groupId) => groupId) }),
  replies: { 200: z.strictObject({ deletedGroupIds: z.array(GroupId), deletedUserIds: z.array(UserId) }) },
  problems: ['not-found', 'self-restriction'],
  access: { subscription: ['put'], group: ['list'], user: ['list'], outbox: ['put'] },
  example: {
    body: { groupIds: ['g7Hq2LmZ0aXc'] },
    reply: { deletedGroupIds: ['g7Hq2LmZ0aXc'], deletedUserIds: ['1453935789'] },
  },
});
