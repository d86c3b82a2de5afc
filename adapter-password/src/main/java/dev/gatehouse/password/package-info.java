/** Password hashing with Argon2id, and the foreign hashes that it replaces at the next sign-in. */
package dev.gatehouse.password;
