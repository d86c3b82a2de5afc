package dev.gatehouse.application.session;

import dev.gatehouse.domain.session.RefreshToken;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.domain.token.AccessToken;
import java.time.Instant;

/**
 * What a client gets.
 *
 * @param claims what the access token says
 * @param refreshUntil until when the refresh token is good if it is not used
 */
public record Tokens(
    AccessToken access, AccessClaims claims, RefreshToken refresh, Instant refreshUntil) {}
