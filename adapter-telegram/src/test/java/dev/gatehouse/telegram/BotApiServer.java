package dev.gatehouse.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * The Bot API over real sockets, as the documentation of {@code getUpdates} says it: an update waits until a higher offset is asked for, a poll waits for one to
 * come, and the newer of two polls ends the older by 409. It can be made to fail in each way that the real one does.
 */
final class BotApiServer implements AutoCloseable {
  static final String TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";

  /** Does what is asked, and the answer gets lost. */
  static final Fault LOST_ANSWER = HttpExchange::close;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer server;
  private final TreeMap<Long, ObjectNode> waiting = new TreeMap<>();
  private final Map<String, Deque<Fault>> faults = new HashMap<>();
  private final List<Call> calls = new ArrayList<>();
  private long polls;
  private boolean closed;

  /** What somebody asked of it, and was granted. */
  record Call(String method, JsonNode asked) {
    String text() {
      return asked.path("text").asText();
    }

    long chat() {
      return asked.path("chat_id").asLong();
    }

    List<JsonNode> buttons() {
      List<JsonNode> buttons = new ArrayList<>();
      asked
          .path("reply_markup")
          .path("inline_keyboard")
          .forEach(line -> line.forEach(buttons::add));
      return buttons;
    }
  }

  /** How it fails once. */
  interface Fault {
    void answer(HttpExchange exchange) throws IOException;

    static Fault code(int code) {
      return exchange -> reply(exchange, code, error(code));
    }

    static Fault retryAfter(int seconds) {
      return exchange -> {
        ObjectNode error = error(429);
        error.putObject("parameters").put("retry_after", seconds);
        reply(exchange, 429, error);
      };
    }

    /** Hangs up without a word. */
    static Fault reset() {
      return HttpExchange::close;
    }

    /** Begins an answer and does not end it. */
    static Fault stall() {
      return exchange -> {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write('{');
        exchange.getResponseBody().flush();
      };
    }

    /** Does what is asked, and answers when it may. */
    static Fault late(CountDownLatch begun, CountDownLatch may) {
      return exchange -> {
        begun.countDown();
        try {
          may.await();
        } catch (InterruptedException closed) {
          Thread.currentThread().interrupt();
        }
        ObjectNode done = JSON.createObjectNode().put("ok", true);
        done.putObject("result").put("message_id", 1000);
        reply(exchange, 200, done);
      };
    }

    /** Something between answers in its place. */
    static Fault page(int code) {
      return exchange -> raw(exchange, code, "<html>Bad Gateway</html>");
    }
  }

  BotApiServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.setExecutor(Executors.newCachedThreadPool(work -> {
      Thread thread = new Thread(work, "bot-api");
      thread.setDaemon(true);
      return thread;
    }));
    server.createContext("/", this::handle);
    server.start();
  }

  URI root() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  // ---- what Telegram does

  synchronized void deliver(ObjectNode update) {
    waiting.put(update.path("update_id").asLong(), update);
    notifyAll();
  }

  /** The next call of that method fails so; several, one after another. */
  synchronized void fail(String method, Fault... some) {
    faults.computeIfAbsent(method, name -> new ArrayDeque<>()).addAll(List.of(some));
  }

  /** An update is kept for a day. */
  synchronized void daysPass() {
    waiting.clear();
  }

  synchronized List<Long> unconfirmed() {
    return List.copyOf(waiting.keySet());
  }

  synchronized List<Call> calls(String method) {
    return calls.stream().filter(call -> call.method().equals(method)).toList();
  }

  /** What was said to people, and in place of what was said before; oldest first. */
  synchronized List<Call> said() {
    return calls.stream()
        .filter(
            call -> call.method().equals("sendMessage") || call.method().equals("editMessageText"))
        .toList();
  }

  Call lastSaid() {
    List<Call> said = said();
    if (said.isEmpty()) {
      throw new AssertionError("nothing was said");
    }
    return said.get(said.size() - 1);
  }

  synchronized long polls() {
    return polls;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    server.stop(0);
  }

  // ---- the protocol

  private void handle(HttpExchange exchange) throws IOException {
    String prefix = "/bot" + TOKEN + "/";
    String path = exchange.getRequestURI().getPath();
    if (!path.startsWith(prefix)) {
      reply(exchange, 401, error(401));
      return;
    }
    String method = path.substring(prefix.length());
    JsonNode asked = JSON.readTree(exchange.getRequestBody().readAllBytes());
    Optional<Fault> fault = fault(method);
    if (fault.isPresent() && fault.get() != LOST_ANSWER) {
      fault.get().answer(exchange);
      return;
    }
    if (method.equals("getUpdates")) {
      poll(exchange, asked);
      return;
    }
    synchronized (this) {
      calls.add(new Call(method, asked));
    }
    if (fault.isPresent()) {
      exchange.close();
      return;
    }
    ObjectNode done = JSON.createObjectNode().put("ok", true);
    if (method.equals("getMe")) {
      done.putObject("result").put("id", 110201543).put("is_bot", true).put("username", "gate_bot");
    } else if (method.equals("sendMessage")) {
      done.putObject("result").put("message_id", 1000);
    } else {
      done.put("result", true);
    }
    reply(exchange, 200, done);
  }

  private synchronized Optional<Fault> fault(String method) {
    return Optional.ofNullable(faults.getOrDefault(method, new ArrayDeque<>()).poll());
  }

  private void poll(HttpExchange exchange, JsonNode asked) throws IOException {
    ArrayNode found = JSON.createArrayNode();
    synchronized (this) {
      long mine = ++polls;
      notifyAll();
      long offset = asked.path("offset").asLong();
      waiting.headMap(offset).clear();
      long end = System.nanoTime() + asked.path("timeout").asLong() * 1_000_000_000L;
      while (waiting.isEmpty() && mine == polls && !closed && System.nanoTime() < end) {
        try {
          wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        } catch (InterruptedException e) {
          exchange.close();
          return;
        }
      }
      if (mine != polls) {
        reply(exchange, 409, error(409));
        return;
      }
      waiting.values().stream().limit(asked.path("limit").asLong(100)).forEach(found::add);
    }
    ObjectNode done = JSON.createObjectNode().put("ok", true);
    done.set("result", found);
    reply(exchange, 200, done);
  }

  private static ObjectNode error(int code) {
    return JSON.createObjectNode()
        .put("ok", false)
        .put("error_code", code)
        .put("description", "failed as it was told to");
  }

  private static void reply(HttpExchange exchange, int status, JsonNode body) throws IOException {
    raw(exchange, status, body.toString());
  }

  private static void raw(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  // ---- updates

  static ObjectNode message(long update, long person, String text) {
    return message(update, person, person, "private", text);
  }

  static ObjectNode message(long update, long person, long chat, String type, String text) {
    ObjectNode node = JSON.createObjectNode().put("update_id", update);
    ObjectNode message =
        node.putObject("message").put("message_id", update).put("date", 1_700_000_000);
    message.putObject("chat").put("id", chat).put("type", type);
    from(message, person);
    message.put("text", text);
    return node;
  }

  /** Somebody presses a button below a message in that chat. */
  static ObjectNode press(long update, long person, long chat, String data) {
    ObjectNode node = JSON.createObjectNode().put("update_id", update);
    ObjectNode press = node.putObject("callback_query").put("id", "press" + update);
    from(press, person);
    press.put("data", data);
    ObjectNode message =
        press.putObject("message").put("message_id", 77).put("date", 1_700_000_000);
    message.putObject("chat").put("id", chat).put("type", chat == person ? "private" : "group");
    return node;
  }

  static void from(ObjectNode within, long person) {
    within
        .putObject("from")
        .put("id", person)
        .put("is_bot", false)
        .put("first_name", "Ada")
        .put("username", "ada_l")
        .put("language_code", "en");
  }
}
