package dev.gatehouse.examples.spring;

import dev.gatehouse.client.GatehouseFilter;
import dev.gatehouse.domain.token.AccessClaims;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The filter stands before these, so whoever comes here has signed in, and has not signed out since. */
@RestController
class Orders {
  @GetMapping("/orders/mine")
  Map<String, String> mine(HttpServletRequest request) {
    AccessClaims caller = GatehouseFilter.claims(request);
    return Map.of("orders_of", caller.subject().toString());
  }
}
