package dev.gatehouse.http;

import dev.gatehouse.domain.throttle.ClientAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Tells the client's address (L32): the socket's, unless the peer is a configured proxy; then the right-most hop that is none, of the one header that the proxies write. */
final class Proxies {
  private final List<Network> trusted;
  private final HttpServer.ForwardedHeader header;

  Proxies(List<String> networks, HttpServer.ForwardedHeader header) {
    this.trusted = networks.stream().map(Network::parse).toList();
    this.header = header;
  }

  /** @param lines the values of a header, by its name */
  ClientAddress client(String peer, Function<String, List<String>> lines) {
    ClientAddress last = socket(peer);
    List<String> said = trusts(last) ? lines.apply(header.field()) : List.of();
    if (!said.isEmpty()) {
      for (Optional<ClientAddress> hop : Hops.nearestFirst(header, said)) {
        if (hop.isEmpty()) {
          // no address: what stands before it was not written by a proxy either
          break;
        }
        last = hop.get();
        if (!trusts(last)) {
          break;
        }
      }
    }
    return last;
  }

  boolean trusts(String peer) {
    return trusts(socket(peer));
  }

  private boolean trusts(ClientAddress address) {
    byte[] bytes = address.bytes();
    for (Network network : trusted) {
      if (network.holds(bytes)) {
        return true;
      }
    }
    return false;
  }

  /** Without the zone that a link-local address may have. */
  static ClientAddress socket(String peer) {
    String bare = peer.startsWith("[") ? peer.substring(1, peer.length() - 1) : peer;
    int zone = bare.indexOf('%');
    return new ClientAddress(zone < 0 ? bare : bare.substring(0, zone));
  }
}
