package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.application.admin.Act;
import dev.gatehouse.application.admin.CreateOwner;
import dev.gatehouse.application.admin.IssueInvitation;
import dev.gatehouse.application.admin.ListDeadMails;
import dev.gatehouse.application.handshake.BeginHandshake;
import dev.gatehouse.application.linking.Arrival;
import dev.gatehouse.application.linking.Vouch;
import dev.gatehouse.application.magiclink.AskForMagicLink;
import dev.gatehouse.application.magiclink.SignInWithMagicLink;
import dev.gatehouse.application.recovery.ResetPassword;
import dev.gatehouse.application.registration.Register;
import dev.gatehouse.application.registration.Registered;
import dev.gatehouse.application.secondfactor.EnrolAuthenticator;
import dev.gatehouse.application.secondfactor.Enroller;
import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Phrase;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.assurance.FactorCode;
import dev.gatehouse.domain.credential.Authenticator;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.Proof;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.port.History;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Careful;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Refusals;
import dev.gatehouse.testkit.fixture.Registrant;
import dev.gatehouse.testkit.fixture.Vouched;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Everything that somebody may have to account for is done once, and its row is looked at. */
public abstract class ActLaws extends Laws {
  private static final Actor OPERATOR = Actor.operator("the operator");
  private static final String WHY = "ticket 4711";
  private static final Duration GRACE = Duration.ofDays(30);

  /** Told to listeners, and not written: what everybody does all the time, and what a stranger could multiply. */
  private static final Set<EventType> HEARD = EnumSet.of(
      EventType.LOCKED_OUT,
      EventType.COUNT_NOT_FORGIVEN,
      EventType.REFRESHED,
      EventType.REFRESH_REPLAYED,
      EventType.REFRESH_REPLAYED_ELSEWHERE,
      EventType.REFRESH_REFUSED,
      EventType.MAIL_DELIVERED,
      EventType.MAIL_FAILED,
      EventType.MAIL_DEAD,
      EventType.MESSAGE_REFUSED,
      EventType.OTHER);

  /** What the house does by itself, under other clocks and keys than one house has: other laws look at it. */
  private static final Set<EventType> ELSEWHERE =
      EnumSet.of(EventType.SESSION_FAST_FORWARDED, EventType.KEY_DROPPED, EventType.KEY_RESEALED);

  /** Makes ready, and then does it; what it did is the row that is expected. */
  private record Deed(String what, Supplier<Supplier<Event>> prepared) {}

  @TestFactory
  @DisplayName(
      "[L44] every act leaves exactly one row, which says who, to whom, in which session, from where, when and why")
  Stream<DynamicTest> every_act_leaves_its_row() {
    Set<EventType> done = EnumSet.noneOf(EventType.class);
    return Stream.concat(
        Stream.concat(turned(), deeds())
            .map(deed -> DynamicTest.dynamicTest(
                "[L44] " + deed.what(), () -> done.add(assertRow(deed.prepared().get())))),
        Stream.of(DynamicTest.dynamicTest("[L44] and there is no other act", () -> {
          done.addAll(HEARD);
          done.addAll(ELSEWHERE);
          assertThat(done).containsExactlyInAnyOrder(EventType.values());
        })));
  }

  @TestFactory
  @DisplayName("[L44] an act whose row can not be written is not done, and can be done once it can")
  Stream<DynamicTest> no_row_no_act() {
    return deeds()
        .map(deed -> DynamicTest.dynamicTest("[L44] " + deed.what(), () -> {
          EventType row = deed.prepared().get().get().type();
          Supplier<Event> again = deed.prepared().get();
          engine().failToRecord(row);
          assertThatThrownBy(again::get).isInstanceOf(IllegalStateException.class);

          engine().failToRecord();
          assertRow(again);
        }));
  }

  private Stream<Deed> deeds() {
    return Stream.of(
            arriving(),
            provingMore(),
            byMail(),
            byProvider(),
            ending(),
            owning(),
            leaving(),
            operating(),
            inviting(),
            turning())
        .flatMap(deeds -> deeds);
  }

  private EventType assertRow(Supplier<Event> deed) {
    int before = engine().rows().size();
    Event expected = deed.get();

    List<Event> rows = engine().rows().subList(before, engine().rows().size()).stream()
        .filter(row -> row.type() == expected.type())
        .filter(row -> ofKeys(row.type()) ? row.reason().equals(expected.reason()) : true)
        .toList();
    assertThat(rows).singleElement().satisfies(row -> {
      assertThat(row).isEqualTo(expected);
      expected
          .subject()
          .ifPresent(id -> assertThat(engine().history().of(id, OptionalLong.empty(), 200))
              .extracting(History.Row::event)
              .contains(row));
    });
    return expected.type();
  }

  /** A turn of the rings is one act on many keys, each with its row. */
  private static boolean ofKeys(EventType type) {
    return type.name().startsWith("KEY_");
  }

