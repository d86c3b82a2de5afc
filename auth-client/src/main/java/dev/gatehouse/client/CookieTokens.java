package dev.gatehouse.client;

import java.util.Set;

/**
 * That a service takes access tokens out of a cookie too: one below the same host as Gatehouse.
 *
 * @param name of the cookie, such as {@code __Secure-gh_access_token}
 * @param origins of the pages that may change something, such as {@code https://shop.example.com}: a browser sends cookies whichever page asks it to
 */
public record CookieTokens(String name, Set<String> origins) {
  public CookieTokens {
    origins = Set.copyOf(origins);
  }
}
