/** Telegram: proofs of who somebody is, and what a bot is told, which are pure functions of bytes, keys and time; and its OpenID, which is asked over the network. */
package dev.gatehouse.telegram;