  // ---- coming in

  private Stream<Deed> arriving() {
    return Stream.of(
        new Deed("registering by a username", () -> () -> {
          House.Person person = house().person();
          return owners(
              EventType.ACCOUNT_REGISTERED, person.client(), person.account().id());
        }),
        new Deed(
            "asking for an account by an address",
            () -> () -> strangers(
                EventType.REGISTRATION_REQUESTED, Registrant.of(house()).client())),
        new Deed("asking for another code", () -> {
          Registrant waiting = Registrant.of(house());
          return () -> {
            later(Duration.ofMinutes(1));
            gatehouse()
                .resendVerification()
                .handle(waiting.client(), waiting.email(), Locale.ENGLISH);
            return strangers(EventType.CODE_SENT, waiting.client());
          };
        }),
        new Deed("trying a wrong code", () -> {
          Registrant waiting = Registrant.of(house());
          SecretText wrong = wrong(waiting.code(), 1);
          return () -> {
            Refusals.of(() -> waiting.verify(wrong));
            return strangers(EventType.CODE_REJECTED, waiting.client()).because("WRONG_CODE");
          };
        }),
        proving(EventType.ACCOUNT_REGISTERED),
        proving(EventType.EMAIL_VERIFIED),
        new Deed("signing in by a mailed code", () -> {
          Registrant waiting = Registrant.of(house());
          SecretText code = waiting.code();
          return () -> {
            SignIn.SignedIn in = waiting.verify(code);
            return owners(EventType.SIGNED_IN, waiting.client(), in.account().id())
                .about(in.tokens().claims().session())
                .because("otp");
          };
        }),
        new Deed("signing in by a password", () -> {
          House.Person person = house().person();
          return () -> {
            SessionId session = house().signIn(person).tokens().claims().session();
            return owners(EventType.SIGNED_IN, person.client(), person.account().id())
                .about(session)
                .because("pwd");
          };
        }),
        new Deed("failing to", () -> {
          House.Person person = house().person();
          return () -> {
            Refusals.of(() -> house().signIn(withAnotherPassword(person)));
            return strangers(EventType.SIGN_IN_FAILED, person.client())
                .about(person.account().id())
                .because("WRONG_PASSWORD");
          };
        }),
        new Deed("a better hash of the password", () -> {
          House.Person person = house().person();
          hasher().raiseParameters();
          return () -> {
            house().signIn(person);
            return Event.of(EventType.PASSWORD_REHASHED, now(), person.client(), Actor.SYSTEM)
                .about(person.account().id());
          };
        }),
        new Deed("telling the owner of a device", () -> {
          House.Person person = seat().person();
          House.Person elsewhere = person.at(house().client());
          return () -> {
            SessionId session = house().signIn(elsewhere).tokens().claims().session();
            return owners(
                    EventType.NEW_DEVICE_TOLD,
                    elsewhere.client(),
                    person.account().id())
                .about(session)
                .because(Mail.Kind.NEW_DEVICE.name());
          };
        }));
  }

  private Deed proving(EventType type) {
    return new Deed("proving a mailbox: " + type, () -> {
      Registrant waiting = Registrant.of(house());
      SecretText code = waiting.code();
      return () -> owners(type, waiting.client(), waiting.verify(code).account().id());
    });
  }

  private static House.Person withAnotherPassword(House.Person person) {
    return new House.Person(
        person.client(), person.account(), person.username(), House.newPassword());
  }

  // ---- second factors

