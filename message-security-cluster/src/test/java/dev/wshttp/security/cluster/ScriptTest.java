// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.cluster.store.RedisServer;
import dev.wshttp.security.cluster.store.RequiresRedis;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a memory goes on, and when it begins anew: each test changes one fact of the server, or of what was known of the former one. */
@RequiresRedis
class ScriptTest {
    private static final String RECORD = "wshttp:1:{service.0}:memory";
    private static final String FIRST = "epoch-1";
    private static final String SECOND = "epoch-2";
    private static final Joiner MASTER = new Joiner("run-a", "history-a", "", 0, 0, 0, true);
    private static final Joiner KEPT = MASTER.keeping(1).having(1);
    /** Was a replica of the master, and was promoted. */
    private static final Joiner PROMOTED = new Joiner("run-b", "history-b", "history-a", 3, 1, 1, true);

    private static RedisServer server;

    @BeforeAll
    static void start() {
        server = RedisServer.start();
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @BeforeEach
    void empty() {
        server.command("FLUSHALL");
    }

    /**
     * What an instance knows of the server at which it joins.
     *
     * @param keeps how many replicas have to confirm what this instance writes
     * @param has how many replicas the server has
     * @param ran whether it ran when the instance heard of the store last
     */
    private record Joiner(
            String run, String history, String formerHistory, long evicted, long keeps, long has, boolean ran) {
        Joiner keeping(long replicas) {
            return new Joiner(run, history, formerHistory, evicted, replicas, has, ran);
        }

        Joiner having(long replicas) {
            return new Joiner(run, history, formerHistory, evicted, keeps, replicas, ran);
        }

        Joiner evicting(long entries) {
            return new Joiner(run, history, formerHistory, entries, keeps, has, ran);
        }

        Joiner with(String otherHistory, String otherFormer) {
            return new Joiner(run, otherHistory, otherFormer, evicted, keeps, has, ran);
        }

        Joiner started() {
            return new Joiner("run-c", history, formerHistory, evicted, keeps, has, ran);
        }

        Joiner startedMeanwhile() {
            return new Joiner(run, history, formerHistory, evicted, keeps, has, false);
        }
    }

    @Test
    void goesOnAtTheSameServer() {
        assertThat(join(MASTER, FIRST)).isEqualTo(FIRST);

        assertThat(join(MASTER, SECOND)).isEqualTo(FIRST);
    }

    @Test
    void beginsAnewAtAServerThatWasStartedAgain() {
        join(MASTER, FIRST);

        assertThat(join(MASTER.started(), SECOND)).isEqualTo(SECOND);
    }

    /** It was a replica meanwhile, and took the entries of another server for its own. */
    @Test
    void beginsAnewAtAServerWithAnotherHistory() {
        join(MASTER, FIRST);

        assertThat(join(MASTER.with("history-c", ""), SECOND)).isEqualTo(SECOND);
    }

    @Test
    void beginsAnewAtAServerThatForgotEntries() {
        join(MASTER, FIRST);

        assertThat(join(MASTER.evicting(1), SECOND)).isEqualTo(SECOND);
    }

    @Test
    void goesOnAtAReplicaThatConfirmedEverything() {
        join(KEPT, FIRST);

        assertThat(join(PROMOTED, SECOND)).isEqualTo(FIRST);
        assertThat(join(PROMOTED, SECOND)).as("the same server").isEqualTo(FIRST);
        assertThat(join(KEPT, SECOND)).as("the former master").isEqualTo(SECOND);
    }

    @Test
    void beginsAnewAtAReplicaThatHadToConfirmNothing() {
        join(MASTER.having(1), FIRST);

        assertThat(join(PROMOTED, SECOND)).isEqualTo(SECOND);
    }

    /** Instances of two settings: what one of them wrote, no replica had to confirm. */
    @Test
    void beginsAnewAtAReplicaThatHadToConfirmNothingOfOneInstance() {
        join(KEPT, FIRST);
        assertThat(join(KEPT.keeping(0), SECOND)).isEqualTo(FIRST);

        assertThat(join(PROMOTED, SECOND)).isEqualTo(SECOND);
    }

    @Test
    void beginsAnewWhereOneOfTwoReplicasHadToConfirm() {
        join(KEPT.having(2), FIRST);

        assertThat(join(PROMOTED, SECOND)).isEqualTo(SECOND);
    }

    @Test
    void beginsAnewWhereASecondReplicaCameBeforeAnotherInstance() {
        join(KEPT, FIRST);
        join(KEPT.having(2), SECOND);
        join(KEPT, SECOND);

        assertThat(join(PROMOTED, SECOND)).isEqualTo(SECOND);
    }

    @Test
    void beginsAnewWhereASecondReplicaWasSeen() {
        join(KEPT, FIRST);
        assertThat(run(Script.REPLICAS, List.of(RECORD), FIRST, "2")).isEqualTo("2");
        assertThat(run(Script.REPLICAS, List.of(RECORD), FIRST, "1")).isEqualTo("2");

        assertThat(join(PROMOTED, SECOND)).isEqualTo(SECOND);
    }

    @Test
    void goesOnWhereBothReplicasHadToConfirm() {
        join(KEPT.keeping(2).having(2), FIRST);

        assertThat(join(PROMOTED.keeping(2), SECOND)).isEqualTo(FIRST);
    }

    /** It has loaded from its disk what it had long before. */
    @Test
    void beginsAnewAtAReplicaThatWasStartedMeanwhile() {
        join(KEPT, FIRST);

        assertThat(join(PROMOTED.startedMeanwhile(), SECOND)).isEqualTo(SECOND);
    }

    @Test
    void beginsAnewAtAServerThatFollowedAnotherOne() {
        join(KEPT, FIRST);

        assertThat(join(PROMOTED.with("history-b", "history-c"), SECOND)).isEqualTo(SECOND);
    }

    @Test
    void beginsAnewAtServersThatTellNoHistory() {
        join(KEPT.with("", ""), FIRST);

        assertThat(join(PROMOTED.with("", ""), SECOND)).isEqualTo(SECOND);
    }

    /** Otherwise a clock that is set back would let a copy look younger than the memory. */
    @Test
    void isNeverOlderThanTheFormerOne() {
        join(MASTER, FIRST);
        String later = String.valueOf(System.currentTimeMillis() + 60_000);
        server.command("HSET", RECORD, "since", later);

        assertThat(joined(MASTER.started(), SECOND).get(1)).isEqualTo(later);
    }

    @Test
    void isAsOldAsItsBeginning() {
        String since = joined(MASTER, FIRST).get(1);
        RedisServer.until(() -> System.currentTimeMillis() > Long.parseLong(since) + 1);

        assertThat(joined(MASTER, SECOND).get(1)).isEqualTo(since);
        assertThat(Long.parseLong(joined(MASTER.started(), SECOND).get(1))).isGreaterThan(Long.parseLong(since));
    }

    /** So an entry that is there still is recognised. */
    @Test
    void keepsTheKeyOfItsFingerprints() {
        String key = joined(MASTER, FIRST).get(2);

        assertThat(joined(MASTER.started(), SECOND).get(2)).isEqualTo(key).isEqualTo("key of " + FIRST);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "JOIN")
    void doesNothingUnderAnotherEpoch(Script script) {
        join(MASTER, FIRST);
        List<String> keys = List.of(RECORD, "entry");

        assertThat(run(script, keys, SECOND, "1", "1000", "5")).isEqualTo(String.valueOf(Epoch.OTHER));
        server.command("DEL", RECORD);
        assertThat(run(script, keys, FIRST, "1", "1000", "5")).isEqualTo(String.valueOf(Epoch.OTHER));
        assertThat(server.command("KEYS", "*")).isEmpty();
    }

    private static String join(Joiner joiner, String epoch) {
        return joined(joiner, epoch).get(0);
    }

    private static List<String> joined(Joiner joiner, String epoch) {
        return run(
                        Script.JOIN,
                        List.of(RECORD),
                        joiner.run(),
                        epoch,
                        "key of " + epoch,
                        String.valueOf(joiner.keeps()),
                        joiner.ran() ? "1" : "0",
                        String.valueOf(joiner.has()),
                        joiner.history(),
                        joiner.formerHistory(),
                        String.valueOf(joiner.evicted()))
                .lines()
                .toList();
    }

    private static String run(Script script, List<String> keys, String... arguments) {
        var words = new ArrayList<>(List.of("EVAL", script.text(), String.valueOf(keys.size())));
        words.addAll(keys);
        words.addAll(List.of(arguments));
        // A number has a colon before it.
        return server.command(words.toArray(String[]::new)).strip().replaceFirst("^:", "");
    }
}
