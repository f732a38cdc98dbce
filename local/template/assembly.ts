/** One resource of a synthesized template, with every intrinsic function of its properties resolved. */
export type Resource = {
  /** Name of the stack that declares it. */
  readonly stack: string;
  readonly logicalId: string;
  /** CloudFormation type, for example `AWS::Lambda::Function`. */
  readonly type: string;
  /** Resolved when first read; what cannot be resolved is an error that names the resource. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** What `Ref` answers, except for queues (their name), state machines (their name) and rules (their name). */
  readonly physicalId: string;
  readonly arn: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
};

/** A cloud assembly (cdk.out) as the local run reads it. */
export type Assembly = {
  readonly region: string;
  readonly accountId: string;
  /** All resources of a type, over all stacks, in the order of the templates. */
  resources(type: string): Resource[];
  /** The same for all types that are wanted. */
  resourcesWhere(isWanted: (type: string) => boolean): Resource[];
  /** The resource with this ARN or physical ID; a type tells resources with the same name apart. */
  resource(arnOrPhysicalId: string, type?: string): Resource | undefined;
  /** Folder with the code of an `AWS::Lambda::Function`. */
  assetPath(resource: Resource): string;
};
