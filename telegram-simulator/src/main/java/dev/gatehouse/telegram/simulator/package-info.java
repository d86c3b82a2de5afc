/**
 * Stands in for Telegram on this machine: its Bot API, its OpenID provider, the proofs that it gives of who somebody is, and a telephone. Written from Telegram's
 * documentation and not from Gatehouse's code, so that the one tries the other.
 */
package dev.gatehouse.telegram.simulator;
