/** Identities, sessions and token policy as values and pure rules: no clock, no chance, no I/O, no threads. */
package dev.gatehouse.domain;
