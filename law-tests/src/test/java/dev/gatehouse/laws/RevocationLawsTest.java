package dev.gatehouse.laws;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.law.RevocationLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class RevocationLawsTest extends RevocationLaws {
  @RegisterExtension
  final Databases databases = new Databases();

  @Override
  protected Storage storage() {
    return databases.fresh();
  }

  /** Seven ways of revoking: 350 rounds, and as many more as the races of the build are repeated more often. */
  @Override
  protected int racingRounds() {
    return 2 * Race.ROUNDS;
  }
}
