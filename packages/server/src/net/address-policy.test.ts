// The policy against every special range, at its edges and in its IPv6 disguises.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAddressPolicy } from './address-policy.ts';

const strict = createAddressPolicy([]);

test('plainly public addresses are allowed', () => {
  const addresses = ['8.8.8.8', '1.1.1.1', '100.63.255.255', '100.128.0.0', '172.15.255.255', '172.32.0.0', '11.0.0.0'];
  for (const address of [...addresses, '2606:4700::1111', '2a00:1450:4001::1', '64:ff9b::8.8.8.8']) {
    assert.deepEqual(strict.judge(address), { isAllowed: true }, address);
  }
});

test('everything else is refused', () => {
  const cases = {
    unspecified: ['0.0.0.0', '0.1.2.3', '::'],
    loopback: ['127.0.0.1', '127.255.255.255', '::1', '64:ff9b::127.0.0.1'],
    private: ['10.0.0.0', '10.255.255.255', '172.16.0.0', '172.31.255.255', '192.168.0.1', '64:ff9b::10.0.0.1'],
    linkLocal: ['169.254.169.254', 'fe80::1', 'febf::1'],
    carrierGradeNat: ['100.64.0.0', '100.100.100.200', '100.127.255.255'],
    metadata: ['168.63.129.16', '64:ff9b::168.63.129.16'],
    multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1'],
    broadcast: ['255.255.255.255'],
    reserved: [
      '192.0.2.1',
      '198.51.100.1',
      '203.0.113.1',
      '198.18.0.1',
      '192.0.0.192',
      '240.0.0.1',
      '2001:db8::1',
      '3fff::1',
    ],
    uniqueLocal: ['fc00::1', 'fd00:ec2::254'],
    deprecatedSiteLocal: ['fec0::1'],
    ipv4Mapped: ['::ffff:8.8.8.8', '::ffff:127.0.0.1'],
    rfc6145: ['::ffff:0:127.0.0.1'],
    rfc6052: ['64:ff9b:1::10.0.0.1'],
    '6to4': ['2002:7f00:1::', '2002:808:808::'],
    teredo: ['2001:0:7f00:1::'],
    malformed: ['', 'localhost', 'fe80::1%eth0', '1.2.3.4.5', 'fe80::1/64'],
  };
  for (const [range, addresses] of Object.entries(cases)) {
    for (const address of addresses) assert.deepEqual(strict.judge(address), { isAllowed: false, range }, address);
  }
  for (const address of ['::127.0.0.1', '::8.8.8.8', '4000::1', '1::1']) {
    assert.equal(strict.judge(address).isAllowed, false, address);
  }
});

test("the operator's ranges are allowed, and no address beside them", () => {
  const policy = createAddressPolicy([' 10.1.0.0/16', 'fd12::/16', '169.254.169.254/32']);
  for (const address of ['10.1.255.255', 'fd12:3456::1', '169.254.169.254', '8.8.8.8']) {
    assert.equal(policy.judge(address).isAllowed, true, address);
  }
  for (const address of ['10.2.0.0', 'fd13::1', '169.254.169.253', '::ffff:10.1.0.1']) {
    assert.equal(policy.judge(address).isAllowed, false, address);
  }
});

test('what is no range is refused by name', () => {
  for (const text of ['10.0.0.0', 'x', '10.0.0.0/33', '', 'localhost/8']) {
    assert.throws(() => createAddressPolicy(['10.0.0.0/8', text]), {
      name: 'RangeError',
      message: `"${text}" is not an address range; write it like 10.1.0.0/16 or fd12:3456::/32.`,
    });
  }
});
