// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import static dev.wshttp.security.cluster.Step.number;
import static dev.wshttp.security.cluster.Step.text;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.cluster.Step.Entry;
import dev.wshttp.security.cluster.Step.Kind;
import dev.wshttp.security.instances.LegRelay;
import dev.wshttp.security.instances.TokenSeal;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes legs to the instance that has the negotiation, as messages of the store: each instance listens to a channel of its own. The store sees sealed octets. How many
 * legs are on their way, and how many are answered at a time, is bounded.
 */
final class StoreRelay implements LegRelay, AutoCloseable {
    /** What is answered on all threads and waits for one. */
    static final int MOST_WAITING = 256;

    /** How many requests of this instance wait for others at a time. */
    static final int MOST_ASKING = 64;

    private static final Logger LOG = LoggerFactory.getLogger(StoreRelay.class);
    private static final int LARGEST_MESSAGE = 1 << 20;
    private static final int ID_BYTES = 16;
    private static final byte[] BINDING = text("leg");
    private static final byte[] NOTHING = new byte[0];
    // A leg costs its instance some RSA operations, of which several may wait.
    private static final int ANSWER_TIMEOUTS = 10;
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(3);

    // For so long no leg waits for an instance that did not answer one.
    private static final Duration SILENT = Duration.ofSeconds(10);
    private static final int MOST_SILENT = 1_000;
    private static final long OWNERS = 1 << 24;

    private final EntryNames names;
    private final TokenSeal seal;
    private final SecureRandom random;
    private final String instance;
    private final Duration longestAnswer;
    private final Map<String, UnaryOperator<byte[]>> endpoints = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<LegFrame>> asking = new ConcurrentHashMap<>();
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final Map<Long, Long> silentSince = new ConcurrentHashMap<>(); // by System.nanoTime
    private final Semaphore places = new Semaphore(MOST_ASKING);
    private final ThreadPoolExecutor threads;
    private final ThreadPoolExecutor opening;
    private final RareWarnings warnings = new RareWarnings(LOG);
    private final Store store;

    /**
     * Makes a relay over a store.
     *
     * @param instance the name of this instance, which no other one has
     */
    StoreRelay(Store store, EntryNames names, String instance, TokenSeal seal, SecureRandom random, Duration timeout) {
        this.store = store;
        this.names = names;
        this.instance = instance;
        this.seal = seal;
        this.random = random;
        Duration most = timeout.multipliedBy(ANSWER_TIMEOUTS);
        this.longestAnswer = most.compareTo(LONGEST_ANSWER) < 0 ? most : LONGEST_ANSWER;
        this.threads = threads(Math.max(2, Runtime.getRuntime().availableProcessors()), MOST_WAITING);
        // What others answer does not wait behind what others ask.
        this.opening = threads(1, MOST_WAITING + MOST_ASKING);
    }

    private static ThreadPoolExecutor threads(int most, int waiting) {
        var pool =
                new ThreadPoolExecutor(most, most, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waiting), task -> {
                    var thread = new Thread(task, "wshttp-legs");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public void receive(String endpoint, UnaryOperator<byte[]> answering) {
        if (endpoints.putIfAbsent(endpoint, answering) != null) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "Two endpoints with the name '" + endpoint
                            + "' share one connection to the other instances (expected one for each, or legs would reach the wrong one). Connect each"
                            + " endpoint by itself, or give them paths of their own.");
        }
    }

    @Override
    public boolean begun(String endpoint, String negotiation, Duration keep) {
        byte[] name = name(endpoint, negotiation);
        return store.ask(Step.of(
                        Script.BEGUN,
                        name,
                        List.of(new Entry(Kind.NEGOTIATION, name)),
                        List.of(text(instance), number(Math.max(1, keep.toMillis())))))
                == 1;
    }

    @Override
    public Optional<byte[]> handOver(String endpoint, String negotiation, byte[] leg) {
        if (!places.tryAcquire()) {
            throw new MessageSecurityException(
                    SecurityFault.SHARED_MEMORY_UNAVAILABLE,
                    "'" + MOST_ASKING
                            + "' legs wait for other instances (expected fewer). The client may send its leg again.");
        }
        String exchange = id(random);
        var answer = new CompletableFuture<LegFrame>();
        asking.put(exchange, answer);
        byte[] name = name(endpoint, negotiation);
        String key = HexFormat.of().formatHex(name);
        // A genuine client sends its next leg when it has the answer to the last one.
        boolean isOnly = underWay.add(key);
        try {
            var question = new LegFrame(LegFrame.Kind.QUESTION, exchange, instance, endpoint, leg);
            return isOnly ? answered(send(name, question), answer) : Optional.empty();
        } finally {
            if (isOnly) {
                underWay.remove(key);
            }
            asking.remove(exchange);
            places.release();
        }
    }

