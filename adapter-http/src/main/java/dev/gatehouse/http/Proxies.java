package dev.gatehouse.http;

import dev.gatehouse.domain.throttle.ClientAddress;
import java.util.List;
import java.util.Optional;

/**
 * Tells the client's address (L32): the socket's, unless the peer is a configured proxy; then the right-most hop that is none. A proxy tends one
 * of the two headers and passes the other as the client sent it, so where both are there and disagree, neither is believed.
 */
final class Proxies {
  private final List<Network> trusted;

  Proxies(List<String> networks) {
    this.trusted = networks.stream().map(Network::parse).toList();
  }

  ClientAddress client(String peer, List<String> forwarded, List<String> xForwardedFor) {
    ClientAddress socket = socket(peer);
    if (!trusts(socket)) {
      return socket;
    }
    Optional<ClientAddress> one =
        forwarded.isEmpty() ? Optional.empty() : said(socket, Hops.ofForwarded(forwarded));
    Optional<ClientAddress> other = xForwardedFor.isEmpty()
        ? Optional.empty()
        : said(socket, Hops.ofXForwardedFor(xForwardedFor));
    if (one.isPresent() && other.isPresent()) {
      return one.equals(other) ? one.get() : socket;
    }
    return one.or(() -> other).orElse(socket);
  }

  /** The right-most hop that is not trusted; where a hop is no address, the last one before it. */
  private Optional<ClientAddress> said(
      ClientAddress socket, List<Optional<ClientAddress>> nearestFirst) {
    ClientAddress last = socket;
    for (Optional<ClientAddress> hop : nearestFirst) {
      if (hop.isEmpty()) {
        break;
      }
      last = hop.get();
      if (!trusts(last)) {
        break;
      }
    }
    return Optional.of(last);
  }

  private boolean trusts(ClientAddress address) {
    return trusted.stream().anyMatch(network -> network.holds(address));
  }

  /** Without the zone that a link-local address may have. */
  static ClientAddress socket(String peer) {
    String bare = peer.startsWith("[") ? peer.substring(1, peer.length() - 1) : peer;
    int zone = bare.indexOf('%');
    return new ClientAddress(zone < 0 ? bare : bare.substring(0, zone));
  }
}