  private Stream<Deed> provingMore() {
    return Stream.of(
        new Deed("a password where a factor is due", () -> {
          Careful owner = Careful.of(house());
          return () -> {
            owner.ticket();
            return of(owner, EventType.SECOND_FACTOR_ASKED).because("SECOND_FACTOR_DUE");
          };
        }),
        new Deed("completing a sign-in", () -> {
          Careful owner = Careful.of(house());
          SecretText ticket = owner.ticket();
          return () -> {
            SignIn.SignedIn in = owner.complete(ticket, owner.code());
            return of(owner, EventType.SIGNED_IN)
                .about(in.tokens().claims().session())
                .because("otp+pwd+mfa");
          };
        }),
        new Deed("a wrong code on a ticket", () -> {
          Careful owner = Careful.of(house());
          SecretText ticket = owner.ticket();
          return () -> {
            Refusals.of(() -> owner.complete(ticket, owner.wrongCode()));
            return of(owner, EventType.SECOND_FACTOR_FAILED).because("WRONG_TOTP");
          };
        }),
        new Deed("the last of a hundred wrong codes", () -> {
          Careful owner = Careful.of(house());
          SecretText ticket = owner.ticket();
          engine().store().atomically(unit -> {
            unit.accounts().lock(owner.person().account().id());
            for (int i = 1; i < Authenticator.MOST_FAILURES; i++) {
              unit.secondFactors().fail(owner.person().account().id());
            }
            return true;
          });
          return () -> {
            Refusals.of(() -> owner.complete(ticket, owner.wrongCode()));
            return of(owner, EventType.SECOND_FACTOR_LOCKED);
          };
        }),
        careful(
            "using a recovery code",
            EventType.RECOVERY_CODE_USED,
            owner -> gatehouse()
                .reauthenticate()
                .handle(
                    owner.person().client(),
                    owner.claims(),
                    Optional.of(owner.person().password()),
                    Optional.of(owner.recovery(0)))),
        careful(
            "making new recovery codes",
            EventType.RECOVERY_CODES_RENEWED,
            owner ->
                gatehouse().renewRecoveryCodes().handle(owner.person().client(), owner.claims())),
        careful(
            "showing a code",
            EventType.SECOND_FACTOR_SHOWN,
            owner -> gatehouse()
                .validateCode()
                .handle(
                    owner.person().client(),
                    owner.claims(),
                    new SecretText(Careful.shown(owner.phone(), now())))),
        careful(
            "removing the factor",
            EventType.SECOND_FACTOR_REMOVED,
            owner -> gatehouse()
                .removeSecondFactor()
                .handle(
                    owner.person().client(),
                    owner.claims(),
                    Optional.of(owner.person().password()),
                    owner.code())),
        new Deed("beginning to enrol a factor", () -> {
          Seat seat = seat();
          return () -> {
            begin(seat);
            return seat.of(EventType.SECOND_FACTOR_BEGUN);
          };
        }),
        new Deed("enrolling it", () -> {
          Seat seat = seat();
          SecretText code = new SecretText(Careful.shown(begin(seat), now()));
          return () -> {
            gatehouse()
                .enrolAuthenticator()
                .handle(
                    seat.client(),
                    new Enroller.BySession(seat.claims()),
                    new EnrolAuthenticator.Proof(code, Optional.empty()));
            return seat.of(EventType.SECOND_FACTOR_ENROLLED);
          };
        }),
        new Deed("stepping up", () -> {
          Seat seat = seat();
          return () -> {
            stepUp(seat, seat.person().password());
            return seat.of(EventType.STEPPED_UP);
          };
        }),
        new Deed("failing to step up", () -> {
          Seat seat = seat();
          return () -> {
            Refusals.of(() -> stepUp(seat, House.newPassword()));
            return seat.of(EventType.STEP_UP_FAILED).because("WRONG_PASSWORD");
          };
        }));
  }

  private Deed careful(String what, EventType type, Consumer<Careful> deed) {
    return new Deed(what, () -> {
      Careful owner = Careful.of(house());
      return () -> {
        deed.accept(owner);
        return of(owner, type).about(owner.claims().session());
      };
    });
  }

  private String begin(Seat seat) {
    return gatehouse()
        .setUpAuthenticator()
        .handle(seat.client(), new Enroller.BySession(seat.claims()))
        .uri();
  }

  private void stepUp(Seat seat, Password password) {
    Optional<FactorCode> none = Optional.empty();
    gatehouse().reauthenticate().handle(seat.client(), seat.claims(), Optional.of(password), none);
  }

  // ---- identities at providers

