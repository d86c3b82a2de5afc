package dev.gatehouse.http;

import dev.gatehouse.domain.secret.Purpose;
import java.time.Duration;

/** In which cookie a browser keeps the handle of a flow that it began; one for each kind, so that one flow does not end another. */
enum FlowCookie {
  /** As long as a registration waits for its mailbox to be proven. */
  REGISTRATION("flow", Duration.ofHours(24)),
  RESET("reset_flow", Purpose.PASSWORD_RESET_CODE.life()),
  MAGIC_LINK("magic_flow", Purpose.MAGIC_CODE.life()),
  HANDSHAKE("handshake_flow", Purpose.DEVICE_HANDSHAKE.life()),
  PROVIDER("provider_flow", Purpose.SOCIAL_LOGIN.life()),
  PROVIDER_LINK("provider_link_flow", Purpose.SOCIAL_LINK.life());

  private final String suffix;
  private final Duration life;

  FlowCookie(String suffix, Duration life) {
    this.suffix = suffix;
    this.life = life;
  }

  String suffix() {
    return suffix;
  }

  Duration life() {
    return life;
  }
}
