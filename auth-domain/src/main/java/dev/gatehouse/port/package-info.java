/** What the core needs of the world. Every port has a contract test and a fake in {@code auth-testkit}. */
package dev.gatehouse.port;
