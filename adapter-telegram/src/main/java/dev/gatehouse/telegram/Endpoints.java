package dev.gatehouse.telegram;

import java.net.URI;
import java.util.Optional;

/**
 * Where the provider is asked, as its discovery document says (OpenID Connect Discovery 1.0, 3).
 *
 * @param sendsNonces whether {@code nonce} is among the claims of its tokens: then a token without one was not asked for with one
 */
record Endpoints(URI authorization, URI token, URI keys, boolean sendsNonces) {
  /**
   * Of a document that was read at the issuer.
   *
   * @throws dev.gatehouse.port.Outage when it is another issuer's, or leads elsewhere than to the issuer's own origin: to a machine of ours, say
   */
  static Endpoints read(Json document, URI issuer) {
    if (document.text("issuer").filter(issuer.toString()::equals).isEmpty()) {
      throw Wire.outage("its discovery document is another issuer's");
    }
    return new Endpoints(
        endpoint(document, "authorization_endpoint", issuer),
        endpoint(document, "token_endpoint", issuer),
        endpoint(document, "jwks_uri", issuer),
        document.texts("claims_supported").anyMatch("nonce"::equals));
  }

  private static URI endpoint(Json document, String name, URI issuer) {
    return document
        .text(name)
        .flatMap(text -> at(text, issuer))
        .orElseThrow(
            () -> Wire.outage("its " + name + " is missing, or not at the issuer's origin"));
  }

  private static Optional<URI> at(String text, URI issuer) {
    try {
      URI uri = URI.create(text);
      boolean own = issuer.getScheme().equals(uri.getScheme())
          && issuer.getRawAuthority().equals(uri.getRawAuthority())
          && uri.getRawFragment() == null;
      return Optional.of(uri).filter(there -> own);
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }
}
