/** Access tokens as signed JWTs (RFC 9068), and the public keys that verify them. */
package dev.gatehouse.jwt;
