package dev.gatehouse.architecture.offender.application;

import java.util.function.Function;

final class StartsThread {
  Thread thread(Runnable work) {
    Function<Runnable, Thread> maker = Thread::new;
    return maker.apply(work);
  }
}
