/**
 * What every adapter of a port must keep, as tests to be extended. Each test makes accounts and realms of its own, so one database may
 * serve all of them.
 */
package dev.gatehouse.testkit.contract;
