/** For services that are shown Gatehouse's access tokens: verifying them without asking, and never later than agreed upon what was revoked. */
package dev.gatehouse.client;
