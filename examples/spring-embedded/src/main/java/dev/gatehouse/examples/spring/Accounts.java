package dev.gatehouse.examples.spring;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.registration.Register;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.port.Outage;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signing up, in and out, in the words of the shop. */
@RestController
class Accounts {
  private final Gatehouse gatehouse;

  Accounts(Gatehouse gatehouse) {
    this.gatehouse = gatehouse;
  }

  /** Whom somebody says to be. */
  record Login(String name, String password) {
    @Override
    public String toString() {
      return "Login[redacted]";
    }
  }

  @PostMapping("/register")
  @ResponseStatus(HttpStatus.CREATED)
  void register(@RequestBody Login login, HttpServletRequest request) {
    gatehouse
        .register()
        .handle(
            client(request),
            Register.Command.of(Username.parse(login.name()), new Password(login.password())));
  }

  /** This realm has no second factor, so that whoever knows the password has a session. */
  @PostMapping("/login")
  Map<String, String> login(@RequestBody Login login, HttpServletRequest request) {
    SignIn answer = gatehouse
        .signInWithPassword()
        .handle(
            client(request),
            new Identifier.ByUsername(Username.parse(login.name())),
            new Password(login.password()),
            false);
    if (answer instanceof SignIn.SignedIn in) {
      return Map.of("access_token", in.tokens().access().reveal());
    }
    throw new Refusal.NotPermitted().thrown();
  }

  @GetMapping("/me")
  Map<String, String> me(@RequestHeader("Authorization") String authorization) {
    return Map.of("session", caller(authorization).session().toString());
  }

  @PostMapping("/logout")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void logout(@RequestHeader("Authorization") String authorization, HttpServletRequest request) {
    gatehouse.signOut().handle(client(request), caller(authorization));
  }

  private AccessClaims caller(String authorization) {
    String token = authorization.replaceFirst("^Bearer ", "");
    return gatehouse.verifyAccessToken().handle(gatehouse.realm("shop"), new AccessToken(token));
  }

  /** Whose tries are counted together: behind a proxy, its word about the address has to be taken first. */
  private Client client(HttpServletRequest request) {
    return Client.bearer(gatehouse.realm("shop"), request.getRemoteAddr(), "shop");
  }

  /** A decision against the caller. */
  @ExceptionHandler
  ProblemDetail refused(Refused refused) {
    boolean unknown = refused.refusal() instanceof Refusal.TokenRejected
        || refused.refusal() instanceof Refusal.CredentialsRejected;
    return ProblemDetail.forStatusAndDetail(
        unknown ? HttpStatus.UNAUTHORIZED : HttpStatus.UNPROCESSABLE_CONTENT,
        refused.refusal().code());
  }

  /** Something does not answer: never a "no". */
  @ExceptionHandler
  ProblemDetail outage(Outage outage) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, "ask again");
  }
}
