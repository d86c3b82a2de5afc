package dev.gatehouse.http;

import dev.gatehouse.domain.credential.RecoveryCode;
import dev.gatehouse.domain.session.DeviceMark;
import dev.gatehouse.domain.session.RefreshToken;
import dev.gatehouse.domain.token.AccessToken;
import java.util.List;
import java.util.Optional;

/** A factor is enrolled: the recovery codes, shown this once, and for who came with a ticket what signing in answers. */
record EnrolledView(
    String status,
    List<RecoveryCode> recoveryCodes,
    @OmittedWhenEmpty Optional<AccessToken> accessToken,
    @OmittedWhenEmpty Optional<RefreshToken> refreshToken,
    @OmittedWhenEmpty Optional<String> tokenType,
    @OmittedWhenEmpty Optional<Long> expiresIn,
    @OmittedWhenEmpty Optional<DeviceMark> deviceMark,
    @OmittedWhenEmpty Optional<UserView> user) {

  static EnrolledView of(List<RecoveryCode> codes) {
    return new EnrolledView(
        "enabled",
        codes,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static EnrolledView of(List<RecoveryCode> codes, SignInView in) {
    return new EnrolledView(
        "enabled",
        codes,
        in.accessToken(),
        in.refreshToken(),
        in.tokenType(),
        in.expiresIn(),
        in.deviceMark(),
        in.user());
  }
}
