package dev.gatehouse.http;

import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.DeviceMark;
import dev.gatehouse.domain.session.RefreshToken;
import dev.gatehouse.domain.token.AccessToken;
import java.util.Optional;

/**
 * Signed in, or a ticket for what is due first.
 *
 * @param requires2faSetup whether the realm requires a second factor and none is enrolled: the ticket is for enrolling one
 * @param deviceMark to be shown when signing in again from this device, so that strangers can not lock it out
 * @param isNewUser whether the account was made by it
 * @param redirect where the page was to go on, as it was asked for and checked
 * @param startParam what whoever made the link wrote into it by which the person came: words of a stranger's
 */
record SignInView(
    @OmittedWhenEmpty Optional<AccessToken> accessToken,
    @OmittedWhenEmpty Optional<RefreshToken> refreshToken,
    Optional<String> tokenType,
    Optional<Long> expiresIn,
    boolean requires2fa,
    boolean requires2faSetup,
    @OmittedWhenEmpty Optional<SecretText> tfaToken,
    @OmittedWhenEmpty Optional<DeviceMark> deviceMark,
    Optional<UserView> user,
    boolean isNewUser,
    @OmittedWhenEmpty Optional<String> redirect,
    @OmittedWhenEmpty Optional<String> startParam) {

  static SignInView of(TokensView tokens, UserView user, Optional<DeviceMark> mark) {
    return new SignInView(
        tokens.accessToken(),
        tokens.refreshToken(),
        Optional.of(tokens.tokenType()),
        Optional.of(tokens.expiresIn()),
        false,
        false,
        Optional.empty(),
        mark,
        Optional.of(user),
        false,
        Optional.empty(),
        Optional.empty());
  }

  static SignInView due(boolean setup, Optional<SecretText> ticket) {
    return new SignInView(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true,
        setup,
        ticket,
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  /** The same, of who has arrived that way. */
  SignInView by(Welcome.Arrival arrival) {
    return new SignInView(
        accessToken,
        refreshToken,
        tokenType,
        expiresIn,
        requires2fa,
        requires2faSetup,
        tfaToken,
        deviceMark,
        user,
        arrival.newcomer(),
        arrival.redirect(),
        arrival.startParam());
  }
}