  private Stream<Deed> byProvider() {
    String provider = Vouched.PROVIDER.value();
    return Stream.of(
        seated("linking an identity", seat -> {
          Vouched.of(house()).link(seat.client(), seat.claims());
          return seat.of(EventType.IDENTITY_LINKED).because(provider);
        }),
        linked("linking what another has", (seat, taken) -> {
          Seat other = seat();
          Refusals.of(() -> taken.link(other.client(), other.claims()));
          return other.of(EventType.IDENTITY_LINK_FAILED).because("IDENTITY_TAKEN");
        }),
        linked("unlinking it", (seat, person) -> {
          gatehouse().unlinkIdentity().handle(seat.client(), seat.claims(), Vouched.PROVIDER);
          return seat.of(EventType.IDENTITY_UNLINKED).because(provider);
        }),
        linked("moving the warnings to it", (seat, person) -> {
          gatehouse()
              .moveWarnings()
              .handle(seat.client(), seat.claims(), Optional.of(Vouched.PROVIDER));
          return seat.of(EventType.WARNINGS_MOVED).because(provider);
        }),
        linked("signing in by it", (seat, person) -> {
          Client client = house().client();
          person.enter(client);
          return owners(EventType.IDENTITY_PROVEN, client, seat.id()).because(provider);
        }),
        linked("being called something else as well", (seat, person) -> {
          Client client = house().client();
          person
              .alsoCalled(new Identity(new ProviderKey("another"), Fixtures.unique()))
              .enter(client);
          return owners(EventType.IDENTITY_JOINED, client, seat.id()).because("another");
        }),
        linked("showing a proof twice", (seat, person) -> {
          Proof proof = person.proof();
          enter(house().client(), proof);
          Client client = house().client();
          Refusals.of(() -> enter(client, proof));
          return strangers(EventType.IDENTITY_FAILED, client)
              .about(seat.id())
              .because("PROOF_REUSED");
        }),
        linked("being vouched for", (seat, person) -> {
          Client bot = house().client();
          gatehouse().vouch().handle(bot, person.person(), Vouch.Reason.LOGIN_LINK);
          return Event.of(EventType.VOUCHED, now(), bot, Actor.operator("bot"))
              .about(seat.id())
              .because("LOGIN_LINK");
        }),
        new Deed("beginning a handshake", () -> {
          Client client = house().client();
          return () -> {
            gatehouse().beginHandshake().handle(client);
            return strangers(EventType.HANDSHAKE_BEGUN, client);
          };
        }),
        shaken("opening it", EventType.HANDSHAKE_OPENED, provider, false, this::open),
        shaken(
            "typing its number",
            EventType.HANDSHAKE_CONFIRMED,
            provider,
            true,
            (person, begun) -> confirm(person, begun, begun.match().reveal())),
        shaken(
            "denying it",
            EventType.HANDSHAKE_DENIED,
            provider,
            true,
            (person, begun) ->
                gatehouse().denyHandshake().handle(house().realm(), begun.id(), person.person())),
        shaken(
            "typing another",
            EventType.HANDSHAKE_FAILED,
            "WRONG_NUMBER",
            true,
            (person, begun) -> Refusals.of(() -> confirm(person, begun, "00"))),
        linked("being given a link", (seat, person) -> {
          gatehouse().issueLoginLink().handle(house().realm(), person.person());
          return elsewhere(EventType.LOGIN_LINK_ISSUED, seat).because(provider);
        }),
        linked("following that link", (seat, person) -> {
          Client client = house().client();
          Refusals.of(() -> follow(client, loginLink(person)));
          return strangers(EventType.LOGIN_LINK_SHOWN, client).about(seat.id());
        }),
        new Deed("following one that is none", () -> {
          Client client = house().client();
          return () -> {
            Refusals.of(() -> follow(client, new SecretText(Fixtures.unique())));
            return strangers(EventType.LOGIN_LINK_FAILED, client).because("UNKNOWN_LINK");
          };
        }));
  }

  /** What the owner of an identity does. */
  private Deed linked(String what, BiFunction<Seat, Vouched, Event> deed) {
    return new Deed(what, () -> {
      Seat seat = seat();
      Vouched person = Vouched.of(house());
      person.link(seat.client(), seat.claims());
      return () -> deed.apply(seat, person);
    });
  }

  /** What is done elsewhere about a handshake, by the owner of an identity. */
  private Deed shaken(
      String what,
      EventType type,
      String reason,
      boolean opened,
      BiConsumer<Vouched, BeginHandshake.Begun> deed) {
    return new Deed(what, () -> {
      Seat seat = seat();
      Vouched person = Vouched.of(house());
      person.link(seat.client(), seat.claims());
      BeginHandshake.Begun begun = gatehouse().beginHandshake().handle(house().client());
      if (opened) {
        open(person, begun);
      }
      return () -> {
        deed.accept(person, begun);
        return elsewhere(type, seat).because(reason);
      };
    });
  }

  private Event elsewhere(EventType type, Seat seat) {
    return inside(type, house().realm().key(), Actor.owner(seat.id())).about(seat.id());
  }

  private void enter(Client client, Proof proof) {
    gatehouse().signInWithIdentity().handle(client, proof, Arrival.NEWCOMER);
  }

  private void open(Vouched person, BeginHandshake.Begun begun) {
    gatehouse().openHandshake().handle(house().realm(), begun.id(), person.person());
  }

  private void confirm(Vouched person, BeginHandshake.Begun begun, String typed) {
    gatehouse().confirmHandshake().handle(house().realm(), begun.id(), person.person(), typed);
  }

  private SecretText loginLink(Vouched person) {
    return gatehouse().issueLoginLink().handle(house().realm(), person.person()).token();
  }

  private void follow(Client client, SecretText link) {
    gatehouse().signInWithLoginLink().handle(client, link, false, Arrival.NEWCOMER);
  }

  // ---- what is mailed

