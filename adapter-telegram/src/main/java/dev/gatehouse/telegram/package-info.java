/** Telegram: proofs of who somebody is, and what a bot is told. Everything here is a pure function of bytes, keys and time; nothing asks Telegram. */
package dev.gatehouse.telegram;
