package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.handshake.Handshake;
import dev.gatehouse.domain.handshake.HandshakeState;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.port.Handshakes;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Keeps handshakes on a unit's copy. */
final class InMemoryHandshakes implements Handshakes {
  private final InMemoryUnit unit;

  InMemoryHandshakes(InMemoryUnit unit) {
    this.unit = unit;
  }

  /** A handshake and how far it has come; who opened it, once somebody has. */
  record Row(
      Handshake handshake,
      HandshakeState state,
      Optional<Digest> opener,
      Optional<Sealed> opened,
      Optional<OneTimeSecret.Owner> owner) {
    Row now(HandshakeState other) {
      return new Row(handshake, other, opener, opened, owner);
    }

    Row openedBy(Digest who, Sealed box) {
      return new Row(
          handshake, HandshakeState.CONFIRMING, Optional.of(who), Optional.of(box), owner);
    }

    Row confirmed(Optional<OneTimeSecret.Owner> whose) {
      return new Row(handshake, HandshakeState.COMPLETED, opener, opened, whose);
    }
  }

  @Override
  public void begin(Handshake handshake) {
    put(new Row(
        handshake, HandshakeState.PENDING, Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @Override
  public Optional<Sealed> open(Digest row, Digest opener, Sealed opened, Instant now) {
    Optional<Row> found = live(row, now)
        .filter(known -> known.state() == HandshakeState.PENDING
            || (known.state() == HandshakeState.CONFIRMING && isOf(known, opener)));
    found.ifPresent(known -> put(known.openedBy(opener, opened)));
    return found.map(known -> known.handshake().asked());
  }

  @Override
  public Optional<HandshakeState> confirm(
      Digest row, Digest opener, Digest match, Optional<OneTimeSecret.Owner> owner, Instant now) {
    Optional<Row> judged = live(row, now)
        .filter(found -> found.state() == HandshakeState.CONFIRMING && isOf(found, opener))
        .map(found -> found.handshake().match().equals(match)
            ? found.confirmed(owner)
            : found.now(HandshakeState.DENIED));
    judged.ifPresent(this::put);
    return judged.map(Row::state);
  }

  @Override
  public boolean deny(Digest row, Digest opener, Instant now) {
    Set<HandshakeState> open = Set.of(HandshakeState.CONFIRMING, HandshakeState.COMPLETED);
    Optional<Row> found =
        live(row, now).filter(known -> open.contains(known.state()) && isOf(known, opener));
    found.ifPresent(known -> put(known.now(HandshakeState.DENIED)));
    return found.isPresent();
  }

  @Override
  public Optional<HandshakeState> standing(Digest row, Digest opener, Instant now) {
    return live(row, now).filter(found -> isOf(found, opener)).map(Row::state);
  }

  @Override
  public Optional<Seen> look(Digest row, Digest collector, Instant now) {
    return look(unit.state(), row, collector, now);
  }

  static Optional<Seen> look(State state, Digest row, Digest collector, Instant now) {
    return begunBy(state, row, collector, now)
        .map(found -> new Seen(
            found.state(),
            found
                .opened()
                .filter(box -> found.state() == HandshakeState.COMPLETED)
                .map(box -> new Confirmed(box, found.owner()))));
  }

  @Override
  public boolean collect(Digest row, Digest collector, Instant now) {
    Optional<Row> found = begunBy(unit.state(), row, collector, now)
        .filter(known -> known.state() == HandshakeState.COMPLETED);
    found.ifPresent(known -> put(known.now(HandshakeState.COLLECTED)));
    return found.isPresent();
  }

  private static Optional<Row> begunBy(State state, Digest row, Digest collector, Instant now) {
    return live(state, row, now).filter(found -> found.handshake().collector().equals(collector));
  }

  private Optional<Row> live(Digest row, Instant now) {
    return live(unit.state(), row, now);
  }

  private static Optional<Row> live(State state, Digest row, Instant now) {
    return state.handshakes.find(row).filter(found -> found.handshake().endsAt().isAfter(now));
  }

  private static boolean isOf(Row row, Digest opener) {
    return row.opener().equals(Optional.of(opener));
  }

  private void put(Row row) {
    unit.state().handshakes.put(row.handshake().row(), row);
  }
}
