/** Secrets that print themselves. */
package dev.gatehouse.architecture.offender.secrets;