  private Stream<Deed> byMail() {
    return Stream.of(
        seated("asking for a link", seat -> {
          Client stranger = house().client();
          askForLink(stranger, seat.email());
          return strangers(EventType.MAGIC_LINK_REQUESTED, stranger).about(seat.id());
        }),
        mailed("following it elsewhere", Mail.Kind.MAGIC_LINK, (seat, token) -> {
          Client elsewhere = house().client();
          Refusals.of(() -> follow(elsewhere, token, false));
          return strangers(EventType.MAGIC_LINK_SHOWN, elsewhere).about(seat.id());
        }),
        mailed("signing in by it", Mail.Kind.MAGIC_LINK, (seat, token) -> {
          SignIn.SignedIn in = (SignIn.SignedIn) follow(seat.client(), token, true);
          return owners(EventType.SIGNED_IN, seat.client(), seat.id())
              .about(in.tokens().claims().session())
              .because("otp");
        }),
        seated("a link that is none", seat -> {
          Refusals.of(() -> follow(seat.client(), new SecretText(Fixtures.unique()), true));
          return strangers(EventType.MAGIC_LINK_FAILED, seat.client()).because("UNKNOWN_LINK");
        }),
        seated("forgetting the password", seat -> {
          Client stranger = house().client();
          gatehouse().forgotPassword().handle(stranger, seat.email());
          return strangers(EventType.PASSWORD_RESET_REQUESTED, stranger).about(seat.id());
        }),
        mailed("setting it by the link", Mail.Kind.PASSWORD_RESET, (seat, token) -> {
          reset(seat.client(), token);
          return owners(EventType.PASSWORD_RESET, seat.client(), seat.id());
        }),
        mailed("which ends sessions", Mail.Kind.PASSWORD_RESET, (seat, token) -> {
          reset(seat.client(), token);
          return seat.of(EventType.SESSION_ENDED).because(RevokeReason.PASSWORD_RESET.name());
        }),
        seated("failing to set it", seat -> {
          Refusals.of(() -> reset(seat.client(), new SecretText(Fixtures.unique())));
          return strangers(EventType.PASSWORD_RESET_FAILED, seat.client()).because("UNKNOWN_LINK");
        }),
        seated("asking for another address", seat -> {
          askForAddress(seat);
          return seat.of(EventType.EMAIL_CHANGE_REQUESTED);
        }),
        new Deed("a wrong code for it", () -> {
          Seat seat = seat();
          SecretText wrong = wrong(askForAddress(seat), 1);
          return () -> {
            Refusals.of(() -> confirm(seat, wrong));
            return seat.of(EventType.EMAIL_CHANGE_FAILED).because("WRONG_CODE");
          };
        }),
        new Deed("changing the address", () -> {
          Seat seat = seat();
          SecretText code = askForAddress(seat);
          return () -> {
            confirm(seat, code);
            return seat.of(EventType.EMAIL_CHANGED);
          };
        }),
        new Deed("taking the change back", () -> {
          Seat seat = seat();
          confirm(seat, askForAddress(seat));
          SecretText link = house().said(seat.email(), Mail.Kind.EMAIL_CHANGED_OLD, "token");
          Client anywhere = house().client();
          return () -> {
            gatehouse().revertEmail().handle(anywhere, link);
            return owners(EventType.EMAIL_REVERTED, anywhere, seat.id());
          };
        }),
        new Deed("taking the password off with it", () -> {
          Seat seat = seat();
          confirm(seat, askForAddress(seat));
          SecretText link = house().said(seat.email(), Mail.Kind.EMAIL_CHANGED_OLD, "token");
          Client anywhere = house().client();
          return () -> {
            gatehouse().revertEmail().handle(anywhere, link);
            return owners(EventType.PASSWORD_REMOVED, anywhere, seat.id());
          };
        }),
        seated("failing to take it back", seat -> {
          SecretText none = new SecretText(Fixtures.unique());
          Refusals.of(() -> gatehouse().revertEmail().handle(seat.client(), none));
          return strangers(EventType.EMAIL_REVERT_FAILED, seat.client()).because("UNKNOWN_LINK");
        }));
  }

  private interface Following {
    Event handle(Seat seat, SecretText token);
  }

  /** What is done with the link of a mail of that kind. */
  private Deed mailed(String what, Mail.Kind kind, Following deed) {
    return new Deed(what, () -> {
      Seat seat = seat();
      if (kind == Mail.Kind.MAGIC_LINK) {
        askForLink(house().client(), seat.email());
      } else {
        gatehouse().forgotPassword().handle(house().client(), seat.email());
      }
      SecretText token = house().said(seat.email(), kind, "token");
      return () -> deed.handle(seat, token);
    });
  }

  private FlowHandle askForLink(Client client, EmailAddress email) {
    return gatehouse().askForMagicLink().handle(client, AskForMagicLink.Command.of(email));
  }

  private SignIn follow(Client client, SecretText token, boolean confirmed) {
    return gatehouse()
        .signInWithMagicLink()
        .handle(
            client,
            new SignInWithMagicLink.Command(
                new SignInWithMagicLink.Proof.Link(token, Optional.empty(), confirmed),
                false,
                false))
        .signIn();
  }

  private void reset(Client client, SecretText token) {
    gatehouse()
        .resetPassword()
        .handle(client, new ResetPassword.Proof.Link(token), House.newPassword());
  }

  /** The code that was mailed. */
  private SecretText askForAddress(Seat seat) {
    EmailAddress wanted = Fixtures.email();
    gatehouse().askForEmailChange().handle(seat.client(), seat.claims(), wanted);
    return house().codeTo(wanted);
  }

