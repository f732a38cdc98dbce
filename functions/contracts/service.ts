import * as z from 'zod';
import { defineOperation } from './contract.ts';

export const getOpenApiDocument = defineOperation({
  id: 'getOpenApiDocument',
  area: 'service',
  method: 'GET',
  path: '/openapi.json',
  summary: 'Reads this document',
  caller: 'public',
  replies: { 200: z.looseObject({ openapi: z.string(), info: z.looseObject({}), paths: z.looseObject({}) }) },
  problems: [],
  access: {},
  example: { reply: { openapi: '3.1.1', info: { title: 'Business ID management', version: '1' }, paths: {} } },
});
