/** A rule group that AWS keeps up to date, with those of its rules that only count here, and why. */
export type ManagedRules = {
  readonly name: string;
  readonly group: string;
  readonly counted: Readonly<Record<string, string>>;
};

/**
 * What AWS WAF holds requests against beside our own rules; decision 26 says why these groups.
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
export const MANAGED_RULES: readonly ManagedRules[] = [
  { name: 'sources', group: 'AWSManagedRulesAmazonIpReputationList', counted: {} },
  { name: 'known-bad-inputs', group: 'AWSManagedRulesKnownBadInputsRuleSet', counted: {} },
  {
    name: 'common',
    group: 'AWSManagedRulesCommonRuleSet',
    counted: {
      SizeRestrictions_BODY:
        'It blocks above 8 KB, less than the permissions of a group take on 100 accounts; our own rule has 64 KB',
      NoUserAgent_HEADER: 'A customer’s own system need not say what it is',
      CrossSiteScripting_BODY: 'Passwords (C-1), names and remarks may hold < and >, and no answer of ours is a page',
      GenericLFI_BODY: 'A password may hold ../ (C-1), and no file is opened by what is sent',
      GenericRFI_BODY: 'A remark may name a host, and no address that is sent is fetched',
      EC2MetaDataSSRF_BODY: 'A remark may name a host, and no address that is sent is fetched',
    },
  },
];