  private void confirm(Seat seat, SecretText code) {
    gatehouse().confirmEmailChange().handle(seat.client(), seat.claims(), code);
  }

  // ---- the end of sessions

  private Stream<Deed> ending() {
    return Stream.of(
        ended(
            "signing out",
            RevokeReason.SIGNED_OUT,
            seat -> gatehouse().signOut().handle(seat.client(), seat.claims())),
        ended(
            "signing out by the refresh token",
            RevokeReason.SIGNED_OUT,
            seat -> gatehouse().signOut().handle(seat.client(), seat.tokens().refresh())),
        ended(
            "removing a device",
            RevokeReason.REMOVED_BY_OWNER,
            seat -> gatehouse()
                .endSession()
                .handle(seat.client(), seat.claims(), seat.claims().session())),
        ended(
            "signing out everywhere",
            RevokeReason.SIGNED_OUT_EVERYWHERE,
            seat -> gatehouse().signOutEverywhere().handle(seat.client(), seat.claims(), false)),
        seated("everywhere, as an act of its own", seat -> {
          gatehouse().signOutEverywhere().handle(seat.client(), seat.claims(), true);
          return seat.of(EventType.SIGNED_OUT_EVERYWHERE);
        }),
        new Deed("a session that makes room", () -> {
          Seat seat = seat();
          for (int i = 1; i < house().realm().sessions().maxLive(); i++) {
            later(Duration.ofMillis(1));
            house().signIn(seat.person());
          }
          later(Duration.ofMillis(1));
          return () -> {
            house().signIn(seat.person());
            return seat.of(EventType.SESSION_ENDED).because(RevokeReason.EVICTED.name());
          };
        }),
        reused(EventType.REFRESH_TOKEN_REUSED),
        reused(EventType.SESSION_ENDED));
  }

  private Deed ended(String what, RevokeReason reason, Consumer<Seat> deed) {
    return seated(what, seat -> {
      deed.accept(seat);
      return seat.of(EventType.SESSION_ENDED).because(reason.name());
    });
  }

  private Deed reused(EventType type) {
    return new Deed("using an old refresh token: " + type, () -> {
      Seat seat = seat();
      house().refresh(seat.person(), house().refresh(seat.person(), seat.tokens()));
      Client thief = house().client();
      return () -> {
        Refusals.of(
            () -> gatehouse().rotateSession().handle(thief, seat.tokens().refresh()));
        return strangers(type, thief)
            .about(seat.id())
            .about(seat.claims().session())
            .because(RevokeReason.REFRESH_TOKEN_REUSED.name());
      };
    });
  }

  // ---- what an owner does

  private Stream<Deed> owning() {
    return Stream.of(
        seated("changing the password", seat -> {
          changePassword(seat, seat.person().password());
          return seat.of(EventType.PASSWORD_CHANGED);
        }),
        seated("failing to change it", seat -> {
          Refusals.of(() -> changePassword(seat, House.newPassword()));
          return seat.of(EventType.PASSWORD_CHANGE_FAILED).because("WRONG_PASSWORD");
        }),
        seated("changing the profile", seat -> {
          gatehouse()
              .updateProfile()
              .handle(
                  seat.client(),
                  seat.claims(),
                  profile ->
                      new Profile(Optional.of("Another"), profile.locale(), profile.timezone()));
          return seat.of(EventType.PROFILE_UPDATED);
        }),
        seated("agreeing to news", seat -> {
          gatehouse()
              .changeConsents()
              .handle(seat.client(), seat.claims(), Optional.of(true), false);
          return seat.of(EventType.CONSENT_CHANGED).because("MARKETING GIVEN");
        }),
        seated("setting the phrase", seat -> {
          Optional<Phrase> phrase = Optional.of(new Phrase("a blue elephant"));
          gatehouse().changePhrase().handle(seat.client(), seat.claims(), phrase);
          return seat.of(EventType.PHRASE_CHANGED).because("SET");
        }),
        seated("asking for an archive", seat -> {
          gatehouse().exportData().ask(seat.client(), seat.claims());
          return seat.of(EventType.EXPORT_REQUESTED);
        }),
        new Deed("reading it", () -> {
          Seat seat = seat();
          UUID id = gatehouse().exportData().ask(seat.client(), seat.claims()).id();
          return () -> {
            gatehouse().exportData().read(seat.client(), seat.claims(), id);
            return seat.of(EventType.EXPORT_READ);
          };
        }));
  }

  private void changePassword(Seat seat, Password current) {
    gatehouse().changePassword().handle(seat.client(), seat.claims(), current, House.newPassword());
  }

  // ---- leaving