    /** Returns a number that stands for the instance that was sent a leg; empty if there is none. */
    private OptionalLong send(byte[] name, LegFrame question) {
        byte[] sealed = seal.seal(question.octets(), BINDING);
        if (sealed.length > LARGEST_MESSAGE) {
            throw new MessageSecurityException(
                    SecurityFault.TOKEN_REQUEST_INVALID,
                    "A leg for another instance has '" + sealed.length + "' octets (expected at most '"
                            + LARGEST_MESSAGE + "'). The client sends what no negotiation needs.");
        }
        long sent = store.ask(Step.of(
                Script.HAND_OVER,
                name,
                List.of(new Entry(Kind.NEGOTIATION, name)),
                List.of(text(instance), text(names.channels()), sealed)));
        boolean isReceived = sent >= OWNERS || (sent >= 0 && !store.countsReceivers());
        return isReceived ? OptionalLong.of(sent % OWNERS) : OptionalLong.empty();
    }

    private Optional<byte[]> answered(OptionalLong owner, CompletableFuture<LegFrame> answer) {
        if (owner.isEmpty() || isSilent(owner.getAsLong())) {
            return Optional.empty();
        }
        try {
            LegFrame frame = answer.get(longestAnswer.toMillis(), TimeUnit.MILLISECONDS);
            return frame.kind() == LegFrame.Kind.ANSWER ? Optional.of(frame.envelope()) : Optional.empty();
        } catch (TimeoutException late) {
            warnings.warn(
                    "The instance that has a negotiation did not answer a leg within {}. The client has to begin anew.",
                    longestAnswer);
            if (silentSince.size() < MOST_SILENT) {
                silentSince.put(owner.getAsLong(), System.nanoTime());
            }
            return Optional.empty();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("Answers never fail", impossible);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Returns whether an instance let a leg wait a short time ago: then the client begins anew at once, and holds no thread of this instance. */
    private boolean isSilent(long owner) {
        long now = System.nanoTime();
        silentSince.values().removeIf(since -> now - since >= SILENT.toNanos());
        return silentSince.containsKey(owner);
    }

    /** Takes a message of this instance's channel, on a thread that must not wait. */
    void received(byte[] message) {
        if (message.length > LARGEST_MESSAGE) {
            warnings.warn(
                    "A message of '{}' octets came to the channel of this instance (expected at most {})",
                    message.length,
                    LARGEST_MESSAGE);
            return;
        }
        run(opening, () -> open(message));
    }

    private void run(ThreadPoolExecutor pool, Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException full) {
            warnings.warn(
                    "More than '{}' legs of other instances wait; one is dropped, and its client has to begin anew",
                    MOST_WAITING);
        }
    }

    private void open(byte[] message) {
        Optional<LegFrame> frame = seal.open(message, BINDING).flatMap(LegFrame::of);
        if (frame.isEmpty()) {
            warnings.warn(
                    "A message to the channel of this instance is no leg of an instance with the same cluster keys. Check who may write to the store.");
        } else if (frame.get().kind() == LegFrame.Kind.QUESTION) {
            run(threads, () -> answer(frame.get()));
        } else {
            CompletableFuture<LegFrame> waiting = asking.get(frame.get().exchange());
            if (waiting != null) {
                waiting.complete(frame.get());
            }
        }
    }

    private void answer(LegFrame question) {
        Optional<byte[]> answer = Optional.empty();
        try {
            answer = Optional.ofNullable(endpoints.get(question.endpoint()))
                    .map(answering -> answering.apply(question.envelope()));
        } catch (RuntimeException failed) {
            warnings.warn("A leg of another instance could not be answered", failed);
        }
        LegFrame.Kind kind = answer.isPresent() ? LegFrame.Kind.ANSWER : LegFrame.Kind.NONE;
        reply(new LegFrame(kind, question.exchange(), question.asker(), question.endpoint(), answer.orElse(NOTHING)));
    }

    private void reply(LegFrame answer) {
        byte[] sealed = seal.seal(answer.octets(), BINDING);
        if (sealed.length > LARGEST_MESSAGE) {
            warnings.warn("The answer to a leg has '{}' octets (expected at most {})", sealed.length, LARGEST_MESSAGE);
            return;
        }
        try {
            store.publish(names.channel(answer.asker()), sealed);
        } catch (MessageSecurityException lost) {
            // That the store is lost was told, and the other instance does not wait for long.
            LOG.debug("An answer to a leg was not sent", lost);
        }
    }

    private static byte[] name(String endpoint, String negotiation) {
        return text(endpoint.length() + " " + endpoint + negotiation);
    }

    /** Returns a name that no other instance and no other exchange has. */
    static String id(SecureRandom random) {
        var octets = new byte[ID_BYTES];
        random.nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }

    @Override
    public void close() {
        opening.shutdownNow();
        threads.shutdownNow();
    }
}
