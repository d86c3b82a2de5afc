/** Mail by SMTP. */
package dev.gatehouse.mail;