  private Stream<Deed> leaving() {
    return Stream.of(
        seated("asking for deletion", seat -> {
          delete(seat);
          return seat.of(EventType.DELETION_SCHEDULED);
        }),
        ended("which ends sessions", RevokeReason.ACCOUNT_LEAVING, this::delete),
        new Deed("signing in to a leaving account", () -> {
          Seat seat = seat();
          delete(seat);
          return () -> {
            undoTicket(seat);
            return owners(EventType.DELETION_UNDO_OFFERED, seat.client(), seat.id());
          };
        }),
        new Deed("keeping it", () -> {
          Seat seat = seat();
          delete(seat);
          SecretText ticket = undoTicket(seat);
          return () -> {
            gatehouse().restoreAccount().handle(seat.client(), ticket);
            return owners(EventType.DELETION_UNDONE, seat.client(), seat.id());
          };
        }),
        seated("failing to keep it", seat -> {
          SecretText none = new SecretText(Fixtures.unique());
          Refusals.of(() -> gatehouse().restoreAccount().handle(seat.client(), none));
          return strangers(EventType.DELETION_UNDO_FAILED, seat.client()).because("UNKNOWN_LINK");
        }));
  }

  private void delete(Seat seat) {
    gatehouse().deleteAccount().handle(seat.client(), seat.claims());
  }

  private SecretText undoTicket(Seat seat) {
    House.Person person = seat.person();
    return ((SignIn.Leaving) gatehouse()
            .signInWithPassword()
            .handle(person.client(), person.name(), person.password(), false))
        .ticket();
  }

  // ---- what an operator does

  private Stream<Deed> operating() {
    return Stream.of(
        acted(
            "disabling",
            EventType.ACCOUNT_DISABLED,
            seat -> gatehouse().disableAccount().handle(seat.act())),
        new Deed("enabling", () -> {
          Seat seat = seat();
          gatehouse().disableAccount().handle(seat.act());
          return () -> {
            gatehouse().enableAccount().handle(seat.act());
            return operators(EventType.ACCOUNT_ENABLED, seat);
          };
        }),
        acted(
            "unlocking",
            EventType.ACCOUNT_UNLOCKED,
            seat -> gatehouse().unlockAccount().handle(seat.act())),
        new Deed("taking a factor away", () -> {
          Careful owner = Careful.of(house());
          Seat seat = new Seat(owner.person(), owner.tokens(), owner.claims(), this);
          return () -> {
            gatehouse().resetSecondFactor().handle(seat.act());
            return operators(EventType.SECOND_FACTOR_RESET, seat);
          };
        }),
        acted(
            "removing",
            EventType.DELETION_SCHEDULED,
            seat -> gatehouse().removeAccount().handle(seat.act(), GRACE)),
        new Deed("keeping what was removed", () -> {
          Seat seat = seat();
          gatehouse().removeAccount().handle(seat.act(), GRACE);
          return () -> {
            gatehouse().keepAccount().handle(seat.act());
            return operators(EventType.DELETION_UNDONE, seat);
          };
        }),
        new Deed("creating an owner", () -> () -> {
          RealmKey staff = house().staffRealm().key();
          CreateOwner.Created created = gatehouse()
              .createOwner()
              .handle(new CreateOwner.Command(
                  OPERATOR,
                  house().staffRealm(),
                  Fixtures.username(),
                  Fixtures.email(),
                  Optional.empty(),
                  true));
          return inside(EventType.OWNER_CREATED, staff, OPERATOR).about(created.account());
        }),
        new Deed("having a dead mail sent again", () -> {
          Seat seat = seat();
          house().mails().refuse(seat.email());
          gatehouse().disableAccount().handle(seat.act());
          house().mailsTo(seat.email());
          ListDeadMails.DeadMail dead = gatehouse().listDeadMails().handle(100).stream()
              .filter(mail -> mail.realm().equals(house().realm().key()))
              .findFirst()
              .orElseThrow();
          return () -> {
            gatehouse().resendMail().handle(OPERATOR, dead.id());
            return inside(EventType.MAIL_REVIVED, dead.realm(), OPERATOR)
                .because(dead.kind() + " " + dead.id());
          };
        }));
  }

  private Stream<Deed> inviting() {
    return Stream.of(
        new Deed("inviting", () -> () -> {
          UUID id = invite().invitation().id();
          return inside(EventType.INVITATION_ISSUED, house().realm().key(), OPERATOR)
              .because("PARTNER " + id);
        }),
        new Deed("revoking an invitation", () -> {
          UUID id = invite().invitation().id();
          return () -> {
            gatehouse().revokeInvitation().handle(OPERATOR, house().realm().key(), id);
            return inside(EventType.INVITATION_REVOKED, house().realm().key(), OPERATOR)
                .because(id.toString());
          };
        }),
        new Deed("taking one", () -> {
          IssueInvitation.Issued issued = invite();
          Client invited = house().client();
          return () -> {
            Registered.Active in = (Registered.Active) register(invited, issued.secret());
            return owners(EventType.INVITATION_TAKEN, invited, in.account().id())
                .because(issued.invitation().id().toString());
          };
        }),
        new Deed("one that is none", () -> () -> {
          Client stranger = house().client();
          Refusals.of(() -> register(stranger, new SecretText(Fixtures.unique())));
          return strangers(EventType.INVITATION_REJECTED, stranger);
        }));
  }

