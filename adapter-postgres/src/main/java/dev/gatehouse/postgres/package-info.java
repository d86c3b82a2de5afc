/** The durable ports on PostgreSQL, in a schema of their own. */
package dev.gatehouse.postgres;
