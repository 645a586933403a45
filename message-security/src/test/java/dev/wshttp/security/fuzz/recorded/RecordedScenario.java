// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.recorded;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.fuzz.Episode;
import dev.wshttp.security.fuzz.Finding;
import dev.wshttp.security.fuzz.Scenario;
import dev.wshttp.security.fuzz.mutation.Mutated;
import dev.wshttp.security.fuzz.mutation.Mutator;
import dev.wshttp.security.fuzz.mutation.WireMessage;
import dev.wshttp.security.fuzz.recorded.RecordedMessage.Meaning;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Messages of a recorded folder, changed. Each episode takes one of them and changes it in several ways. */
public final class RecordedScenario implements Scenario {
    private static final int CHANGES_OF_ONE_MESSAGE = 10;
    // A genuine message takes one to five.
    private static final long HIGH_MILLIS = 150;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final String folder;
    private final List<RecordedMessage> messages;
    private final Set<Meaning> meanings; // parts of another message of the same session may make up all of it
    private final List<WireMessage> donors;

    private RecordedScenario(String folder) {
        this.folder = folder;
        this.messages = RecordedMessages.of(folder);
        this.meanings = messages.stream().map(RecordedMessage::meaning).collect(Collectors.toUnmodifiableSet());
        this.donors = messages.stream()
                .map(message -> WireMessage.of(message.octets()))
                .toList();
    }

    /** One scenario a folder. */
    public static List<Scenario> all() {
        return RecordedMessages.FOLDERS.stream()
                .<Scenario>map(RecordedScenario::new)
                .toList();
    }

    @Override
    public String name() {
        return "WCF-" + folder;
    }

    @Override
    public int copies() {
        return CHANGES_OF_ONE_MESSAGE;
    }

    @Override
    public void run(Episode episode) {
        RecordedMessage genuine = episode.choices().of(messages);
        for (int copy = 0; copy < CHANGES_OF_ONE_MESSAGE; copy++) {
            if (episode.wants(copy)) {
                var message = WireMessage.of(genuine.octets());
                judge(genuine, Mutator.mutate(message, donors, episode.choices(copy)), copy);
            }
        }
    }

    private void judge(RecordedMessage genuine, Mutated changed, int copy) {
        if (costOf(genuine, changed, copy) > HIGH_MILLIS) {
            long again = costOf(genuine, changed, copy);
            if (again > HIGH_MILLIS) {
                throw new Finding("it costs " + again + " ms instead of " + genuine, changed, copy);
            }
        }
    }

    private long costOf(RecordedMessage genuine, Mutated changed, int copy) {
        long start = THREADS.getCurrentThreadCpuTime();
        try {
            Meaning meaning = genuine.meaningOf(changed.message().octets());
            if (!meanings.contains(meaning)) {
                throw new Finding(
                        "the receiver of " + genuine + " believes something else:"
                                + meaning.differenceFrom(genuine.meaning()),
                        changed,
                        copy);
            }
        } catch (Finding found) {
            throw found;
        } catch (MessageSecurityException refused) {
            // As it has to be.
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError | AssertionError unforeseen) {
            throw new Finding("the receiver of " + genuine + " fails: " + unforeseen, changed, copy, unforeseen);
        }
        return (THREADS.getCurrentThreadCpuTime() - start) / 1_000_000;
    }

    @Override
    public String toString() {
        return name();
    }
}
