package dev.gatehouse.testkit.fake;

import dev.gatehouse.port.Storage;
import dev.gatehouse.port.Throttle;
import dev.gatehouse.testkit.contract.AccountsContract;
import dev.gatehouse.testkit.contract.CandidatesContract;
import dev.gatehouse.testkit.contract.ConversationsContract;
import dev.gatehouse.testkit.contract.HandshakesContract;
import dev.gatehouse.testkit.contract.HistoryContract;
import dev.gatehouse.testkit.contract.IdentitiesContract;
import dev.gatehouse.testkit.contract.InvitationsContract;
import dev.gatehouse.testkit.contract.KeysContract;
import dev.gatehouse.testkit.contract.LeasesContract;
import dev.gatehouse.testkit.contract.LockoutsContract;
import dev.gatehouse.testkit.contract.OneTimeSecretsContract;
import dev.gatehouse.testkit.contract.OutboxContract;
import dev.gatehouse.testkit.contract.PersonalDataContract;
import dev.gatehouse.testkit.contract.RefreshesContract;
import dev.gatehouse.testkit.contract.RetentionContract;
import dev.gatehouse.testkit.contract.RevocationsContract;
import dev.gatehouse.testkit.contract.SecondFactorsContract;
import dev.gatehouse.testkit.contract.SessionsContract;
import dev.gatehouse.testkit.contract.StoreContract;
import dev.gatehouse.testkit.contract.ThrottleContract;
import org.junit.jupiter.api.Nested;

/** The fake keeps every contract that adapters have to keep. */
class InMemoryStorageContractTest {
  @Nested
  class OfStore extends StoreContract {
    @Override
    protected Storage storage() {
      return new InMemoryStorage();
    }
  }

  @Nested
  class OfLeases extends LeasesContract {
    @Override
    protected Storage storage() {
      return new InMemoryStorage();
    }
  }

  @Nested
  class OfConversations extends ConversationsContract {
    @Override
    protected Storage storage() {
      return new InMemoryStorage();
    }
  }

  @Nested
  class OfAccounts extends AccountsContract {
    @Override
    protected Storage storage() {
      return new InMemoryStorage();
    }
  }

  @Nested
  class OfSessions extends SessionsContract {
    @Override
    protected Storage storage() {
      return new InMemoryStorage();
    }
  }

  @Nested
  class OfRefreshes extends RefreshesContract {
    @Override
    protected Storage storage() {
      return new InMemoryStorage();
    }
  }

  @Nested
  class OfOneTimeSecrets extends OneTimeSecretsContract {
    @Override
    protected Storage storage() {
      return new InMemoryStorage();
    }
  }

  @Nested
  class OfLockouts extends LockoutsContract {
    @Override
    protected Storage storage() {
      return new InMemoryStorage();
    }
  }

  @Nested
  class OfKeys extends KeysContract {
    @Override
    protected Storage storage() {
      return new InMemoryStorage();
    }
  }

  @Nested
  class OfRevocations extends RevocationsContract {
    @Override
    protected Storage storage() {
      return new InMemoryStorage();
    }
  }

  @Nested
  class OfOutbox extends OutboxContract {
    @Override
    protected Storage storage() {
      return new InMemoryStorage();
    }
  }

  @Nested
  class OfCandidates extends CandidatesContract {
    @Override
    protected Storage storage() {
      return new InMemoryStorage();
    }
  }

  @Nested
  class OfSecondFactors extends SecondFactorsContract {
    @Override
    protected Storage storage() {
      return new InMemoryStorage();
    }
  }

  @Nested
  class OfHistory extends HistoryContract {
    @Override
    protected Storage storage() {
      return new InMemoryStorage();
    }
  }

  @Nested
  class OfRetention extends RetentionContract {
    @Override
    protected Storage storage() {
      return new InMemoryStorage();
    }
  }

  @Nested
  class OfThrottle extends ThrottleContract {
    @Override
    protected Throttle throttle() {
      return new InMemoryStorage().throttle();
    }
  }

  @Nested
  class OfInvitations extends InvitationsContract {
    @Override
    protected Storage storage() {
      return new InMemoryStorage();
    }
  }

  @Nested
  class OfPersonalData extends PersonalDataContract {
    @Override
    protected Storage storage() {
      return new InMemoryStorage();
    }
  }

  @Nested
  class OfIdentities extends IdentitiesContract {
    @Override
    protected Storage storage() {
      return new InMemoryStorage();
    }
  }

  @Nested
  class OfHandshakes extends HandshakesContract {
    @Override
    protected Storage storage() {
      return new InMemoryStorage();
    }
  }
}
