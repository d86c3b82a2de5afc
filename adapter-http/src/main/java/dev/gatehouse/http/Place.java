package dev.gatehouse.http;

import dev.gatehouse.domain.realm.Realm;

/**
 * Where a request has arrived: at a realm, by host or by path.
 *
 * @param prefix {@code /realms/{realm}} where the path named the realm, else empty
 * @param origin the server's own, as a browser at this host would send it
 */
record Place(HttpServer.RealmDoor door, String prefix, String origin, Cookies cookies) {
  Realm realm() {
    return door.realm();
  }
}
