/** The use cases over HTTP. */
package dev.gatehouse.http;
