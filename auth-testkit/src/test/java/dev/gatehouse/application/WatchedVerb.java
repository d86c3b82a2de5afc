package dev.gatehouse.application;

import dev.gatehouse.port.Outage;
import dev.gatehouse.port.Storage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** One verb of one port of a storage: counts its calls, and fails on command. */
public final class WatchedVerb {
  private final Storage storage;
  private final String port;
  private final String verb;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile int failsFrom = Integer.MAX_VALUE;
  private volatile Runnable breaks = () -> {};

  /** @param port the method of {@link Storage} that gives the port */
  public WatchedVerb(Storage storage, String port, String verb) {
    this.storage = storage;
    this.port = port;
    this.verb = verb;
  }

  public int calls() {
    return calls.get();
  }

  /** Whether every call fails from now on. */
  public void fail(boolean from) {
    failsFrom = from ? 0 : Integer.MAX_VALUE;
  }

  /** The call of this number, and every one after it, fails. */
  public void failFrom(int call) {
    failsFrom = call;
  }

  /** What every call does first. */
  public void breakWith(Runnable fault) {
    breaks = fault;
  }

  /** The storage, with this verb watched. */
  public Storage storage() {
    return proxy(Storage.class, (proxy, method, arguments) -> {
      Object answer = invoke(storage, method, arguments);
      return method.getName().equals(port) ? watched(method.getReturnType(), answer) : answer;
    });
  }

  private <P> P watched(Class<P> type, Object real) {
    return proxy(type, (proxy, method, arguments) -> {
      if (method.getName().equals(verb)) {
        breaks.run();
        if (calls.incrementAndGet() >= failsFrom) {
          throw new Outage("storage", Duration.ofSeconds(1));
        }
      }
      return invoke(real, method, arguments);
    });
  }

  private static <P> P proxy(Class<P> type, java.lang.reflect.InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }
}