  private IssueInvitation.Issued invite() {
    return gatehouse()
        .issueInvitation()
        .handle(new IssueInvitation.Command(
            OPERATOR, house().realm(), Role.PARTNER, Optional.empty(), Optional.empty()));
  }

  private Registered register(Client client, SecretText invitation) {
    return gatehouse()
        .register()
        .handle(
            client,
            Register.Command.of(Fixtures.username(), House.newPassword()).invited(invitation));
  }

  private Stream<Deed> turning() {
    return Stream.of(
        rotated("commanding a rotation", EventType.KEY_ROTATION_COMMANDED, OPERATOR),
        new Deed("withdrawing a key", () -> {
          String active = kid(KeyState.ACTIVE);
          return () -> {
            gatehouse().withdrawKey().handle(OPERATOR, active);
            return ofKey(EventType.KEY_WITHDRAWN, OPERATOR, active);
          };
        }));
  }

  /** What comes of a turn of the keys and of a removal, by the house itself. */
  private Stream<Deed> turned() {
    return Stream.of(
        rotated("a key that comes to sign", EventType.KEY_ACTIVATED, Actor.SYSTEM),
        new Deed("a key that is to follow it", () -> {
          later(Duration.ofMinutes(10));
          return () -> {
            gatehouse().rotateKeys().handle(OPERATOR, KeyUse.ACCESS_TOKEN);
            return ofKey(EventType.KEY_CREATED, Actor.SYSTEM, kid(KeyState.NEXT));
          };
        }),
        seated("erasing at once", seat -> {
          gatehouse().removeAccount().handle(seat.act(), Duration.ZERO);
          return inside(EventType.ACCOUNT_ERASED, house().realm().key(), Actor.SYSTEM)
              .about(seat.id());
        }));
  }

  /** By when the next key has been known for long enough. */
  private Deed rotated(String what, EventType type, Actor actor) {
    return new Deed(what, () -> {
      later(Duration.ofMinutes(10));
      String kid = kid(KeyState.NEXT);
      return () -> {
        gatehouse().rotateKeys().handle(OPERATOR, KeyUse.ACCESS_TOKEN);
        return ofKey(type, actor, kid);
      };
    });
  }

  private String kid(KeyState state) {
    return engine().keys().all().stream()
        .filter(key -> key.use() == KeyUse.ACCESS_TOKEN && key.state() == state)
        .map(KeyEntry::kid)
        .findFirst()
        .orElseThrow();
  }

  private Event ofKey(EventType type, Actor actor, String kid) {
    return Event.of(type, now(), Optional.empty(), actor).because(kid);
  }

  // ---- who

  /** Somebody with an address, signed in. */
  private record Seat(House.Person person, Tokens tokens, AccessClaims claims, ActLaws laws) {
    Client client() {
      return person.client();
    }

    AccountId id() {
      return person.account().id();
    }

    EmailAddress email() {
      return person.account().email().orElseThrow();
    }

    /** What the owner does in this session. */
    Event of(EventType type) {
      return laws.owners(type, client(), id()).about(claims.session());
    }

    Act act() {
      return new Act(OPERATOR, person.account().realm(), id(), WHY);
    }
  }

  private Seat seat() {
    House.Person person = house().resident(AnAccount.in(house().realm().key()));
    Tokens tokens = house().signIn(person).tokens();
    return new Seat(person, tokens, house().claims(tokens), this);
  }

  private interface Seated {
    Event handle(Seat seat);
  }

  private Deed seated(String what, Seated deed) {
    return new Deed(what, () -> {
      Seat seat = seat();
      return () -> deed.handle(seat);
    });
  }

  private Deed acted(String what, EventType type, Consumer<Seat> deed) {
    return seated(what, seat -> {
      deed.accept(seat);
      return operators(type, seat);
    });
  }

  private Event of(Careful owner, EventType type) {
    return owners(type, owner.person().client(), owner.person().account().id());
  }

  private Event owners(EventType type, Client client, AccountId account) {
    return Event.of(type, now(), client, Actor.owner(account)).about(account);
  }

  private Event strangers(EventType type, Client client) {
    return Event.of(type, now(), client, Actor.STRANGER);
  }

  private Event operators(EventType type, Seat seat) {
    return inside(type, seat.person().account().realm(), OPERATOR)
        .about(seat.id())
        .because(WHY);
  }

  private Event inside(EventType type, RealmKey realm, Actor actor) {
    return Event.of(type, now(), Optional.of(realm), actor);
  }
}
