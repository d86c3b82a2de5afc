/** What people read, in their language. */
package dev.gatehouse.messages;
