package dev.gatehouse.app.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Telegram's Bot API on this machine: updates that wait until a higher offset is asked for, polls that wait for them, and what was said to people. */
final class BotApi implements AutoCloseable {
  static final String TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final TreeMap<Long, ObjectNode> waiting = new TreeMap<>();
  private final List<JsonNode> said = new ArrayList<>();
  private final List<String> methods = new ArrayList<>();
  private long polls;
  private boolean holding;
  private boolean closed;

  BotApi() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/bot" + TOKEN + "/", this::answer);
    server.start();
  }

  String root() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Somebody writes to the bot. */
  static ObjectNode message(long update, long person, String text) {
    ObjectNode node = JSON.createObjectNode().put("update_id", update);
    ObjectNode message =
        node.putObject("message").put("message_id", update).put("date", 1_700_000_000);
    message.putObject("chat").put("id", person).put("type", "private");
    message.putObject("from").put("id", person).put("is_bot", false).put("first_name", "Ada");
    message.put("text", text);
    return node;
  }

  synchronized void deliver(ObjectNode update) {
    waiting.put(update.path("update_id").asLong(), update);
    notifyAll();
  }

  /** From now on whoever says something to people waits for an answer. */
  synchronized void hold() {
    holding = true;
  }

  synchronized void release() {
    holding = false;
    notifyAll();
  }

  /** What was said to people that was answered, and what still waits. */
  synchronized List<JsonNode> said() {
    return List.copyOf(said);
  }

  synchronized boolean toldOf(long person) {
    return said.stream().anyMatch(one -> one.path("chat_id").asLong() == person);
  }

  synchronized long polls() {
    return polls;
  }

  synchronized boolean asked(String method) {
    return methods.contains(method);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String method = path.substring(path.lastIndexOf('/') + 1);
    JsonNode asked = JSON.readTree(exchange.getRequestBody().readAllBytes());
    ObjectNode done = JSON.createObjectNode().put("ok", true);
    int status = 200;
    try {
      synchronized (this) {
        methods.add(method);
      }
      switch (method) {
        case "getUpdates" -> {
          ArrayNode found = JSON.createArrayNode();
          if (poll(asked, found)) {
            done.set("result", found);
          } else {
            status = 409;
            done.put("ok", false).put("error_code", 409).put("description", "another polls");
          }
        }
        case "getMe" -> done.putObject("result").put("username", "gate_bot");
        case "sendMessage" -> {
          say(asked);
          done.putObject("result").put("message_id", 1);
        }
        default -> done.put("result", true);
      }
    } catch (InterruptedException e) {
      exchange.close();
      return;
    }
    byte[] body = done.toString().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private synchronized void say(JsonNode asked) throws InterruptedException {
    said.add(asked);
    notifyAll();
    while (holding && !closed) {
      wait();
    }
  }

  private synchronized boolean poll(JsonNode asked, ArrayNode found) throws InterruptedException {
    polls++;
    long mine = polls;
    notifyAll();
    waiting.headMap(asked.path("offset").asLong()).clear();
    long end = System.nanoTime() + asked.path("timeout").asLong() * 1_000_000_000L;
    while (waiting.isEmpty() && mine == polls && !closed && System.nanoTime() < end) {
      wait(100);
    }
    waiting.values().forEach(found::add);
    return mine == polls;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    server.stop(0);
    threads.shutdownNow();
  }
}
