/** In-memory fakes of the ports: they keep every promise of their port, and run in a plain {@code main}. For tests only. */
package dev.gatehouse.testkit.fake;
