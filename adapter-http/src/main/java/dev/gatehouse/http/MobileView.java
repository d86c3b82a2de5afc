package dev.gatehouse.http;

import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.DeviceMark;
import java.util.Optional;

/**
 * What {@link SignInView} says, in the envelope that apps know.
 *
 * @param method by which the person came, such as {@code telegram}
 */
record MobileView(
    Optional<TokensView> tokens,
    Optional<UserView> user,
    boolean isNewUser,
    boolean requires2fa,
    boolean requires2faSetup,
    Optional<SecretText> tfaToken,
    String method,
    @OmittedWhenEmpty Optional<DeviceMark> deviceMark) {

  static MobileView of(SignInView view, String method) {
    return new MobileView(
        view.tokenType()
            .flatMap(type -> view.expiresIn()
                .map(seconds ->
                    new TokensView(view.accessToken(), view.refreshToken(), type, seconds))),
        view.user(),
        view.isNewUser(),
        view.requires2fa(),
        view.requires2faSetup(),
        view.tfaToken(),
        method,
        view.deviceMark());
  }
}
